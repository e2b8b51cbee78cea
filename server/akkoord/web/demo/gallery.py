"""Every look of the banner, in every language, as the real widget makes it. What is chosen here is recorded nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from secrets import token_urlsafe

from flask import Blueprint, Response, render_template, request

from ...banner import Words
from ...errors import NotFound, UnknownSite
from ...model import LAYOUTS, SCHEMES, Decision, Site, utc_now
from ...names import language_name
from ...negotiation import choose_language
from ...notice import make_notice
from ...store.rows import new_visitor
from ...texts import GALLERY_TEXTS
from ...tokens import Signer
from ...translate import Translation, available, bcp47, direction
from ...wire import DecisionRequest, DisplayRequest, UnknownRequest
from ..answers import decision_text
from ..bodies import read_body
from ..declarations import wanted_languages
from ..embed_files import Files, make_files
from ..security_headers import PAGE_POLICY, policy
from ..sending import send

PATH = "/demo/gallery"
STATES = ("banner", "panel", "placeholder")
NO_STORE = "no-store"


@dataclass(frozen=True, slots=True)
class Look:
    """One way in which the banner can be met."""

    layout: str
    scheme: str
    language: str

    @property
    def site(self) -> str:
        """The id of the site that has it."""
        return f"gallery-{self.layout}-{self.scheme}-{self.language.lower().replace('_', '-')}"


def looks() -> dict[str, Look]:
    """Site id -> the look of that site."""
    every = [Look(*each) for each in product(LAYOUTS, SCHEMES, available())]
    return {look.site: look for look in every}


def site_of(look: Look, demo: Site) -> Site:
    """The demo's site with another look; the language comes first, so that nobody gets another kind of it."""
    others = [language for language in available() if language != look.language]
    return replace(
        demo,
        id=look.site,
        layout=look.layout,
        languages=(look.language, *others),
        theme=replace(demo.theme, scheme=look.scheme),
    )


def gallery(demo: Site, port: int) -> Blueprint:
    """The gallery's pages, and a backend of their own that forgets.

    :param port: where the demo's vendors are.
    """
    blueprint = Blueprint(
        "gallery", __name__, url_prefix=PATH, template_folder="templates", static_folder="static", static_url_path=""
    )
    sites = looks()
    video = f"http://video.localhost:{port}"
    # proofs of nothing: no key that anybody has verifies them
    signer = Signer((token_urlsafe(32),))

    def site(id: str) -> Site:
        if id not in sites:
            raise UnknownSite(f"There is no site {id!r}.")
        return site_of(sites[id], demo)

    @cache
    def files(id: str) -> Files:
        return make_files({id: site(id)}, {id: make_notice(site(id))})

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
            "gallery/look.html",
            look=look,
            state=state,
            lang=bcp47(look.language),
            dir=direction(look.language),
            film=f"{video}/kijk/wortelkanaal",
            title=_texts(look)["placeholder"],
            controller=demo.controller,
        )

    @blueprint.get("/sites/<id>/akkoord.js")
    def script(id: str) -> Response:
        return send(files(site(id).id).scripts[id], "text/javascript", NO_STORE)

    @blueprint.get("/sites/<id>/<any(banner, panel):layer>/<digest>/<language>.js")
    def layer(id: str, layer: str, digest: str, language: str) -> Response:
        file = files(site(id).id).layers.get(f"sites/{id}/{layer}/{digest}/{language}.js")
        if file is None:
            raise NotFound(f"There is no such {layer} (any more).")
        return send(file, "text/javascript", NO_STORE)

    @blueprint.post("/api/v1/sites/<id>/decisions")
    def forget_decision(id: str) -> Response:
        body = read_body(DecisionRequest)
        notice = make_notice(site(id))
        given: Mapping[str, bool] = {str(category): yes for category, yes in body.choices.items()}
        decision = Decision(
            site=id,
            id=body.id,
            visitor=new_visitor(body.id),
            at=utc_now(),
            choices={category: given.get(category, False) for category in notice.asked},
            notice=notice.version,
            language=body.language,
            how=body.how,
            device=body.device,
            widget=body.widget,
        )
        return Response(decision_text(signer.sign(decision), decision), 201, mimetype="application/json")

    @blueprint.post("/api/v1/sites/<id>/displays")
    def forget_display(id: str) -> Response:
        read_body(DisplayRequest)
        return Response(status=204)

    @blueprint.post("/api/v1/sites/<id>/unknown")
    def forget_unknown(id: str) -> Response:
        read_body(UnknownRequest)
        return Response(status=204)

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
