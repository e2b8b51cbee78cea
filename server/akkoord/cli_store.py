"""The commands for the store: bring its layout up to date, erase what is over."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path

import click

from .cli_progress import progress, steps
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
@click.option("--thorough", is_flag=True, help="Write the store's files anew; nobody can use SQL tables meanwhile.")
@click.option("--dry-run", is_flag=True, help="Say how many decisions that would be, and erase nothing.")
def prune(site: str | None, thorough: bool, dry_run: bool) -> None:
    """Erase decisions whose lifetime and retention are over, of a site or of all. `akkoord serve` does so at night."""
    from .accounts.lookups import Lookups
    from .ledger import Ledger
    from .notice import make_notice
    from .pruning import over
    from .store import open_store
    from .tokens import Signer

    settings = load_settings(os.environ)
    sites = require(load_sites(settings.config))
    if site is not None and site not in sites:
        raise click.ClickException(f"There is no site {site!r} in {settings.config}: {', '.join(sites)}.")
    notices = {id: make_notice(each) for id, each in sites.items()}
    now = utc_now()
    with closing(open_store(settings.store, settings.redis_min_replicas)) as store:
        ledger = Ledger(store, Signer(settings.secret_keys), notices, sites)
        for id in sites if site is None else [site]:
            kept = kept_for(sites[id])
            if kept is None:
                # it has been refused above
                continue
            before = now - kept
            number = 0
            if dry_run or sys.stderr.isatty():
                with progress(f"Counting {id}", over(store, id, before)) as found:
                    number = sum(1 for _ in found)
            if dry_run:
                click.echo(f"{id}: {number} decision(s) from before {before:%Y-%m-%d} would be erased.")
                continue
            with steps(f"Erasing {id}", number) as step:
                erased = ledger.prune(id, before, step)
            click.echo(f"{id}: {erased} decision(s) from before {before:%Y-%m-%d} erased.")
        if not dry_run:
            Lookups(store).prune(now)
            ledger.scrub(thorough)


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
