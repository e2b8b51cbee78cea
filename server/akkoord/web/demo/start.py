"""Builds the demo: Akkoord for one site, that site's pages, and its vendors, behind one port."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from contextlib import closing
from secrets import token_urlsafe

from flask import Flask

from ...accounts.door import Door
from ...accounts.passwords import new_password
from ...ledger import publish
from ...model import utc_now
from ...notice import make_notice
from ...paths import built
from ...settings import Settings, load_settings
from ...sites import load_sites, require
from ...store import Store, open_store
from ...tokens import Signer
from .. import create_app
from ..parts import EXTENSION, Parts
from . import create_demo, register_pages
from .made_up import KIND, UNTIL, make_up
from .vendor import create_vendor

SITE = "dentdinamo"
USER = "demo"


def complete(environ: MutableMapping[str, str]) -> bool:
    """Fill in what a demo needs and nobody set. Returns whether it made a secret key of its own."""
    environ.setdefault("AKKOORD_CONFIG", str(built("examples") / SITE / "akkoord.toml"))
    # what the vendors received is kept in memory, so there is one process
    environ["AKKOORD_WORKERS"] = "1"
    environ.setdefault("AKKOORD_STORE", "sqlite:///akkoord-demo.db")
    if "AKKOORD_SECRET_KEY" in environ or "AKKOORD_SECRET_KEY_FILE" in environ:
        return False
    environ["AKKOORD_SECRET_KEY"] = token_urlsafe(32)
    return True


def fill(settings: Settings) -> int:
    """Make the visitors up that the dashboard shows; how many decisions that added."""
    with closing(open_store(settings.store, settings.redis_min_replicas)) as store:
        site = require(load_sites(settings.config))[SITE]
        publish(store, {SITE: make_notice(site)})
        return make_up(store, Signer(settings.secret_keys), site, utc_now())


def let_in(settings: Settings) -> str:
    """Let the demo's user into the dashboard by a new password, and return that."""
    password = new_password()
    with closing(open_store(settings.store, settings.redis_min_replicas)) as store:
        door = Door(store)
        user = door.users.find(USER)
        if user is None:
            door.users.add(USER, "admin", (), password)
        else:
            door.set_password(user, password)
    return password


def akkoord_app(settings: Settings) -> Flask:
    """Akkoord with the demo's pages on it, so that page and backend share a site."""
    app = create_app(settings)
    parts: Parts = app.extensions[EXTENSION]
    made_up = _is_filled(parts.store)
    # every page of the dashboard says so
    app.context_processor(lambda: {"made_up": made_up})
    register_pages(app, require(load_sites(settings.config))[SITE], settings.port)
    return app


def _is_filled(store: Store) -> bool:
    return store.document(KIND, UNTIL) is not None


def demo() -> Flask:
    """The whole demo, from the environment."""
    return create_demo(akkoord_app(load_settings(os.environ)), create_vendor(utc_now))
