"""The command that checks: settings, akkoord.toml, the law, the store, a page, a shown banner."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from . import __version__
from .cli_page import check_page
from .cli_store import check_store
from .findings import Finding, errors
from .model import utc_now
from .settings import load_settings
from .sites import Loaded, load_sites
from .variants import OWN, chances, variant_ids


@click.command()
@click.option("--url", help="A page: how firmly it is shut, and what may be requested before consent.")
@click.option("--rendered", help="A page: how its banner looks in a real browser (pip install 'akkoord[browser]').")
@click.option(
    "--report",
    type=click.Path(file_okay=False, path_type=Path),
    help="A directory for a dated report of all rules, as HTML and JSON.",
)
def check(url: str | None, rendered: str | None, report: Path | None) -> None:
    """Check settings, akkoord.toml, the rules of the law and the store; print numbered findings, each with a hint."""
    settings = load_settings(os.environ)
    loaded = load_sites(settings.config)
    found = [*loaded.findings, *loaded.breaches]
    for finding in found:
        click.echo(str(finding))
    wrong = len(errors(found))
    click.echo(f"{settings.config}: {len(loaded.sites)} site(s), {wrong} error(s), {len(found) - wrong} warning(s).")
    check_store(settings)
    fine = not wrong
    shown = _check_rendered(loaded, rendered, settings.chromium) if rendered else {}
    if any(map(errors, shown.values())) or (url and not check_page(settings, url)):
        fine = False
    if report is not None:
        _write_report(loaded, shown, report)
    if not fine:
        sys.exit(1)


def _check_rendered(loaded: Loaded, url: str, chromium: str) -> dict[str, list[Finding]]:
    """Look at the banner of a page, and say what is wrong with it: its site, and that."""
    from .lint import as_findings
    from .lint.browser import measure
    from .lint.rendered import rendered

    measured = measure(url, chromium)
    if not measured.site:
        raise click.ClickException(f"{url} has no tag of Akkoord: `akkoord embed` prints it.")
    site = loaded.sites.get(measured.site)
    if site is None:
        known = ", ".join(loaded.sites)
        raise click.ClickException(f"{url} shows the site {measured.site!r}, and these are configured: {known}.")
    every: list[Finding] = []
    chance = chances(site)
    for variant in variant_ids(site) or ("",):
        shown = measured if variant in ("", OWN) else measure(url, chromium, chance[variant])
        found = as_findings(rendered(shown, site.law), url, {})
        for finding in found:
            click.echo(str(finding))
        named = f"site {site.id}, variant {variant}" if variant else f"site {site.id}"
        click.echo(f"{url}: {named}, {len(errors(found))} error(s) in the shown banner.")
        every += found
    return {site.id: every}


def _write_report(loaded: Loaded, shown: dict[str, list[Finding]], directory: Path) -> None:
    from .report import write_report

    for path in write_report(loaded, shown, __version__, utc_now(), directory):
        click.echo(f"Written: {path}")
