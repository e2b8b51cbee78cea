"""Keys of programs that read a site's figures: made, shown once, and revoked."""

from __future__ import annotations

from flask import Response, request

from ...api_keys import ApiKeys
from ...errors import InvalidRequest
from ...translate import day
from ..parts import parts
from .desk import Desk
from .frame import to
from .pages import Pages

LONGEST_NAME = 60


def register(pages: Pages, desk: Desk) -> None:
    """Add the pages."""

    def page(status: int = 200, why: str = "", done: bool = False, made: str = "") -> Response:
        site, language = pages.frame.site(), pages.frame.language()
        own = [(key.name, day(key.made, language)) for key in ApiKeys(parts().store).all() if key.site == site]
        return pages.frame.show("keys.html", status, site=site, why=why, done=done, made=made, keys=own)

    @pages.page("/keys", "admin")
    def keys() -> Response:
        return page(done=request.args.get("done") == "revoked")

    @pages.page("/keys/add", "admin", ["POST"])
    def make_key() -> Response:
        site, name = pages.frame.site(), request.form.get("name", "").strip()
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
            return page(422, "name")
        try:
            made = ApiKeys(parts().store).add(name, site, desk.clock())
        except InvalidRequest:
            return page(409, "there")
        return page(made=made)

    @pages.page("/keys/revoke", "admin", ["POST"])
    def revoke_key() -> Response:
        site = pages.frame.site()
        ApiKeys(parts().store).revoke(request.form.get("name", ""), site)
        return to("keys", site=site, done="revoked")
