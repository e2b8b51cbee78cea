"""The commands for those who may look at the dashboard."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .model import utc_now
from .settings import load_settings
from .sites import load_sites, require

if TYPE_CHECKING:
    from .accounts.roles import Role
    from .store import Store

_password_file = click.option(
    "--password-file", type=click.Path(path_type=Path), help="A file whose first line is the password."
)
_generate = click.option("--generate", is_flag=True, help="Make a password, and show it once.")
_sites = click.option("--site", "sites", multiple=True, help="A site to see; may be given several times.")


@click.group()
def user() -> None:
    """Those who may look at the dashboard: viewers, auditors and admins."""


@user.command()
@click.argument("name")
@click.option("--role", type=click.Choice(["viewer", "auditor", "admin"]), required=True)
@_sites
@click.option("--oidc", is_flag=True, help="Logs in through OpenID Connect, without a password here.")
@_password_file
@_generate
def add(name: str, role: Role, sites: tuple[str, ...], oidc: bool, password_file: Path | None, generate: bool) -> None:
    """Let somebody in."""
    from .accounts.users import Users, checked_sites

    if oidc and (generate or password_file):
        raise click.ClickException("Who logs in through OpenID Connect has no password here: leave it out.")
    _check_sites(checked_sites(role, sites))
    with _store() as store:
        users = Users(store)
        if users.find(name) is not None:
            raise click.ClickException(f"There is a user {name} already.")
        made = users.add(name, role, sites, None if oidc else _password(password_file, generate))
    click.echo(f"{made.name} may log in as {role}: {_seen(made.role, made.sites)}.")


@user.command("list")
def list_() -> None:
    """List everybody who may log in."""
    from .accounts.users import Users

    with _store() as store:
        for each in Users(store).all():
            how = "OpenID Connect" if each.oidc else "password"
            click.echo(f"{each.name}  {each.role}  {_seen(each.role, each.sites)}  {how}")


@user.command()
@click.argument("name")
def remove(name: str) -> None:
    """Let somebody in no more, and end their sessions."""
    from .accounts.door import Door

    with _store() as store:
        door = Door(store)
        found = door.users.named(name)
        door.remove(found)
    click.echo(f"{found.name} is removed.")


@user.command()
@click.argument("name")
@_password_file
@_generate
def password(name: str, password_file: Path | None, generate: bool) -> None:
    """Give somebody another password, and end their sessions."""
    from .accounts.door import Door

    with _store() as store:
        door = Door(store)
        found = door.users.named(name)
        door.set_password(found, _password(password_file, generate))
    click.echo(f"{found.name} has another password; every session is ended.")


@user.command()
@click.argument("name")
@_sites
def sites(name: str, sites: tuple[str, ...]) -> None:
    """Let somebody see these sites, and no others."""
    from .accounts.users import Users

    _check_sites(sites)
    with _store() as store:
        users = Users(store)
        changed = users.set_sites(users.named(name), sites)
    click.echo(f"{changed.name} sees {_seen(changed.role, changed.sites)}.")


@user.command()
@click.argument("name")
def logout(name: str) -> None:
    """End every session of somebody."""
    from .accounts.sessions import Sessions
    from .accounts.users import Users

    with _store() as store:
        ended = Sessions(store).end_all(Users(store).named(name).name)
    click.echo(f"{ended} session(s) ended.")


@user.command()
def lookups() -> None:
    """List who looked up which receipt in the last year."""
    from .accounts.lookups import KEPT, Lookups

    with _store() as store:
        for each in Lookups(store).since(utc_now() - KEPT):
            found = "found" if each.found else "not found"
            click.echo(f"{each.at:%Y-%m-%dT%H:%M:%SZ}  {each.user}  {each.site}  {each.number}  {found}")


@contextmanager
def _store() -> Iterator[Store]:
    from .store import open_store

    settings = load_settings(os.environ)
    store = open_store(settings.store, settings.redis_min_replicas)
    try:
        yield store
    finally:
        store.close()


def _check_sites(named: tuple[str, ...]) -> None:
    settings = load_settings(os.environ)
    known = require(load_sites(settings.config))
    for site in named:
        if site not in known:
            raise click.ClickException(f"There is no site {site!r} in {settings.config}: {', '.join(known)}.")


def _password(file: Path | None, generate: bool) -> str:
    """The password: from a file, made up and shown, or asked for twice."""
    from .accounts.passwords import check_password, new_password

    if file is not None:
        try:
            given = file.read_text("utf-8").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError):
            raise click.ClickException(f"{file} cannot be read.") from None
    elif generate:
        given = new_password()
        click.echo(f"The password, which is shown this once: {given}")
    else:
        given = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    check_password(given)
    return given


def _seen(role: Role, sites: tuple[str, ...]) -> str:
    return "every site" if role == "admin" else ", ".join(sites)
