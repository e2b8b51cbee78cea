"""Builds the demo: Akkoord for one site, that site's pages, and its vendors, behind one port."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from secrets import token_urlsafe
from wsgiref.types import WSGIApplication

from flask import Flask

from ...model import utc_now
from ...paths import built
from ...settings import Settings, load_settings
from ...sites import load_sites, require
from .. import create_app
from . import create_demo, register_pages
from .vendor import create_vendor

SITE = "dentdinamo"


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


def akkoord_app(settings: Settings) -> Flask:
    """Akkoord with the demo's pages on it, so that page and backend share a site."""
    app = create_app(settings)
    register_pages(app, require(load_sites(settings.config))[SITE], settings.port)
    return app


def demo() -> WSGIApplication:
    """The whole demo, from the environment."""
    return create_demo(akkoord_app(load_settings(os.environ)), create_vendor(utc_now))
