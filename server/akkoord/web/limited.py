"""Counts the calls of a site's API by the network that they come from."""

from __future__ import annotations

from flask import Flask, request

from ..limiting import Kind, Limiter
from ..proxies import client
from ..settings import Settings

API = "/api/v1/sites/"
KINDS: dict[str, Kind] = {
    f"{API}<site>/decisions": "decisions",
    f"{API}<site>/displays": "displays",
    f"{API}<site>/unknown": "unknown",
}
"""Rule -> the kind it is counted as; whatever else a site's API has is a read."""


def make_limiter(settings: Settings) -> Limiter | None:
    """The limiter that the settings ask for: shared by the workers where the store is one Redis server."""
    if not settings.rate_limit:
        return None
    shared = settings.store if settings.store.partition(":")[0] in ("redis", "rediss") else ""
    return Limiter(settings.rate_limit, settings.secret_keys[-1], shared, settings.trusted_proxies)


def register(app: Flask, settings: Settings) -> None:
    """Refuse calls over the limit, before anything else is done for them."""
    limiter = make_limiter(settings)
    if limiter is None:
        return

    @app.before_request
    def refuse_too_many() -> None:
        rule = request.url_rule.rule if request.url_rule else ""
        if rule.startswith(API) and request.method != "OPTIONS":
            peer, forwarded = request.remote_addr or "", request.headers.get("X-Forwarded-For", "")
            limiter.check(KINDS.get(rule, "reads"), client(peer, forwarded, settings.trusted_proxies))
