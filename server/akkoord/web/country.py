"""The country that a request comes from, where a proxy that is believed says it."""

from __future__ import annotations

import re
from wsgiref.types import WSGIEnvironment

from ..proxies import is_in, read_address
from ..settings import Settings

UNKNOWN = ("XX", "ZZ")
"""How proxies say that they do not know."""


def country_of(settings: Settings, environ: WSGIEnvironment) -> str:
    """Two capital letters, or nothing. Whoever is not a trusted proxy could say anything."""
    if not settings.country_header:
        return ""
    text = environ.get("HTTP_" + settings.country_header.upper().replace("-", "_"), "").strip()
    peer = read_address(environ.get("REMOTE_ADDR", ""))
    if peer is None or not is_in(peer, settings.trusted_proxies):
        return ""
    # letters of other alphabets may become these when they are made capitals
    country = text.upper() if re.fullmatch(r"[A-Za-z]{2}", text) else ""
    return "" if country in UNKNOWN else country
