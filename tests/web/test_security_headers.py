"""What every answer tells browsers about its use."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkoord.model import utc_now
from akkoord.paths import built
from akkoord.sites import load_sites, require
from akkoord.web.demo import PAGES, register_pages
from akkoord.web.demo.start import SITE
from akkoord.web.demo.vendor import create_vendor
from tests.web.conftest import MakeApp
from tests.web.shop import DECISIONS, DISPLAYS, ME, decision, display


def policy(value: str) -> dict[str, list[str]]:
    """The sources of each directive."""
    return {name: sources.split() for name, _, sources in (part.strip().partition(" ") for part in value.split(";"))}


@pytest.fixture
def demo(make_app: MakeApp) -> FlaskClient:
    """The demo's site."""
    config = built("examples") / SITE / "akkoord.toml"
    app = make_app(config=config)
    register_pages(app, require(load_sites(config))[SITE], 8000)
    return app.test_client()


@pytest.fixture
def vendor() -> FlaskClient:
    return create_vendor(utc_now).test_client()


class Inline(HTMLParser):
    """Whatever a strict policy would stop: inline scripts without the nonce, styles, handlers of events."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce = nonce
        self.stopped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or "style" in given or any(name.startswith("on") for name in given):
            self.stopped.append(tag)
        if tag == "script" and "src" not in given and given.get("nonce") != self.nonce:
            self.stopped.append(tag)


@pytest.mark.parametrize("path", [*PAGES.values(), "/en/behandelingen", "/vendor/", "/vendor/kijk/wortelkanaal"])
def test_every_page_has_a_strict_policy_that_it_keeps_to(demo: FlaskClient, vendor: FlaskClient, path: str) -> None:
    response = vendor.get(path.removeprefix("/vendor")) if path.startswith("/vendor") else demo.get(path)
    assert (response.status_code, response.mimetype) == (200, "text/html")
    said = policy(response.headers["Content-Security-Policy"])
    assert said["default-src"] == ["'none'"]
    assert not [source for sources in said.values() for source in sources if "unsafe" in source]
    assert "*" not in [source for name, sources in said.items() if name != "frame-ancestors" for source in sources]
    assert {"base-uri", "form-action", "frame-ancestors"} <= set(said)
    nonce = re.search(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])
    page = Inline(nonce[1] if nonce else "no nonce")
    page.feed(response.text)
    assert page.stopped == []
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PAGES.values())
def test_nobody_frames_a_page_and_each_answer_has_a_nonce_of_its_own(demo: FlaskClient, path: str) -> None:
    one, other = (demo.get(path).headers["Content-Security-Policy"] for _ in range(2))
    assert policy(one)["frame-ancestors"] == ["'none'"]
    assert policy(one)["script-src"] != policy(other)["script-src"]


@pytest.mark.parametrize(
    "path", ["/health/live", "/api/v1/openapi.json", "/.well-known/akkoord-keys.json", "/nowhere", ME]
)
def test_no_json_is_taken_for_a_page(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.mimetype == "application/json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert policy(response.headers["Content-Security-Policy"]) == {
        "default-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }


def test_scripts_and_public_keys_may_be_embedded_anywhere_and_a_visitor_nowhere(
    browser: FlaskClient, notice: str
) -> None:
    def embedded(path: str) -> str:
        response = browser.get(path)
        assert response.status_code == 200
        return response.headers["Cross-Origin-Resource-Policy"]

    assert embedded("/sites/shop/akkoord.js") == "cross-origin"
    assert embedded("/.well-known/akkoord-keys.json") == "cross-origin"
    assert browser.post(DISPLAYS, json=display(notice)).headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    recorded = browser.post(DECISIONS, json=decision(notice))
    assert recorded.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert embedded(ME) == "same-origin"


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [("https://consent.shop.example", "max-age=31536000"), ("http://consent.shop.example", None), ("", None)],
)
def test_only_a_backend_on_https_asks_for_https(make_app: MakeApp, base_url: str, expected: str | None) -> None:
    client = make_app(base_url=base_url).test_client()
    for path in ("/sites/shop/akkoord.js", "/health/live", "/nowhere"):
        assert client.get(path).headers.get("Strict-Transport-Security") == expected


def test_a_view_that_says_otherwise_is_left_alone(app: Flask) -> None:
    @app.get("/own")
    def own() -> tuple[str, dict[str, str]]:
        return "", {"Content-Security-Policy": "sandbox", "Referrer-Policy": "no-referrer"}

    headers = app.test_client().get("/own").headers
    assert headers.getlist("Content-Security-Policy") == ["sandbox"]
    assert headers.getlist("Referrer-Policy") == ["no-referrer"]
