"""``/dashboard/`` leads to the first page that who is logged in may see."""

from __future__ import annotations

from flask import Response

from .desk import Desk
from .frame import to
from .pages import Pages


def register(pages: Pages, desk: Desk) -> None:
    """Add the page."""

    @pages.page("/", "viewer")
    def home() -> Response:
        places = pages.frame.places()
        return to(places[0].path if places else "account")
