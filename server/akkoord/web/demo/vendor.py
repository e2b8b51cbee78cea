"""The trackers' side of the demo: four vendors in one small app, which shows what reached it.

Browsers resolve every ``*.localhost`` name to this machine, so each vendor is a site of its own, as foreign to the
demo's pages as a real one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import NotFound

from ...marks import N_
from ...paths import built
from ...translate import DEMO, available
from .. import security_headers
from .languages import FORMAL, words
from .received import Inbox, Received

VIEW_HOST = "tracker.localhost"
"""Belongs to no vendor: here one can look without being at a vendor's address."""


@dataclass(frozen=True, slots=True)
class Vendor:
    """One vendor: its host, what it does in the visitor's words, and its own cookie if it sets one."""

    host: str
    name: str
    job: str
    cookie: str = ""
    lifetime: timedelta = timedelta()


VENDORS: tuple[Vendor, ...] = (
    Vendor("meten.localhost", "Meten", N_("analytics")),
    Vendor("reclame.localhost", "Reclame", N_("advertisements"), "reclame_uid", timedelta(days=365)),
    Vendor("video.localhost", "Video", N_("films"), "video_uid", timedelta(days=180)),
    Vendor("chat.localhost", "Chat", N_("chat window")),
)
VENDOR_HOSTS: frozenset[str] = frozenset({VIEW_HOST, *(vendor.host for vendor in VENDORS)})

VIEW_PATHS: frozenset[str] = frozenset(
    {"/", "/received.json", "/received/clear", "/view.css", "/view.js", "/favicon.svg", "/favicon.ico"}
)
"""The view itself: looking is not counted."""

PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
"""A transparent GIF of one by one."""


def create_vendor(clock: Callable[[], datetime]) -> Flask:
    """The vendors' app; ``clock`` says when something arrived."""
    root = built("examples") / "dentdinamo" / "vendor"
    app = Flask(__name__, root_path=str(root), static_folder="static", static_url_path="")
    security_headers.register(app, https=False)
    inbox = Inbox([vendor.host for vendor in VENDORS])
    vendors = {vendor.host: vendor for vendor in VENDORS}

    @app.before_request
    def receive() -> None:
        vendor = vendors.get(_hostname())
        if vendor is not None and request.path not in VIEW_PATHS:
            at = clock().isoformat(timespec="milliseconds")
            inbox.add(Received(at, vendor.host, request.method, request.path, bool(request.cookies)))

    @app.after_request
    def answer_as_vendors_do(response: Response) -> Response:
        """Any page may load it, nothing is kept in a cache, and the vendor's cookie is set."""
        response.headers["Cache-Control"] = "no-store"
        vendor = vendors.get(_hostname())
        if vendor is None or request.path in VIEW_PATHS:
            return response
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if origin := request.headers.get("Origin"):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"
            response.headers["Access-Control-Allow-Headers"] = "Content-Type"
            response.vary.add("Origin")
        if vendor.cookie and vendor.cookie not in request.cookies:
            # Browsers take Secure from *.localhost without https. Partitioned is what is left of cookies across sites.
            value = token_urlsafe(12)
            lifetime = vendor.lifetime
            response.set_cookie(vendor.cookie, value, lifetime, secure=True, samesite="None", partitioned=True)
        return response

    @app.get("/")
    def view() -> str:
        return render_template("view.html", vendors=VENDORS, **words(_language()))

    @app.get("/received.json")
    def received() -> Response:
        return jsonify(inbox.document())

    @app.post("/received/clear")
    def clear() -> Response:
        inbox.clear()
        return jsonify(inbox.document())

    @app.get("/pixel.gif")
    def pixel() -> Response:
        return Response(PIXEL, mimetype="image/gif")

    @app.route("/collect", methods=["GET", "POST"])
    def collect() -> tuple[str, int]:
        """Where the vendors' scripts report to. What they report is not read."""
        return "", 204

    @app.get("/kijk/<film>")
    def video(film: str) -> Response:
        if film != "wortelkanaal":
            raise NotFound
        response = Response(render_template("video.html", **words(_language())))
        # a player is there to be framed
        framed = {**security_headers.PAGE_POLICY, "frame-ancestors": "*"}
        response.headers["Content-Security-Policy"] = security_headers.policy(framed)
        return response

    return app


def _language() -> str:
    """The language that is asked for, if it is one of the demo's."""
    asked = request.args.get("language", "")
    return asked if asked in available(DEMO) else FORMAL


def _hostname() -> str:
    return request.host.partition(":")[0].lower()
