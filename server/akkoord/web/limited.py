"""Counts the calls of a site's API by the network that they come from."""

from __future__ import annotations

from wsgiref.types import WSGIEnvironment

from flask import Flask, request

from ..limiting import Kind, Limiter
from ..proxies import Address, client
from ..settings import Settings
from . import evidence

API = "/api/v1/sites/"
KINDS: dict[str, Kind] = {"decisions": "decisions", "displays": "displays", "unknown": "unknown"}
"""How a rule ends -> the kind it is counted as; whatever else a site's API has is a read."""
PAGES = ("/sites/<site>/me", "/sites/<site>/receipts")
"""What begins like this is a page that reads the ledger, and what is sent there acts on a visitor's rights."""
READS = (evidence.LIST, evidence.LATEST)
"""What is read elsewhere, and costs as much."""


class Limits:
    """The limits that the settings ask for, shared by the workers where the store is one Redis server."""

    def __init__(self, settings: Settings) -> None:
        shared = settings.store if settings.store.partition(":")[0] in ("redis", "rediss") else ""
        self._trusted = settings.trusted_proxies
        self._limiter = (
            Limiter(settings.rate_limit, settings.secret_keys[-1], shared, self._trusted)
            if settings.rate_limit
            else None
        )
        # switched off with the others it would let anybody try passwords
        self._logins = Limiter(1, settings.secret_keys[-1], shared, self._trusted)

    def check_login(self, name: str, environ: WSGIEnvironment) -> None:
        """Count an attempt to log in.

        :raises akkoord.errors.RateLimited: there were too many from that network, or under that name.
        """
        self.check_network("logins", environ)
        self._logins.check_name(name.strip().casefold())

    def check_network(self, kind: Kind, environ: WSGIEnvironment) -> None:
        """Count a call that is limited whatever the settings say.

        :raises akkoord.errors.RateLimited: there were too many from that network.
        """
        self._logins.check(kind, self._client(environ))

    def check(self, kind: Kind, environ: WSGIEnvironment) -> None:
        """Count a call.

        :raises akkoord.errors.RateLimited: there were too many from that network.
        """
        if self._limiter is not None:
            self._limiter.check(kind, self._client(environ))

    def _client(self, environ: WSGIEnvironment) -> Address | None:
        peer, forwarded = environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", "")
        return client(peer, forwarded, self._trusted)


def register(app: Flask, limits: Limits) -> None:
    """Refuse calls over the limit, before anything else is done for them."""

    @app.before_request
    def refuse_too_many() -> None:
        rule = request.url_rule.rule if request.url_rule else ""
        if request.method == "OPTIONS":
            return
        # also below another page: a preview has such an API of its own, which answers everybody
        if API in rule or rule in READS:
            limits.check(KINDS.get(rule.rpartition("/")[2], "reads"), request.environ)
        elif rule.startswith(PAGES):
            limits.check("rights" if request.method == "POST" else "reads", request.environ)
