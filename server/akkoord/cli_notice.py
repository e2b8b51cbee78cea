"""The commands for notices: which there were, what was shown, and what a change of the site would ask again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .model import Notice
from .settings import Settings, load_settings

if TYPE_CHECKING:
    from .store import Showing, Store

_site = click.option("--site", help="The site's id, if there are several.")


@click.group()
def notice() -> None:
    """What was asked of visitors, and what of it is asked again."""


@notice.command("list")
@_site
def list_notices(site: str | None) -> None:
    """List every version that the store knows, with the times in which servers began to show it."""
    settings = load_settings(os.environ)
    with closing(_store(settings)) as store:
        for each in [site] if site else store.sites():
            current = _configured(settings).get(each)
            showings = store.showings(each)
            for kept in store.notices(each):
                mine = [showing for showing in showings if showing.version == kept.version]
                asked = ", ".join(kept.asked) or "nothing"
                now = "  asked now" if current and kept.version == current.version else ""
                click.echo(f"{each}  {kept.version}  asks {asked}{now}")
                for showing in mine:
                    click.echo(f"  {_times(showing)}  {showing.digest}")


@notice.command("show")
@click.argument("version")
@_site
@click.option("--language", help="In this language, such as nl_NL_formal; else the site's first one.")
@click.option("--showing", "begin", default="", help="The showing whose digest begins so; else the latest one.")
@click.option("--html", type=click.Path(path_type=Path), help="Write a page that shows the banner again, as it was.")
def show(version: str, site: str | None, language: str | None, begin: str, html: Path | None) -> None:
    """Print all that was asked, in the words that were shown."""
    from .archive import read_file, read_showing
    from .shown_again import page
    from .shown_text import lines

    with closing(_store(load_settings(os.environ))) as store:
        kept = _kept(store, version, site)
        showings = [each for each in store.showings(kept.site) if each.version == version]
        chosen = [each for each in showings if each.digest.startswith(begin)]
        if not chosen:
            _print_question(kept)
            raise click.ClickException("The archive has no such showing: only the question itself is known.")
        showing = max(chosen, key=lambda each: each.last)
        document = read_showing(store, showing)
        if document is None:
            raise click.ClickException(f"The archive has lost what was shown, or it was altered: {showing.digest}.")
        spoken = language or document["languages"][0]
        if spoken not in document["languages"]:
            raise click.ClickException(f"It was not shown in {spoken!r}: {', '.join(document['languages'])}.")
        for line in lines(document, showing, spoken):
            click.echo(line)
        if html is None:
            return
        scripts = {name: read_file(store, digest) for name, digest in document["scripts"].items()}
    lost = [name for name, content in scripts.items() if content is None]
    if lost:
        raise click.ClickException(f"The archive has lost scripts of that widget: {', '.join(lost)}.")
    texts = {name: content.decode() for name, content in scripts.items() if content is not None}
    html.write_text(page(document, texts, showing, spoken), encoding="utf-8")
    click.echo(f"The banner of that day: {html}", err=True)


@notice.command("diff")
@click.argument("old")
@click.argument("new", required=False)
@_site
def diff(old: str, new: str | None, site: str | None) -> None:
    """Say what changed from one version to another, or to what is configured now, and what is asked again."""
    settings = load_settings(os.environ)
    with closing(_store(settings)) as store:
        before = _kept(store, old, site)
        after = _kept(store, new, before.site) if new else _configured(settings).get(before.site)
    if after is None:
        raise click.ClickException(f"Site {before.site} is not configured: name a second version.")
    click.echo(f"{before.site}: {before.version} -> {after.version}{'' if new else ', as configured'}")
    for line in _changes(before, after):
        click.echo(line)


def _changes(before: Notice, after: Notice) -> Iterator[str]:
    from .change import News, change

    def said(news: News) -> str:
        if news.is_new:
            return f"+ {news.service} ({', '.join(filter(None, news.recipient or ()))}), to {news.purpose}"
        parts = [", ".join(filter(None, news.recipient or ())), news.purpose]
        cookies = [f"{name} ({lifetime})" for name, lifetime in news.cookies]
        return f"+ {news.service}: {', '.join(part for part in (*parts, *cookies) if part)}"

    if before.version == after.version:
        yield "The same question: nobody is asked again."
        return
    changed = change(before.document, after.document)
    if changed.controller:
        yield "Somebody else asks: everybody is asked again about everything."
    asks = {
        "same": "the same; nobody is asked again",
        "narrowed": "less than before; nobody is asked again",
        "widened": "more than before; who said yes is asked again, who said no is left alone",
        "added": "not asked before; everybody is asked",
    }
    for category, each in changed.categories.items():
        yield f"{category}: {asks[each.kind]}"
        yield from (f"  {said(news)}" for news in each.news)
        yield from (f"  - {name}" for name in each.gone)
    for category in changed.gone:
        yield f"{category}: no longer asked"


def _print_question(kept: Notice) -> None:
    click.echo(json.dumps(json.loads(kept.document), ensure_ascii=False, indent=2))


def _times(showing: Showing) -> str:
    return f"shown from {showing.first:%Y-%m-%d %H:%M}, last begun {showing.last:%Y-%m-%d %H:%M} UTC"


def _kept(store: Store, version: str, site: str | None) -> Notice:
    """The notice of that version; a version belongs to one site, since the site is part of the question."""
    sites: Sequence[str] = [site] if site else store.sites()
    for each in sites:
        found = store.notice(each, version)
        if found:
            return found
    raise click.ClickException(f"The store knows no notice {version} of {', '.join(sites) or 'any site'}.")


def _configured(settings: Settings) -> dict[str, Notice]:
    """What each site asks as it is configured now."""
    from .notice import make_notice
    from .sites import load_sites, require

    return {id: make_notice(site) for id, site in require(load_sites(settings.config)).items()}


def _store(settings: Settings) -> Store:
    """The configured store. A file that is not there is not made: nothing could be read from it."""
    from .store import open_store

    path = settings.store.removeprefix("sqlite:///")
    if settings.store.startswith("sqlite:") and not Path(path).is_file():
        raise click.ClickException(f"There is no ledger: {path} is no file.")
    return open_store(settings.store, settings.redis_min_replicas)
