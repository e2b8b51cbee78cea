"""The commands for withdrawals that third parties have to hear of."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

import click

from .cli_ledger import there
from .model import utc_now
from .settings import load_settings
from .sites import load_sites, require

if TYPE_CHECKING:
    from .withdrawals.entry import Entry


@click.group()
def withdrawals() -> None:
    """Withdrawals that third parties have to hear of."""


@withdrawals.command("list")
@click.option("--site", help="This site only.")
@click.option("--open", "only_open", is_flag=True, help="Only those of which the provider has not heard yet.")
def list_(site: str | None, only_open: bool) -> None:
    """Show what third parties were told, or have yet to be told, the oldest first."""
    from .withdrawals.book import Book

    with closing(there(load_settings(os.environ).store)) as store:
        book = Book(store)
        # one that stands in both places is settled
        all_of = {entry.id: entry for entry in (*book.open(), *(() if only_open else book.settled()))}
        found = sorted(all_of.values(), key=lambda entry: (entry.at, entry.id))
    shown = [entry for entry in found if site in (None, entry.site)]
    for entry in shown:
        click.echo(_line(entry))
    click.echo(f"{len(shown)} entries." if len(shown) != 1 else "1 entry.", err=True)


@withdrawals.command()
@click.argument("id")
@click.option("--note", default="", help="What was done, for your records. Name nobody in it.")
def done(id: str, note: str) -> None:
    """Say that you have told the provider of an entry."""
    from .withdrawals.book import Book
    from .withdrawals.entry import DONE, OPEN

    with closing(there(load_settings(os.environ).store)) as store:
        book = Book(store)
        entry = book.find(id)
        if entry is None:
            raise click.ClickException(f"There is no entry {id!r}: `akkoord withdrawals list --open` shows them.")
        known = entry.state not in OPEN
        book.put(entry if known else entry.ended(DONE, utc_now(), entry.result, note))
    if known:
        raise click.ClickException(f"The provider knows already: {_line(entry)}")
    click.echo(f"{id}: done.")


@withdrawals.command()
def send() -> None:
    """Send what is due to the providers' addresses now. `akkoord serve` does it every minute."""
    from .store import open_store
    from .tokens import Signer
    from .withdrawals.sending import Sending

    settings = load_settings(os.environ)
    sites = require(load_sites(settings.config))
    with closing(open_store(settings.store, settings.redis_min_replicas)) as store:
        became = Sending(store, sites, Signer(settings.secret_keys)).round(utc_now, int)
    click.echo(f"{became['sent']} sent, {became['failed']} to be tried again, {became['listed']} put on the list.")


def _line(entry: Entry) -> str:
    parts = [
        entry.id,
        f"{entry.at:%Y-%m-%d %H:%M}",
        entry.site,
        entry.service,
        entry.category,
        entry.what,
        entry.state,
        entry.receipt and f"receipt {entry.receipt}",
        entry.tried and f"try {entry.tries} {entry.tried:%Y-%m-%d %H:%M}",
        entry.due and f"next {entry.due:%Y-%m-%d %H:%M}",
        entry.settled and f"{entry.settled:%Y-%m-%d %H:%M}",
        entry.result,
        entry.note,
    ]
    return "  ".join(str(part) for part in parts if part)
