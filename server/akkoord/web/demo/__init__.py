"""The demo: a small website of a dental platform, and the vendors that it would send its visitors' data to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from secrets import token_urlsafe
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Blueprint, Flask, Response, g, render_template, request, url_for

from ...banner import banner_file, panel_file
from ...model import Site
from ...names import language_name
from ...notice import make_notice
from ...paths import built
from ...translate import bcp47
from ..security_headers import PAGE_POLICY, policy
from .gallery import gallery
from .languages import FORMAL, Edition, editions, words
from .vendor import VENDOR_HOSTS, VENDORS, VIEW_HOST

PAGES: dict[str, str] = {
    "home": "/",
    "treatments": "/behandelingen",
    "clinics": "/klinieken",
    "appointment": "/afspraak",
    "cookies": "/cookies",
}
"""Endpoint, which is also the template's name -> address, in every language behind its prefix."""


def website(site: Site, port: int) -> Blueprint:
    """The demo's website, in each of its languages. Its tracker snippets point at the vendors on ``port``."""
    root = built("examples") / "dentdinamo"
    blueprint = Blueprint(
        "dentdinamo",
        __name__,
        template_folder=str(root / "templates"),
        static_folder=str(root / "static"),
        static_url_path="/dentdinamo",
    )

    @blueprint.before_request
    def make_nonce() -> None:
        g.nonce = token_urlsafe(16)

    @blueprint.after_request
    def let_vendors_in(response: Response) -> Response:
        """As a website that uses them does: a policy that names its vendors, and marks its own inline snippets."""
        if response.mimetype == "text/html":
            hosts = " ".join(f"http://{vendor.host}:{port}" for vendor in VENDORS)
            own = {name: f"{PAGE_POLICY[name]} {hosts}" for name in ("script-src", "img-src", "connect-src")}
            own["script-src"] += f" 'nonce-{g.nonce}'"
            response.headers["Content-Security-Policy"] = policy({**PAGE_POLICY, **own, "frame-src": hosts})
        return response

    for edition in editions(site):
        blueprint.register_blueprint(pages(site, port, edition))
    return blueprint


def pages(site: Site, port: int, edition: Edition) -> Blueprint:
    """The website's pages in one language."""
    blueprint = Blueprint(edition.name, __name__, url_prefix=edition.prefix)
    language = edition.language

    @blueprint.context_processor
    def words_of_every_page() -> dict[str, object]:
        here = str(request.endpoint).rpartition(".")[2]
        view = f"http://{VIEW_HOST}:{port}/" + (f"?language={language}" if language != FORMAL else "")
        return {
            **words(language),
            "site": site,
            "port": port,
            "view": view,
            "nonce": g.get("nonce", ""),
            "here": here,
            "languages": [_elsewhere(site, each, here) for each in editions(site)],
        }

    def asked() -> list[dict[str, object]]:
        """What the cookie statement says; it is what banner and panel say, because it is from the same files."""
        notice, shown_here = make_notice(site), replace(site, privacy=url_for(".cookies"))
        layers = zip(
            banner_file(shown_here, notice, language).categories,
            panel_file(shown_here, notice, language).categories,
            strict=True,
        )
        return [{**shown.model_dump(), **behind.model_dump()} for shown, behind in layers]

    def add(name: str, address: str) -> None:
        def page() -> str:
            categories = asked() if name == "cookies" else []
            return render_template(f"dentdinamo/{name}.html", categories=categories)

        blueprint.add_url_rule(address, endpoint=name, view_func=page)

    for name, address in PAGES.items():
        add(name, address)
    return blueprint


def _elsewhere(site: Site, edition: Edition, page: str) -> dict[str, str]:
    """The same page in one of the website's languages."""
    return {
        "address": url_for(f"dentdinamo.{edition.name}.{page}"),
        "lang": bcp47(edition.language),
        "name": language_name(edition.language, [each.language for each in editions(site)]),
    }


def register_pages(app: Flask, site: Site, port: int) -> None:
    """Put the demo's pages on Akkoord's own app, so that page and backend share a site."""
    app.register_blueprint(website(site, port))
    app.register_blueprint(gallery(site, port))


def create_demo(akkoord_app: Flask, vendor: Flask) -> Flask:
    """Both apps behind one port: the vendors answer under their own host names, Akkoord under every other."""
    akkoord = akkoord_app.wsgi_app

    def demo(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        hostname = str(environ.get("HTTP_HOST", "")).partition(":")[0].lower()
        app = vendor if hostname in VENDOR_HOSTS else akkoord
        return app(environ, start_response)

    akkoord_app.wsgi_app = demo  # type: ignore[method-assign]
    return akkoord_app
