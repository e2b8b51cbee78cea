"""Every address at which there is nothing: said in the frame, to who is logged in."""

from __future__ import annotations

from flask import Response

from ...errors import NotFound
from .desk import Desk
from .pages import Pages


def register(pages: Pages, desk: Desk) -> None:
    """Add the page."""

    @pages.page("/<path:path>", "viewer")
    def absent(path: str) -> Response:
        raise NotFound("There is no such page.")
