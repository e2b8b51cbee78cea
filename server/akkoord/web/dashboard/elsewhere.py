"""Logging in at an OpenID provider, where the settings name one."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import TYPE_CHECKING

from flask import Response, redirect, request

from ...errors import ConfigurationError, Detail, LoginFailed, NotFound
from ...settings import Settings
from ..parts import parts
from .cookies import FLIGHT, drop_cookie, set_cookie
from .desk import Desk
from .forms import FLIGHT_SECONDS
from .login import let_in, login_page, wanted
from .pages import PUBLIC, Pages

if TYPE_CHECKING:
    from ...accounts.oidc import Flight, Provider


def provider(settings: Settings) -> Provider | None:
    """The provider that the settings name.

    :raises ConfigurationError: what speaks to it is not installed.
    """
    if not settings.oidc_issuer:
        return None
    try:
        from ...accounts.oidc import Provider
    except ImportError:
        hint = "pip install 'akkoord[oidc]', or unset it"
        raise ConfigurationError(
            "AKKOORD_OIDC_ISSUER is set, and what speaks to it is not installed.",
            Detail("AKKOORD_OIDC_ISSUER", "no library", hint),
        ) from None
    return Provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, settings.oidc_claim)


def register(pages: Pages, desk: Desk) -> None:
    """Add the pages: the way there, and the way back."""

    def asked() -> Provider:
        if desk.provider is None:
            raise NotFound("Nobody logs in elsewhere here.")
        return desk.provider

    @pages.page("/oidc", PUBLIC)
    def oidc() -> Response:
        there = asked()
        desk.limits.check_network("logins", request.environ)
        random = token_urlsafe(32)
        try:
            response = redirect(there.address(_back(), _flight(random)), 303)
        except LoginFailed:
            return login_page(pages, desk, 502, "away")
        assert isinstance(response, Response)
        set_cookie(response, FLIGHT, desk.forms.flight(random, wanted()), FLIGHT_SECONDS)
        return response

    @pages.page("/oidc/back", PUBLIC)
    def oidc_back() -> Response:
        there = asked()
        desk.limits.check_network("logins", request.environ)
        own = desk.forms.of_flight(request.cookies.get(FLIGHT))
        given = (request.args.get("code", ""), request.args.get("state", ""))
        try:
            if own is None:
                raise LoginFailed("No login is under way in this browser.")
            name = there.name(_back(), *given, _flight(own[0]), desk.clock())
        except LoginFailed:
            response = login_page(pages, desk, 401, "elsewhere")
        else:
            user = desk.door.users.find(name)
            if user is not None and user.oidc:
                response = let_in(desk, user, own[1])
            else:
                response = login_page(pages, desk, 403, "nobody")
        drop_cookie(response, FLIGHT)
        return response


def _back() -> str:
    """Where the provider sends browsers back to; it must be known there."""
    return f"{parts().settings.base_url}/dashboard/oidc/back"


def _flight(random: str) -> Flight:
    from ...accounts.oidc import flight

    return flight(parts().settings.secret_keys[-1], random)
