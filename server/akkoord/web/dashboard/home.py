"""``/dashboard/`` leads to the first page that who is logged in may see; what is not there is said in words."""

from __future__ import annotations

from flask import Response

from ...errors import NotFound
from .desk import Desk
from .frame import to
from .pages import Pages


def register(pages: Pages, desk: Desk) -> None:
    """Add the pages."""

    @pages.page("/", "viewer")
    def home() -> Response:
        places = pages.frame.places()
        return to(places[0].path if places else "account")

    @pages.page("/<path:path>", "viewer")
    def absent(path: str) -> Response:
        raise NotFound("There is no such page.")
