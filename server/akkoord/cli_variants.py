"""The command about variants of a banner: which of them leads to a consent more often."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from .cli_ledger import there
from .cli_stats import columns
from .model import utc_now
from .settings import load_settings
from .sites import load_sites, require

if TYPE_CHECKING:
    from .comparison import Arm, Comparison
    from .experiment import Estimate

_day = click.DateTime(["%Y-%m-%d"])
_HEADING = ("variant", "share", "displays", "consents", "of displays", "against a", "p")


@click.command()
@click.option("--site", help="This site only.")
@click.option("--from", "first", type=_day, help="The first UTC day; the one since which all variants are shown.")
@click.option("--to", "last", type=_day, help="The last one; yesterday.")
@click.option(
    "--difference",
    type=click.FloatRange(0.1, 50),
    default=3,
    show_default=True,
    help="What is worth finding, in percentage points.",
)
def variants(site: str | None, first: datetime | None, last: datetime | None, difference: float) -> None:
    """Compare the variants of a banner. It may be looked at as often as one likes."""
    from .comparison import compare
    from .comparison_words import sentences

    settings = load_settings(os.environ)
    sites = require(load_sites(settings.config))
    if site is not None and site not in sites:
        raise click.ClickException(f"There is no site {site!r} in {settings.config}: {', '.join(sites)}.")
    running = [each for each in sites.values() if each.variants and site in (None, each.id)]
    if not running:
        raise click.ClickException("No site has variants." if site is None else f"Site {site} has no variants.")
    today = utc_now().date()
    end = (last.date() if last else today - timedelta(days=1)).isoformat()
    with closing(there(settings.store)) as store:
        for each in running:
            store.fold(each.id, today.isoformat())
            begin = first.date().isoformat() if first else ""
            found = compare(store, each, end, begin, difference / 100)
            click.echo(_heading(found))
            click.echo(columns([_HEADING, *(_line(arm) for arm in found.arms)], 1))
            for sentence in sentences(found, "en"):
                click.echo(sentence)
            click.echo()


def _heading(found: Comparison) -> str:
    if not found.first:
        return f"{found.site}: up to {found.last} not all variants were shown."
    return f"{found.site}, {found.first} to {found.last} (UTC)"


def _line(arm: Arm) -> list[str]:
    return [
        arm.id,
        f"{arm.share:.0%}",
        *("hidden" if count is None else f"{count:,}" for count in (arm.displays, arm.opted_in)),
        _between(arm.rate, ".1%"),
        _between(arm.difference.points if arm.difference else None, "+.1%"),
        f"{arm.difference.p:.3f}" if arm.difference else "",
    ]


def _between(of: Estimate | None, form: str) -> str:
    return f"{of.value:{form}} ({of.low:{form}} to {of.high:{form}})" if of else ""
