"""Take the pictures of ``docs/gallery.md`` from the demo's gallery, and those of its dashboard, with Chromium."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, expect, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from akkoord.settings import load_settings
from akkoord.web.demo.gallery import PATH
from akkoord.web.demo.start import USER, akkoord_app, complete, fill, let_in

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
LIMIT = 100_000
"""The most bytes that one picture has."""
WIDE, NARROW = (1000, 625), (320, 640)
READY = {
    "banner": "akkoord-banner .banner:not([hidden])",
    "panel": "akkoord-banner dialog[open]",
    "placeholder": "akkoord-banner .banner[hidden]",
}
"""State -> what is there once the page shows it."""


class Picture(NamedTuple):
    """One picture, and what the gallery is asked for it."""

    name: str
    layout: str
    state: str = "banner"
    scheme: str = "light"
    language: str = "nl_NL_formal"
    size: tuple[int, int] = WIDE


PICTURES = (
    Picture("gallery-bar", "bar"),
    Picture("gallery-bar-narrow", "bar", size=NARROW),
    Picture("gallery-box", "box"),
    Picture("gallery-box-narrow", "box", size=NARROW),
    Picture("gallery-centred", "centred"),
    Picture("gallery-centred-narrow", "centred", size=NARROW),
    Picture("gallery-dark", "box", scheme="dark"),
    Picture("gallery-panel", "box", "panel"),
    Picture("gallery-placeholder", "box", "placeholder"),
    Picture("gallery-arabic", "box", language="ar"),
    Picture("gallery-german-formal", "box", "panel", language="de_formal"),
)


class Sight(NamedTuple):
    """One picture of the dashboard.

    :param top: what stands at its upper edge.
    """

    name: str
    path: str
    size: tuple[int, int]
    scheme: Literal["light", "dark"] = "light"
    top: str = "body"


SIGHTS = (
    Sight("dashboard", "", (1000, 760), top="#course"),
    Sight("dashboard-narrow", "?by=device", NARROW, "dark", top=".counts"),
)


class Quiet(WSGIRequestHandler):
    """Answers without a line for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def demo() -> Iterator[tuple[str, str]]:
    """The address of the demo, served from here with its made-up visitors, and the password of its user."""
    with TemporaryDirectory() as directory:
        environ = {"AKKOORD_STORE": f"sqlite:///{Path(directory) / 'akkoord.db'}"}
        complete(environ)
        settings = load_settings(environ)
        fill(settings)
        password = let_in(settings)
        server = make_server("127.0.0.1", 0, akkoord_app(settings), threaded=True, request_handler=Quiet)
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", password
        server.shutdown()


def take(browser: Browser, address: str, picture: Picture) -> bytes:
    """One picture, as PNG."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    query = f"layout={picture.layout}&scheme={picture.scheme}&language={picture.language}&state={picture.state}"
    page.goto(f"{address}/look?{query}")
    page.wait_for_selector(READY[picture.state], state="attached")
    # what was just said of the choice stays for some seconds
    expect(page.locator("akkoord-banner [role=status]").first).to_be_empty(timeout=15_000)
    taken = page.screenshot()
    context.close()
    return taken


def see(browser: Browser, address: str, password: str, sight: Sight) -> bytes:
    """One picture of the dashboard, as PNG."""
    width, height = sight.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=sight.scheme, locale="nl-NL", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{address}/dashboard/login")
    page.locator("#name").fill(USER)
    page.locator("[name=password]").fill(password)
    page.locator(".door button").click()
    expect(page.locator(".top")).to_be_visible()
    page.goto(f"{address}/dashboard/{sight.path}")
    expect(page.locator("canvas").first).to_be_visible()
    page.locator(sight.top).evaluate("element => scrollTo(0, element.getBoundingClientRect().top - 16)")
    taken = page.screenshot()
    context.close()
    return taken


def main() -> int:
    too_large = False
    with demo() as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        pictures = [(picture.name, partial(take, browser, address + PATH, picture)) for picture in PICTURES]
        sights = [(sight.name, partial(see, browser, address, password, sight)) for sight in SIGHTS]
        for name, picture in [*pictures, *sights]:
            taken = picture()
            (IMAGES / f"{name}.png").write_bytes(taken)
            print(f"{name}.png: {len(taken)} bytes")
            too_large = too_large or len(taken) > LIMIT
        browser.close()
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
