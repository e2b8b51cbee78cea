"""Take the pictures of ``docs/gallery.md`` from the demo's gallery, with Chromium."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import NamedTuple

from playwright.sync_api import Browser, expect, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from akkoord.settings import load_settings
from akkoord.web.demo.gallery import PATH
from akkoord.web.demo.start import akkoord_app, complete

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


class Quiet(WSGIRequestHandler):
    """Answers without a line for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def gallery() -> Iterator[str]:
    """The address of the gallery, served from here."""
    with TemporaryDirectory() as directory:
        environ = {"AKKOORD_STORE": f"sqlite:///{Path(directory) / 'akkoord.db'}"}
        complete(environ)
        app = akkoord_app(load_settings(environ))
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{PATH}"
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


def main() -> int:
    too_large = False
    with gallery() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            taken = take(browser, address, picture)
            (IMAGES / f"{picture.name}.png").write_bytes(taken)
            print(f"{picture.name}.png: {len(taken)} bytes")
            too_large = too_large or len(taken) > LIMIT
        browser.close()
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
