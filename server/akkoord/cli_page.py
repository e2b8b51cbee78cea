"""The commands for the pages of one site: what to put into them, what to put before them, and whom they meet."""

from __future__ import annotations

import json
import os
from contextlib import closing
from datetime import timedelta
from html import escape
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import click

from .catalog.lookup import service_of
from .errors import StoreError
from .holding import Holding, make_holding
from .model import NECESSARY, Notice, Site, utc_now
from .notice import make_notice
from .policy import policy
from .settings import Settings, load_settings
from .sites import load_sites, require

SEAL = '<meta http-equiv="Content-Security-Policy" content="">'
LIFT = (
    "<script>try{JSON.parse(atob(/(?:^|; )akkoord=([\\w-]+)/.exec(document.cookie)[1]"
    '.replace(/-/g,"+").replace(/_/g,"/")))[3]&&document.write("<!--")}catch{}</script>'
)
"""Comments out the policy behind it once the visitor has granted anything; then the tag puts up a narrower one."""


@click.command()
@click.argument("site")
@click.option("--sealed", is_flag=True, help="With the seal line: nothing is fetched ahead in Chromium.")
@click.option("--strict", is_flag=True, help="With a policy: only what is allowed is fetched, in every browser.")
@click.option("--preload", metavar="LANGUAGE", help="First a line that fetches the banner of that language ahead.")
def embed(site: str, sealed: bool, strict: bool, preload: str | None) -> None:
    """Print the one tag of a site, first in <head>."""
    if sealed and strict:
        raise click.ClickException("A strict page is sealed already: take one of --sealed and --strict.")
    settings = load_settings(os.environ)
    found = _site(settings, site)
    base = settings.base_url or f"http://{settings.host}:{settings.port}"
    if not settings.base_url:
        click.echo("AKKOORD_BASE_URL is not set, so this is the address on this machine.", err=True)
    tag = f'<script src="{base}/sites/{site}/akkoord.js"'
    if preload is not None:
        if found.variants:
            raise click.ClickException("Each page of the site takes a variant of its own: none can be fetched ahead.")
        click.echo(f'<link rel="preload" as="script" href="{base}/{_banner(found, preload)}">')
    if not strict:
        click.echo(f"{tag}></script>")
        if sealed:
            click.echo(SEAL)
        return
    allow_list = policy(make_holding(found, urlsplit(base).hostname or ""), (NECESSARY,), make_notice(found).asked)
    if not allow_list:
        raise click.ClickException('A strict page needs an allow list: take unknown = "allow" out of the site.')
    click.echo(LIFT)
    click.echo(f'<meta http-equiv="Content-Security-Policy" content="{escape(allow_list, quote=False)}">')
    click.echo("<!-- -->")
    click.echo(f"{tag} data-strict></script>")
    click.echo(SEAL)


def _banner(site: Site, language: str) -> str:
    """The path of a banner file."""
    from .web.embed_files import make_files

    if language not in site.languages:
        raise click.ClickException(f"Site {site.id} does not speak {language!r}: {', '.join(site.languages)}.")
    notice = make_notice(site)
    files = make_files({site.id: site}, {site.id: notice}, {site.id: _earlier(site.id, notice)})
    start, end = f"sites/{site.id}/banner/", f"/{language}.js"
    return next(path for path in files.layers if path.startswith(start) and path.endswith(end))


@click.command()
@click.argument("site")
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True, help="How many days to look back.")
def unknown(site: str, days: int) -> None:
    """List third parties that pages wanted to reach, that no service names, and that were held."""
    from .ledger import Ledger
    from .store import open_store
    from .tokens import Signer

    settings = load_settings(os.environ)
    sites = {site: _site(settings, site)}
    ledger = Ledger(open_store(settings.store, settings.redis_min_replicas), Signer(settings.secret_keys), {}, sites)
    today = utc_now().date()
    hosts = ledger.unknown_hosts(site, f"{today - timedelta(days=days - 1)}", f"{today}")
    ledger.close()
    for host, count in hosts.items():
        service = service_of(host)
        hint = f"that is {service.name}: akkoord catalog add {service.id} --site {site}" if service else ""
        click.echo(f"{count:8}  {host:40} {hint}".rstrip())
    click.echo(f"{site}: {len(hosts)} unknown third part{'y' if len(hosts) == 1 else 'ies'} in {days} day(s).")


@click.group()
def gate() -> None:
    """Configurations that put the gate into the web server of a site."""


@gate.command("nginx")
@click.argument("site")
def gate_nginx(site: str) -> None:
    """Print a file for nginx that sends the policy of each visitor."""
    from .gate.front_servers import nginx

    notice, holding = _gate_rules(site)
    click.echo(nginx(notice, holding, _earlier(site, notice)), nl=False)


@gate.command("caddy")
@click.argument("site")
def gate_caddy(site: str) -> None:
    """Print a file for Caddy that sends the policy of each visitor."""
    from .gate.front_servers import caddy

    notice, holding = _gate_rules(site)
    click.echo(caddy(notice, holding, _earlier(site, notice)), nl=False)


@gate.command("notices")
@click.argument("site")
def gate_notices(site: str) -> None:
    """Print the earlier notices of a site, for the gate in its own server: their answers may hold still."""
    notice = make_notice(_site(load_settings(os.environ), site))
    documents = [each.document for each in _earlier(site, notice)]
    click.echo(json.dumps({"site": site, "notices": documents}, ensure_ascii=False, indent=1))


def check_page(settings: Settings, url: str) -> bool:
    """Say how firmly a page is shut for a new visitor; whether its tag does its work."""
    from .gate.grade import page_grade
    from .gate.judge import Judge
    from .gate.rewrite import holds_within, rewritten

    def held(name: str, html: str) -> str:
        site = _site(settings, name)
        holding = make_holding(site, urlsplit(settings.base_url or "").hostname or "")
        return rewritten(Judge(holding, (NECESSARY,), make_notice(site).asked, url, holds_within), html)[0]

    found = page_grade(*_fetch(url), held)
    click.echo(f"{url}: {found.grade}{f', site {found.site}' if found.site else ''}")
    if found.policy:
        click.echo("  the website's server sends the policy of each visitor: nothing else is requested")
    for line, name, address in found.ahead:
        click.echo(f"  line {line}: <{name}> {address} may be requested before consent")
    for problem in found.problems:
        click.echo(f"  {problem}")
    return not found.problems


def _fetch(url: str) -> tuple[str, str]:
    """A page and its policies, as somebody gets them who was never there."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise click.ClickException(f"{url} is no address of a page: begin it with https://.")
    try:
        with urlopen(Request(url, headers={"Accept": "text/html"}), timeout=10) as response:
            policies = ", ".join(response.headers.get_all("Content-Security-Policy", []))
            return response.read().decode(response.headers.get_content_charset("utf-8"), "replace"), policies
    except (OSError, ValueError, LookupError) as error:
        raise click.ClickException(f"{url} cannot be read: {error}.") from None


def _earlier(name: str, notice: Notice) -> list[Notice]:
    """The earlier notices whose answers may hold still; none, with a word about it, without a store."""
    from .archive import earlier_notices
    from .law import lifetime_of
    from .store import open_store

    settings = load_settings(os.environ)
    path = settings.store.removeprefix("sqlite:///")
    try:
        if settings.store.startswith("sqlite:") and not Path(path).is_file():
            raise StoreError(f"{path} is no file.")
        with closing(open_store(settings.store, settings.redis_min_replicas)) as store:
            return earlier_notices(store, notice, utc_now(), lifetime_of(_site(settings, name)))
    except StoreError as error:
        click.echo(f"Earlier notices are not known, and left out: {error.message}", err=True)
        return []


def _gate_rules(name: str) -> tuple[Notice, Holding]:
    settings = load_settings(os.environ)
    site = _site(settings, name)
    if not settings.base_url:
        click.echo(
            "AKKOORD_BASE_URL is not set: the policy lets through a backend on the site's own domain only.", err=True
        )
    return make_notice(site), make_holding(site, urlsplit(settings.base_url or "").hostname or "")


def _site(settings: Settings, name: str) -> Site:
    sites = require(load_sites(settings.config))
    if name not in sites:
        raise click.ClickException(f"There is no site {name!r} in {settings.config}: {', '.join(sites)}.")
    return sites[name]
