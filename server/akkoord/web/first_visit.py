"""Whether a visitor is new, as far as a request for a site's script tells."""

from __future__ import annotations

from wsgiref.types import WSGIEnvironment

from .visitor_cookie import COOKIE


def is_first_visit(environ: WSGIEnvironment) -> bool:
    """Whether the script should bring the banner along: the visitor's browser has no token.

    It can tell only where page and backend share a site: elsewhere browsers send no cookie. Whoever is taken for the
    other kind gets a script that works all the same, and costs a request or some bytes more.
    """
    shared = environ.get("HTTP_SEC_FETCH_SITE") in ("same-origin", "same-site")
    return shared and f"{COOKIE}=" not in environ.get("HTTP_COOKIE", "")
