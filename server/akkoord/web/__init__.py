"""The web application: the one place where the parts are built and put together."""

from __future__ import annotations

import os
from functools import partial
from urllib.parse import urlsplit

from flask import Flask, request

from ..errors import ConfigurationError, Detail
from ..fetch_metadata import check_fetch
from ..ledger import Ledger
from ..notice import make_notice
from ..settings import Settings, load_settings
from ..sites import load_sites, require
from ..store import open_store
from ..store.opening import opening
from ..tokens import Signer
from ..wire import BODY_LIMIT
from . import (
    api,
    cors,
    dashboard,
    declarations,
    embed,
    errors,
    evidence,
    figures,
    health,
    limited,
    receipts,
    rights,
    security_headers,
)
from .country import country_of
from .embedded import Embedded
from .guests import Guests
from .origins import crowded_domains
from .parts import EXTENSION, Parts
from .repeated import Repeated
from .usual_decisions import UsualDecisions
from .visitor_rights import Rights
from .watch import Watch

VISITORS = (api.blueprint.name, receipts.NAME)
"""The blueprints that answer of visitors: not to any page."""


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from settings, or from the environment if none are given.

    :raises akkoord.errors.ConfigurationError: a setting or ``akkoord.toml`` cannot be used.
    """
    settings = settings or load_settings(os.environ)
    sites = require(load_sites(settings.config))
    notices = {id: make_notice(site) for id, site in sites.items()}
    if not settings.secret_keys:
        raise ConfigurationError(
            "AKKOORD_SECRET_KEY is not set: without it no decision can be signed.",
            Detail("AKKOORD_SECRET_KEY", "missing", "make one with `akkoord keys new`, and keep it"),
        )
    signer = Signer(settings.secret_keys)
    watch = Watch(settings, sites)
    embedded = Embedded(sites, notices)
    # a store that cannot be reached is not the end: it is said, and the store is tried again
    store = opening(
        lambda: watch.store(open_store(settings.store, settings.redis_min_replicas)),
        embedded.meet,
    )
    # what cannot be made is said now, and not to the first visitor
    embedded.files  # noqa: B018
    ledger = Ledger(store, signer, notices, sites)

    country = partial(country_of, settings)

    app = Flask(__name__, static_folder=None)
    # of a body whose length nobody told, just this much is read: one byte more than is taken shows that it is too large
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT + 1
    app.extensions[EXTENSION] = Parts(
        settings=settings,
        signer=signer,
        ledger=ledger,
        store=store,
        embedded=embedded,
        crowded=crowded_domains(sites),
        country=country,
        unrecorded=watch.unrecorded,
    )
    limits = limited.Limits(settings)
    pages = (
        dashboard.blueprint(settings, sites, store, limits),
        declarations.pages(sites, notices),
        receipts.blueprint(sites),
        rights.blueprint(Rights(sites, notices, Guests(settings.secret_keys))),
    )
    plain = (api.blueprint, embed.blueprint, evidence.blueprint, figures.blueprint, health.blueprint)
    for blueprint in (*plain, *pages):
        app.register_blueprint(blueprint)
    errors.register(app)
    limited.register(app, limits)
    security_headers.register(app, urlsplit(settings.base_url).scheme == "https")
    cors.register(app, sites)
    front = UsualDecisions(Repeated(app.wsgi_app, sites, lambda: embedded.files), app, ledger, sites, limits, country)
    app.wsgi_app = front  # type: ignore[method-assign]

    @app.before_request
    def refuse_other_hosts_pages() -> None:
        """Check the origin of everything that a page asks of one site's API, and that it is the page that asks."""
        site = (request.view_args or {}).get("site")
        if request.blueprint in VISITORS and site is not None and request.method != "OPTIONS":
            base = urlsplit(settings.base_url or request.host_url)
            ledger.check_origin(site, request.headers.get("Origin"), f"{base.scheme}://{base.netloc}")
            if request.method not in ("GET", "HEAD"):
                check_fetch(dict(request.headers))

    watch.app(app)
    return app
