"""The commands that take a ledger along: out into a file, in from one, and from one store to another."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from . import __version__
from .cli_progress import progress
from .model import Decision, utc_now
from .settings import load_settings

if TYPE_CHECKING:
    from .export_lines import Piece
    from .store import Store

_MANY = {"notice": "notice(s)", "decision": "decision(s)", "tally": "tallies"}
_day = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("site", required=False)
@click.option("--from", "first", type=_day, help="The first UTC day of decisions and tallies.")
@click.option("--to", "last", type=_day, help="The last one.")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv", "parquet"]), default="jsonl", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="A file, else stdout. It is there once it is whole.")
def export(site: str | None, first: datetime | None, last: datetime | None, form: str, output: Path | None) -> None:
    """Write down what the ledger holds of a site, or of all. Tables have decisions only, and cannot be imported."""
    from .export_csv import write_csv
    from .export_file import Heading, write
    from .export_lines import decided
    from .export_parquet import write_parquet
    from .moving import pieces_of
    from .proof.pieces import Entry

    if first and last and first > last:
        raise click.ClickException("--from is later than --to.")
    first_day, last_day = (day.date().isoformat() if day else None for day in (first, last))
    with closing(there(load_settings(os.environ).store)) as store:
        sites = sites_of(store, site)
        heading = Heading(__version__, tuple(sites), utc_now(), first_day, last_day)
        found = (piece for each in sites for piece in pieces_of(store, each, first_day, last_day))
        with _output(output) as out, progress("Exporting", found) as pieces:
            if form == "jsonl":
                numbers = write(out, heading, pieces)
            elif form == "parquet":
                numbers = Counter(
                    decision=write_parquet(out, (each for each in pieces if isinstance(each, Decision | Entry)))
                )
            else:
                text = TextIOWrapper(out, "utf-8", newline="", write_through=True)
                number = write_csv(text, filter(None, map(decided, pieces)))
                numbers = Counter(decision=number)
                text.detach()
    said = ", ".join(f"{number} {_MANY[kind]}" for kind, number in numbers.items() if kind in _MANY)
    # stdout may be the export itself
    click.echo(f"{', '.join(sites)}: {said}.", err=output is None)


@click.command("import")
@click.argument("file", type=click.File("rb"))
def import_(file: BinaryIO) -> None:
    """Put a JSONL export into the configured store. To do it again changes nothing."""
    from .export_file import ExportReader
    from .export_lines import decided
    from .moving import check_nothing_else, take
    from .store import open_store

    if not file.seekable():
        raise click.ClickException("An export is read twice, first to see that it is whole: name a file.")
    settings = load_settings(os.environ)

    def read(label: str) -> AbstractContextManager[Iterable[Piece]]:
        file.seek(0)
        return progress(label, ExportReader(file).pieces(), file)

    since: dict[str, datetime] = {}
    number = 0
    with read("Checking") as pieces:
        for decision in filter(None, map(decided, pieces)):
            number += 1
            since[decision.site] = min(decision.at, since.get(decision.site, decision.at))
    file.seek(0)
    trees = ExportReader(file).heading.whole
    with closing(open_store(settings.store, settings.redis_min_replicas)) as store:
        for site, begun in since.items():
            with read(f"Comparing {site}") as pieces:
                mine = (one for one in map(decided, pieces) if one and one.site == site)
                check_nothing_else(store, site, mine, begun)
        with read("Importing") as pieces:
            new = take(store, pieces, trees)
    click.echo(f"{number} decision(s), of which {number - new} were there already.")
    if not trees:
        click.echo("The export is of some days: its trees stay behind, and its decisions are sealed anew.")


@click.command()
@click.option("--from", "source", required=True, help="The URL of the store that holds the ledger.")
@click.option("--to", "target", required=True, help="The URL of the store that is to hold it.")
@click.option("--site", help="This site only.")
def migrate(source: str, target: str, site: str | None) -> None:
    """Copy a ledger from one store to another, then compare the two."""
    from .moving import move
    from .store import open_store

    if source == target:
        raise click.ClickException("Both are the same store.")
    replicas = load_settings(os.environ).redis_min_replicas
    with closing(there(source)) as old, closing(open_store(target, replicas)) as new:
        for each in sites_of(old, site):

            def along(pieces: Iterable[Piece], name: str = each) -> Iterator[Piece]:
                with progress(f"Moving {name}", pieces) as shown:
                    yield from shown

            click.echo(f"{each}: {move(old, new, each, along).numbers}; the same on both sides.")


def there(url: str) -> Store:
    """The store of that URL. A file that is not there is not made: nothing could be read from it."""
    from .store import open_store

    if url.startswith("sqlite:") and not Path(url.removeprefix("sqlite:///")).is_file():
        raise click.ClickException(f"There is no ledger: {url.removeprefix('sqlite:///')} is no file.")
    return open_store(url)


def sites_of(store: Store, site: str | None) -> Sequence[str]:
    known = store.sites()
    if not known or (site and site not in known):
        what = f"of {site}" if site and known else "at all"
        raise click.ClickException(f"The ledger holds nothing {what}. It has: {', '.join(known) or 'no site'}.")
    return [site] if site else known


@contextmanager
def _output(path: Path | None) -> Iterator[BinaryIO]:
    from .whole_file import whole_file

    if path is None:
        yield sys.stdout.buffer
        return
    if path.exists() and not path.is_file():
        raise click.ClickException(f"{path} is no file: leave out --output to write to stdout.")
    try:
        with whole_file(path) as file:
            yield file
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from None
