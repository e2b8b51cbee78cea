"""The commands around the catalog: search, show, add, import."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from .catalog import catalog as built_in
from .catalog.lookup import find
from .catalog_text import readable, table
from .model import Service
from .nearest import nearest
from .open_cookie_database import SOURCE, Merge, merge
from .settings import load_settings
from .sites import FURTHER, load_sites, require

OUTPUT = "open-cookie-database.toml"
HEADER = f"""\
# Services from the Open Cookie Database, {SOURCE}, under the Apache License 2.0.
# Made by `akkoord catalog import`: put into Akkoord's words; what the catalog knows already is left out.
# The database does not say what a service calls. So the gate holds the cookies and keys of a service that a site lists
# from here; its requests wait as unknown ones do. To change that, name its hosts in akkoord.toml:
#
#   [services.ID]
#   hosts = ["vendor.example"]
#
# Category and purpose are what the database suggests; look at them before you list a service.
"""


@click.group()
def catalog() -> None:
    """The services that Akkoord knows: search, show, add them to a site, import more."""


@catalog.command()
@click.argument("word")
def search(word: str) -> None:
    """Find services by name, provider, host, cookie or a whole address."""
    found = find(word, _known().values())
    if not found:
        raise click.ClickException(f"Nothing known has {word!r}. A service of your own is a table [services.ID].")
    _print([(service.id, service.category, service.name, service.provider) for service in found])


@catalog.command()
@click.argument("id")
@click.option("--toml", is_flag=True, help="As a table to paste into akkoord.toml.")
def show(id: str, toml: bool) -> None:
    """Print the facts of a service, and where they come from."""
    service = _one(id, _known())
    click.echo(table(service) if toml else readable(service))


@catalog.command()
@click.argument("id")
@click.option("--site", required=True, help="The id of the site in akkoord.toml.")
def add(id: str, site: str) -> None:
    """Add a service to those of a site; everything else in akkoord.toml stays as it is."""
    from .site_edit import add_service

    path = load_settings(os.environ).config
    loaded = load_sites(path)
    sites = require(loaded)
    if site not in sites:
        raise click.ClickException(f"There is no site {site!r} in {path}: {', '.join(sites)}.")
    _one(id, loaded.services)
    if id in (service.id for service in sites[site].services):
        raise click.ClickException(f"The site {site!r} lists {id!r} already.")
    _write(path, add_service(path.read_bytes().decode("utf-8"), site, id))
    click.echo(f"{path}: the site {site!r} lists {id!r} now. Its visitors are asked again if the question changes.")


@catalog.command("import")
@click.argument("csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), help=f"The file to make ({OUTPUT} by akkoord.toml)."
)
@click.option("--replace", is_flag=True, help="Replace the file if it is there.")
def import_(csv: Path, to: Path | None, replace: bool) -> None:
    """Make a file of further services out of a downloaded open-cookie-database.csv."""
    config = load_settings(os.environ).config
    target = to or config.parent / OUTPUT
    if target.exists() and not replace:
        raise click.ClickException(f"{target} is there already. Give --replace to make it again, or another name --to.")
    merged = merge(_text(csv), built_in())
    _write(target, "\n".join([HEADER, *(f"{table(service)}\n" for service in merged.services)]))
    _report(merged)
    click.echo(f"{target}: {len(merged.services)} services. To list them, write at the top of {config.name}:")
    click.echo(f'{FURTHER} = "{os.path.relpath(target, config.parent)}"')


def _known() -> Mapping[str, Service]:
    """What the owner's file knows, if there is one; else the catalog."""
    config = load_settings(os.environ).config
    return load_sites(config).services if config.is_file() else built_in()


def _one(id: str, known: Mapping[str, Service]) -> Service:
    if id not in known:
        hint = f"{nearest(id, known)} `akkoord catalog search` finds by name, host or cookie."
        raise click.ClickException(f"The service {id!r} is not known. {hint}")
    return known[id]


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise click.ClickException(f"{path}, line {line}: this is not UTF-8.") from None


def _write(path: Path, text: str) -> None:
    from .site_edit import write

    try:
        write(path, text)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from None


def _report(merged: Merge) -> None:
    """Say where each row went; what is known stays as it is."""
    if merged.conflicts:
        click.echo("In conflict with the catalog, which is kept:")
        _print(
            [("line", "name", "platform", "what", "theirs", "catalog", "service")]
            + [
                (str(each.row.line), each.row.cookie.name, each.row.platform, what, theirs, ours, each.service.id)
                for each in merged.conflicts
                for what, (theirs, ours) in each.differences.items()
            ]
        )
    for refused in merged.refused:
        click.echo(f"line {refused.line}: left out, {refused.reason}.")
    counts = (len(merged.taken), len(merged.known), len(merged.conflicts), len(merged.refused))
    click.echo("{} cookies taken over, {} known already, {} in conflict, {} left out.".format(*counts))


def _print(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns that are as wide as what is in them."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(map(str.ljust, row, widths)).rstrip())
