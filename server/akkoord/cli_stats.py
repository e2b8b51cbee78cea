"""The commands about figures: show them, count again, and the keys of programs that read them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from .cli_ledger import sites_of, there
from .model import utc_now
from .settings import load_settings
from .tally import ERROR, THINGS

if TYPE_CHECKING:
    from .figures import Row

_day = click.DateTime(["%Y-%m-%d"])
_SHOWN = ("displays", "choices", "interaction", "full_acceptance", "partial_acceptance", "refusal", "gpc_share")
_PERIOD = 30


@click.command()
@click.option("--site", help="This site only.")
@click.option("--from", "first", type=_day, help="The first UTC day; 30 days ago.")
@click.option("--to", "last", type=_day, help="The last one; yesterday.")
@click.option("--by", multiple=True, type=click.Choice([*THINGS, "how", "day"]), help="Apart by this; twice at most.")
def stats(site: str | None, first: datetime | None, last: datetime | None, by: tuple[str, ...]) -> None:
    """Show how often the banner was shown, and what was decided. Counts under 10 are not shown."""
    from .figures import figures
    from .figures_asked import asked

    today = utc_now().date()
    wanted = asked(
        (first.date() if first else today - timedelta(days=_PERIOD)).isoformat(),
        (last.date() if last else today - timedelta(days=1)).isoformat(),
        by,
    )
    with closing(there(load_settings(os.environ).store)) as store:
        for each in sites_of(store, site):
            store.fold(each, today.isoformat())
            found = figures(store, each, wanted)
            heading = [*wanted.by, *(name.replace("_", " ") for name in _SHOWN)]
            groups = [_line(row, wanted.by) for row in found.rows] if wanted.by else []
            click.echo(f"{each}, {wanted.first} to {wanted.last} (UTC)")
            click.echo(columns([heading, *groups, _line(found.total, wanted.by)], len(wanted.by)))
            if found.seconds is not None:
                click.echo(f"Half of the first answers took less than about {found.seconds:.1f} seconds.")
            if errors := Counter(store.totals(each, wanted.first, wanted.last, [ERROR])):
                by_code = ", ".join(f"{code} {times:,}" for (_, code), times in errors.most_common())
                click.echo(f"Decisions that could not be recorded, by error: {by_code}.")
            click.echo()


def _line(row: Row, by: Sequence[str]) -> list[str]:
    from .stats import RATES, rate

    cells = [row.group.get(name, "total") for name in by]
    for name in _SHOWN:
        if name in RATES:
            found = rate(name, row.counts)
            cells.append(f"{found.value:.1%} ({found.low:.1%} to {found.high:.1%})" if found else "")
        else:
            count = row.counts[name]
            cells.append(row.hidden.get(name, "") if count is None else f"{count:,}")
    return cells


def columns(rows: Sequence[Sequence[str]], names: int) -> str:
    """Rows as text: names to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.ljust(width) if at < names else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


@click.command()
@click.option("--site", help="This site only.")
@click.option("--from", "first", type=_day, help="The first UTC day.")
@click.option("--to", "last", type=_day, help="The last one.")
@click.option("--write", is_flag=True, help="Also count what was found missing. No count is ever lowered.")
def recount(site: str | None, first: datetime | None, last: datetime | None, write: bool) -> None:
    """Count the decisions of the ledger again, and compare that with the tallies."""
    from .moving import FIRST_DAY, LAST_DAY
    from .recount import recount as count_again

    wrong = False
    with closing(there(load_settings(os.environ).store)) as store:
        for each in sites_of(store, site):
            days = [day.date().isoformat() if day else end for day, end in ((first, FIRST_DAY), (last, LAST_DAY))]
            found = count_again(store, each, *days)
            click.echo(f"{each}: {found.decisions} decision(s) counted again.")
            for day in found.busy:
                click.echo(f"  {day}: somebody decided or was erased meanwhile; nothing can be said of it.")
            if found.missing:
                click.echo(f"  {len(found.missing)} tallies are too low{'; they were raised' if write else ''}.")
            if found.surplus:
                click.echo(f"  {len(found.surplus)} tallies have more than the ledger: it lost what they counted.")
            if write:
                store.top_up(found.missing)
            wrong = wrong or bool(found.surplus) or bool(found.missing and not write)
            if not (found.missing or found.surplus or found.busy):
                click.echo("  Nothing changes.")
    if wrong:
        raise SystemExit(1)


@click.group()
def key() -> None:
    """Keys of programs that read a site's figures."""


@key.command("add")
@click.argument("name")
@click.option("--site", required=True, help="Whose figures it opens.")
def add_key(name: str, site: str) -> None:
    """Make a key and print it. It is kept nowhere else: note it down."""
    from .api_keys import ApiKeys
    from .sites import load_sites, require
    from .store import open_store

    settings = load_settings(os.environ)
    known = require(load_sites(settings.config))
    if site not in known:
        raise click.ClickException(f"There is no site {site!r} in {settings.config}: {', '.join(known)}.")
    with closing(open_store(settings.store, settings.redis_min_replicas)) as store:
        click.echo(ApiKeys(store).add(name, site, utc_now()))


@key.command("list")
def list_keys() -> None:
    """List the keys: name, site, and when they were made."""
    from .api_keys import ApiKeys

    with closing(there(load_settings(os.environ).store)) as store:
        found = ApiKeys(store).all()
    rows = [["name", "site", "made"], *([each.name, each.site, f"{each.made:%Y-%m-%d %H:%M}"] for each in found)]
    click.echo(columns(rows, 3) if found else "There is no key.")


@key.command("revoke")
@click.argument("name")
@click.option("--site", required=True, help="Whose figures it opened.")
def revoke_key(name: str, site: str) -> None:
    """Let a key open nothing any more, from the next request on."""
    from .api_keys import ApiKeys

    with closing(there(load_settings(os.environ).store)) as store:
        ApiKeys(store).revoke(name, site)
    click.echo(f"The key {name} of {site} opens nothing any more.")
