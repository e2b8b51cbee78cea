"""Every look of the banner, in every language, as the real widget makes it. What is chosen here is recorded nowhere."""

from __future__ import annotations

from itertools import product

from flask import Blueprint, Response, render_template, request, url_for

from ...banner import Words
from ...errors import UnknownSite
from ...model import LAYOUTS, SCHEMES, Site
from ...names import language_name
from ...negotiation import choose_language
from ...texts import GALLERY_TEXTS
from ...translate import Translation, available, bcp47, direction
from ..declarations import wanted_languages
from ..forgetful import LOOK_FILES, NO_STORE, Forgetful, Look, site_of
from ..security_headers import PAGE_POLICY, policy

PATH = "/demo/gallery"
STATES = ("banner", "panel", "placeholder")


def looks() -> dict[str, Look]:
    """Site id -> the look of that site."""
    every = [Look(*each) for each in product(LAYOUTS, SCHEMES, available())]
    return {look.site: look for look in every}


def gallery(demo: Site, port: int) -> Blueprint:
    """The gallery's pages, and a backend of their own that forgets.

    :param port: where the demo's vendors are.
    """
    blueprint = Blueprint(
        "gallery", __name__, url_prefix=PATH, template_folder="templates", static_folder="static", static_url_path=""
    )
    sites = looks()
    video = f"http://video.localhost:{port}"

    def site(id: str) -> Site:
        if id not in sites:
            raise UnknownSite(f"There is no site {id!r}.")
        return site_of(sites[id], demo, available())

    forgetful = Forgetful(site)

    @blueprint.after_request
    def let_the_looks_in(response: Response) -> Response:
        """The gallery shows the looks, and nobody else does."""
        if response.mimetype == "text/html":
            own = {"frame-ancestors": "'self'", "frame-src": f"'self' {video}"}
            response.headers["Content-Security-Policy"] = policy({**PAGE_POLICY, **own})
            response.headers["Vary"] = "Accept-Language"
        response.headers.setdefault("Cache-Control", NO_STORE)
        return response

    @blueprint.get("")
    def show() -> str:
        look, state = _asked(demo)
        return render_template(
            "gallery/gallery.html",
            look=look,
            state=state,
            states=STATES,
            layouts=LAYOUTS,
            schemes=SCHEMES,
            languages={language: language_name(language, available()) for language in available()},
            bcp47=bcp47,
            direction=direction,
            language=Words(demo, look.language).text("language"),
            text=_texts(look),
            controller=demo.controller,
        )

    @blueprint.get("/look")
    def show_look() -> str:
        look, state = _asked(demo)
        return render_template(
            "look.html",
            look=look,
            state=state,
            lang=bcp47(look.language),
            dir=direction(look.language),
            script=url_for("gallery.script", id=look.site),
            **{name: url_for("gallery.static", filename=file) for name, file in LOOK_FILES.items()},
            film=f"{video}/kijk/wortelkanaal" if state == "placeholder" else "",
            title=_texts(look)["placeholder"],
            controller=demo.controller,
        )

    @blueprint.get("/sites/<id>/akkoord.js")
    def script(id: str) -> Response:
        return forgetful.script(id)

    @blueprint.get("/sites/<id>/<any(banner, panel):layer>/<digest>/<language>.js")
    def layer(id: str, layer: str, digest: str, language: str) -> Response:
        return forgetful.layer(id, layer, digest, language)

    @blueprint.post("/api/v1/sites/<id>/decisions")
    def forget_decision(id: str) -> Response:
        return forgetful.forget_decision(id)

    @blueprint.post("/api/v1/sites/<id>/displays")
    def forget_display(id: str) -> Response:
        return forgetful.forget_display()

    @blueprint.post("/api/v1/sites/<id>/unknown")
    def forget_unknown(id: str) -> Response:
        return forgetful.forget_unknown()

    return blueprint


def _asked(demo: Site) -> tuple[Look, str]:
    """What the address asks for; whatever it leaves out, or does not know, is the first there is."""
    language = request.args.get("language", "")
    if language not in available():
        language = choose_language((*demo.languages, *available()), wanted_languages())
    look = Look(_one_of("layout", LAYOUTS), _one_of("scheme", SCHEMES), language)
    return look, _one_of("state", STATES)


def _texts(look: Look) -> dict[str, str]:
    """The gallery's own words, in the language that is shown."""
    translation = Translation(look.language)
    return {key: translation.gettext(id) for key, id in GALLERY_TEXTS.items()}


def _one_of(name: str, known: tuple[str, ...]) -> str:
    given = request.args.get(name, "")
    return given if given in known else known[0]
