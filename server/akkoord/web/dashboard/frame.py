"""The frame around every page: who is logged in, which site is looked at, where one can go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, g, make_response, redirect, render_template, request

from ...accounts.door import Visit
from ...accounts.roles import Role
from ...errors import Forbidden, NotFound
from ...marks import N_
from ...negotiation import choose_language
from ...translate import DASHBOARD, Translation, available, bcp47
from ..declarations import wanted_languages
from .desk import Desk
from .files import Files

NAVIGATION: Mapping[str, str] = {
    "overview": N_("Overview"),
    "site": N_("Site"),
    "variants": N_("Variants"),
    "receipts": N_("Receipts"),
    "keys": N_("Keys"),
    "users": N_("Users"),
}
"""Page -> what it is called. One that is not there, or not for who is logged in, is left out."""
FIRST_LANGUAGE = "nl_NL_formal"

ROLES: Mapping[Role, str] = {"viewer": N_("Viewer"), "auditor": N_("Auditor"), "admin": N_("Administrator")}


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation."""

    path: str
    label: str
    here: bool


def here() -> str:
    """The way from the page to the dashboard's own address: it may be below a path of another server."""
    return "../" * (request.path.count("/") - 1) + "dashboard/"


def section() -> str:
    """The page that the user is on, or whose form was sent."""
    return request.path.removeprefix("/dashboard/").partition("/")[0]


def to(path: str, **query: str) -> Response:
    """On to another page of the dashboard, so that a reload does nothing twice."""
    given = urlencode({name: value for name, value in query.items() if value})
    response = redirect(f"{here()}{path}" + (f"?{given}" if given else ""), 303)
    assert isinstance(response, Response)
    return response


def visit() -> Visit:
    """Who is logged in, where the guard let nobody else through."""
    found = g.visit
    assert isinstance(found, Visit)
    return found


class Frame:
    """Shows templates in the frame.

    :param roles: endpoint -> who may see it at least.
    """

    def __init__(self, desk: Desk, files: Files, roles: Mapping[str, Role | None]) -> None:
        self._desk = desk
        self._files = files
        self._roles = roles

    def language(self) -> str:
        """The language of who looks: formal Dutch, unless the browser asks for another one that is there."""
        offered = dict.fromkeys([FIRST_LANGUAGE, *available(DASHBOARD)])
        return choose_language(tuple(offered), wanted_languages())

    def site(self) -> str:
        """The site that is looked at: the one that is asked for, else the user's first.

        :raises Forbidden: the user does not see it, or it is not there, which is told nobody.
        :raises NotFound: the user sees no site that there is.
        """
        seen = visit().user.seen(self._desk.sites)
        asked = request.values.get("site")
        if asked is not None and asked not in seen:
            raise Forbidden("That site is not one of yours.")
        if not seen:
            raise NotFound("There is no site to see.")
        return asked or seen[0]

    def places(self) -> list[Place]:
        """Where who is logged in can go."""
        found: Visit | None = g.get("visit")
        if found is None:
            return []
        places = []
        for name, label in NAVIGATION.items():
            role = self._roles.get(f"dashboard.{name}")
            if role is not None and found.user.may(role):
                path = "" if name == "overview" else name
                places.append(Place(path, label, section() == path))
        return places

    def show(
        self, template: str, status: int = 200, site: str = "", mark: str = "", script: str = "", **values: Any
    ) -> Response:
        """A page.

        :param mark: of its forms, where they are not the session's.
        :param site: the one that it is about, if it is about one; the header lets the user go to another.
        :param script: the name of the one that the page can do without.
        """
        found: Visit | None = g.get("visit")
        language = self.language()
        translation = Translation(language, DASHBOARD)
        seen = found.user.seen(self._desk.sites) if found else []
        page = render_template(
            f"dashboard/{template}",
            _=translation.gettext,
            ngettext=translation.ngettext,
            lang=bcp47(language),
            here=here(),
            style=self._files.address("dashboard.css"),
            script=self._files.address(script) if script else "",
            user=found.user if found else None,
            mark=mark or (self._desk.forms.mark(found.session.id) if found else ""),
            places=self.places(),
            section=section(),
            site=site,
            seen=seen,
            # a page that is about no site leads back to the one that was looked at
            kept=site or next((each for each in seen if each == request.args.get("site")), ""),
            roles=ROLES,
            **values,
        )
        response = make_response(page, status)
        response.headers["Content-Language"] = bcp47(language)
        response.headers["Vary"] = "Accept-Language, Cookie"
        return response
