"""The visitor's token: where it comes along, and the cookie in which it stays."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, request

from ..model import Site
from .origins import cookie_domain, host_of
from .parts import parts

COOKIE = "akkoord"


def bearer() -> str | None:
    """The token of ``Authorization: Bearer``."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def cookie() -> str | None:
    """The token of the cookie."""
    # to look for cookies costs more than to see that there is none
    return request.cookies.get(COOKIE) if "HTTP_COOKIE" in request.environ else None


def presented_token() -> str | None:
    """The token that came along: as ``Authorization: Bearer``, else as cookie."""
    return bearer() or cookie()


def own_address() -> str:
    """Where browsers find the backend."""
    return parts().settings.base_url or request.host_url


def set_cookie(response: Response, token: str, lifetime: int) -> None:
    """Let the backend set the cookie where page and backend share a site; elsewhere the page's script does."""
    page = request.headers.get("Origin") or own_address()
    domain = cookie_domain(host_of(page), host_of(own_address()), parts().crowded)
    if domain is not None:
        _set(response, token, lifetime, domain)


def set_cookie_of(response: Response, site: Site, token: str, lifetime: int) -> None:
    """The same from a page of the backend's own, for the pages of a site: wherever these keep the cookie."""
    backend = host_of(own_address())
    domains = (cookie_domain(host_of(origin), backend, parts().crowded) for origin in site.origins)
    for domain in dict.fromkeys(domains):
        if domain is not None:
            _set(response, token, lifetime, domain)


def _set(response: Response, token: str, lifetime: int, domain: str) -> None:
    response.set_cookie(
        COOKIE,
        token,
        max_age=lifetime,
        path="/",
        domain=domain or None,
        secure=urlsplit(own_address()).scheme == "https",
        samesite="Lax",
    )
