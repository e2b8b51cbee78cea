"""Serves each site's cookie declaration: ``/sites/{site}/cookies``, in the visitor's language or in a named one."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request

from ..declaration import declaration
from ..errors import NotFound, UnknownSite
from ..model import Notice, Site
from ..negotiation import choose_language
from ..translate import bcp47
from .embed_files import File
from .sending import send

CACHE = "public, max-age=300, stale-while-revalidate=86400"
"""A changed declaration is everywhere within minutes."""


def wanted_languages() -> list[str]:
    """What the visitor's browser asks for, best first."""
    return [tag for tag, quality in request.accept_languages if quality > 0]


class Declarations:
    """The pages of all sites, each made when it is first asked for."""

    def __init__(self, sites: Mapping[str, Site], notices: Mapping[str, Notice]) -> None:
        self._sites = sites
        self._notices = notices
        self._made: dict[tuple[str, str, str], File] = {}

    def languages(self, site: str) -> tuple[str, ...]:
        """The site's languages.

        :raises UnknownSite: there is no such site.
        """
        if site not in self._sites:
            raise UnknownSite(f"There is no site {site!r}.")
        return self._sites[site].languages

    def page(self, site: str, language: str, root: str) -> File:
        """One page.

        :param root: the way up from the page to the backend's first address: it may be below a path of another server.
        """
        key = site, language, root
        if key not in self._made:
            page = declaration(self._sites[site], self._notices[site], language)
            self._made[key] = File(
                render_template("declaration.html", page=page, text=page.texts.text, root=root).encode()
            )
        return self._made[key]


def pages(sites: Mapping[str, Site], notices: Mapping[str, Notice]) -> Blueprint:
    """The declarations of the sites, with their style sheet."""
    made = Declarations(sites, notices)
    blueprint = Blueprint(
        "declarations", __name__, template_folder="templates", static_folder="pages", static_url_path="/pages"
    )

    def answer(site: str, language: str, root: str, vary: str) -> Response:
        response = send(made.page(site, language, root), "text/html", CACHE, vary)
        response.headers["Content-Language"] = bcp47(language)
        return response

    @blueprint.get("/sites/<site>/cookies")
    def negotiated(site: str) -> Response:
        """The declaration in the language that the visitor's browser asks for."""
        language = choose_language(made.languages(site), wanted_languages())
        return answer(site, language, "../../", "Accept-Encoding, Accept-Language")

    @blueprint.get("/sites/<site>/cookies/<language>")
    def named(site: str, language: str) -> Response:
        """The declaration in one language."""
        if language not in made.languages(site):
            raise NotFound("This site does not speak that language.")
        return answer(site, language, "../../../", "Accept-Encoding")

    return blueprint
