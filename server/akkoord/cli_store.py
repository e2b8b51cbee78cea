"""The commands for the store: bring its layout up to date, erase what is over."""

from __future__ import annotations

import os
from pathlib import Path

import click

from .law import kept_for
from .model import utc_now
from .settings import Settings, load_settings
from .sites import load_sites, require


@click.command()
def upgrade() -> None:
    """Bring the store's layout up to this version. Back it up and stop every server first."""
    from .store import open_store

    settings = load_settings(os.environ)
    store = open_store(settings.store, settings.redis_min_replicas, upgrade=True)
    store.close()
    click.echo("The store has the layout of this version now.")


@click.command()
@click.argument("site", required=False)
def prune(site: str | None) -> None:
    """Erase decisions whose lifetime and retention are over, of one site or of all, and lookups after a year."""
    from .accounts.lookups import Lookups
    from .ledger import Ledger
    from .notice import make_notice
    from .store import open_store
    from .tokens import Signer

    settings = load_settings(os.environ)
    sites = require(load_sites(settings.config))
    if site is not None and site not in sites:
        raise click.ClickException(f"There is no site {site!r} in {settings.config}: {', '.join(sites)}.")
    notices = {id: make_notice(each) for id, each in sites.items()}
    store = open_store(settings.store, settings.redis_min_replicas)
    ledger = Ledger(store, Signer(settings.secret_keys), notices, sites)
    now = utc_now()
    for id in sites if site is None else [site]:
        kept = kept_for(sites[id])
        if kept is None:
            # it has been refused above
            continue
        before = now - kept
        erased = ledger.prune(id, before)
        click.echo(f"{id}: {erased} decision(s) from before {before:%Y-%m-%d} erased.")
    Lookups(store).prune(now)
    ledger.close()


def check_store(settings: Settings) -> None:
    """Say what would lose proofs. A store that cannot be opened is an error of its own."""
    from .store import open_store

    if settings.store.startswith("sqlite:") and not Path(settings.store.removeprefix("sqlite:///")).exists():
        # to check is not to make one
        return
    store = open_store(settings.store, settings.redis_min_replicas)
    for risk in store.risks(utc_now()):
        click.echo(str(risk))
    store.close()
