"""The cookies of the dashboard. No script reads them, and no page but the dashboard's gets them."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from flask import Response

from ..visitor_cookie import own_address

SESSION = "akkoord-session"
BROWSER = "akkoord-login"
"""A random number of a browser in which nobody is logged in yet: the login form is bound to it."""
FLIGHT = "akkoord-flight"
"""What a login elsewhere goes by."""


def set_cookie(
    response: Response, name: str, value: str, seconds: int, same_site: Literal["Lax", "Strict"] = "Lax"
) -> None:
    """Let the browser keep something for the dashboard; no seconds at all let it go."""
    address = urlsplit(own_address())
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=f"{address.path.rstrip('/')}/dashboard",
        secure=address.scheme == "https",
        httponly=True,
        samesite=same_site,
    )


def drop_cookie(response: Response, name: str) -> None:
    """Let the browser forget it."""
    set_cookie(response, name, "", 0)
