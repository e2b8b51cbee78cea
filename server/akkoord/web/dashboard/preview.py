"""The banner of a website, to look at in a frame: the real one, which records nothing."""

from __future__ import annotations

from itertools import product

from flask import Response, make_response, render_template, request

from ...errors import Forbidden, UnknownSite
from ...model import LAYOUTS, SCHEMES, Site
from ...translate import bcp47, direction
from ...variants import variant_ids
from ..forgetful import LOOK_FILES, Forgetful, Look, site_of
from ..security_headers import PAGE_POLICY, policy
from .desk import Desk
from .frame import here, visit
from .pages import PUBLIC, Pages
from .site import STATES, asked_look


def register(pages: Pages, desk: Desk) -> None:
    """Add the pages. What a page in a frame sends is recorded nowhere, so nobody needs to be known for it."""
    files = pages.files
    backends = {id: Forgetful(_Looks(site)) for id, site in desk.sites.items()}

    def seen(site: str) -> Forgetful:
        if site not in visit().user.seen(desk.sites):
            raise Forbidden("That site is not one of yours.")
        return backends[site]

    def anybodys(site: str) -> Forgetful:
        if site not in backends:
            raise UnknownSite(f"There is no site {site!r}.")
        return backends[site]

    @pages.page("/preview/<site>/look", "viewer")
    def preview(site: str) -> Response:
        seen(site)
        look, state = asked_look(desk.sites[site]), request.args.get("state", "")
        page = render_template(
            "look.html",
            look=look,
            state=state if state in STATES else STATES[0],
            lang=bcp47(look.language),
            dir=direction(look.language),
            controller=desk.sites[site].controller,
            script=f"sites/{look.site}/akkoord.js",
            **{name: here() + files.address(file) for name, file in LOOK_FILES.items()},
        )
        response = make_response(page)
        response.headers["Content-Security-Policy"] = policy({**PAGE_POLICY, "frame-ancestors": "'self'"})
        return response

    @pages.page("/preview/<site>/sites/<id>/akkoord.js", "viewer")
    def preview_script(site: str, id: str) -> Response:
        return seen(site).script(id)

    @pages.page("/preview/<site>/sites/<id>/<any(banner, panel):layer>/<digest>/<language>.js", "viewer")
    def preview_layer(site: str, id: str, layer: str, digest: str, language: str) -> Response:
        return seen(site).layer(id, layer, digest, language)

    @pages.page("/preview/<site>/api/v1/sites/<id>/decisions", PUBLIC, ["POST"])
    def preview_decision(site: str, id: str) -> Response:
        return anybodys(site).forget_decision(id)

    @pages.page("/preview/<site>/api/v1/sites/<id>/displays", PUBLIC, ["POST"])
    def preview_display(site: str, id: str) -> Response:
        return anybodys(site).forget_display()

    @pages.page("/preview/<site>/api/v1/sites/<id>/unknown", PUBLIC, ["POST"])
    def preview_unknown(site: str, id: str) -> Response:
        return anybodys(site).forget_unknown()


class _Looks:
    """The looks that one site can have."""

    def __init__(self, site: Site) -> None:
        self._site = site
        every = product(LAYOUTS, SCHEMES, site.languages, variant_ids(site) or ("",))
        self._looks = {look.site: look for look in (Look(*each) for each in every)}

    def __call__(self, id: str) -> Site:
        if id not in self._looks:
            raise UnknownSite(f"There is no look {id!r}.")
        return site_of(self._looks[id], self._site, self._site.languages)
