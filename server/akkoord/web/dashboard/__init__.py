"""The dashboard under ``/dashboard/``: for the owner's people, never for visitors. Works without a script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import Blueprint

from ...accounts.door import Door
from ...model import Site, utc_now
from ...settings import Settings
from ...store import Store
from ..limited import Limits
from . import absent, account, elsewhere, keys, login, overview, preview, receipts, shown, site, users, variants
from .desk import Desk
from .files import Files
from .forms import Forms
from .pages import Pages


def blueprint(
    settings: Settings,
    sites: Mapping[str, Site],
    store: Store,
    limits: Limits,
    clock: Callable[[], datetime] = utc_now,
) -> Blueprint:
    """The pages of the dashboard.

    :raises akkoord.errors.ConfigurationError: OpenID Connect is wanted, and what does it is not installed.
    """
    desk = Desk(
        door=Door(store),
        sites=sites,
        forms=Forms(settings.secret_keys),
        limits=limits,
        provider=elsewhere.provider(settings),
        clock=clock,
    )
    pages = Pages(desk, Files())
    for part in (overview, site, variants, preview, login, elsewhere, account, receipts, shown, keys, users, absent):
        part.register(pages, desk)
    return pages.blueprint
