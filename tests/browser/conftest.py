"""A real Chromium, real pages, and the real backend."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.backend import Backend
from tests.browser.lab import SEAL, Lab
from tests.browser.leaving import close
from tests.browser.speakers import HEIGHT, WIDTH, speaking
from tests.browser.visitor import Visitor

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

CONFIG = """
[sites.shop]
origins = ["{origin}"]
controller = "Winkel BV, Utrecht"
languages = ["nl_NL_formal", "nl", "en"]
privacy = "{origin}/privacy"
services = ["chat", "stats", "ads"]

[services.chat]
name = "Praat"
category = "functional"
provider = "Praat BV"
country = "NL"
purpose = "chat"
hosts = ["chat.example.localhost"]
cookies = [{{ name = "_chat*", lifetime = "session" }}]

[services.stats]
name = "Meet"
category = "analytics"
provider = "Meet BV"
country = "NL"
purpose = "measure-audience"
hosts = ["stats.example.localhost", "/own-stats/"]
cookies = [{{ name = "_stat*", lifetime = "13 months" }}]

[services.ads]
name = "Reclame"
category = "marketing"
provider = "Reclame BV"
country = "NL"
purpose = "advertise"
hosts = ["ads.example.localhost"]
cookies = [
  {{ name = "_ad*", lifetime = "90 days" }},
  {{ name = "_ad*", lifetime = "persistent", kind = "local storage" }},
]
"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    assert Path(CHROMIUM).exists(), f"Chromium is missing: install the package that brings {CHROMIUM}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A visitor's browser: empty, Dutch."""
    context = chromium.new_context(locale="nl-NL")
    yield context
    close(context)


@pytest.fixture
def lab() -> Iterator[Lab]:
    lab = Lab()
    yield lab
    lab.close()


@pytest.fixture
def backend(lab: Lab, tmp_path: Path) -> Iterator[Backend]:
    """The production server, for a site whose pages the lab serves."""
    config = tmp_path / "akkoord.toml"
    config.write_text(CONFIG.format(origin=lab.origin))
    backend = Backend(tmp_path, "serve", {"AKKOORD_CONFIG": str(config)})
    backend.start()
    yield backend
    backend.stop()


@pytest.fixture(scope="session")
def speaking_backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """The production server, with a site for each language."""
    backend = speaking(tmp_path_factory.mktemp("speaking"))
    backend.start()
    yield backend
    backend.stop()


@pytest.fixture(scope="module")
def small(chromium: Browser) -> Iterator[Page]:
    """One tab on the smallest screen, for pages of which there are many."""
    context = chromium.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    yield context.new_page()
    close(context)


@pytest.fixture
def tag(backend: Backend) -> str:
    """The one tag."""
    return f'<script src="{backend.address}/sites/shop/akkoord.js"></script>'


@pytest.fixture
def sealed(tag: str) -> str:
    """The one tag with the seal line."""
    return tag + SEAL


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def visitor(page: Page) -> Iterator[Visitor]:
    """Somebody with a browser; no page may ever throw an error at them."""
    visitor = Visitor(page)
    yield visitor
    assert visitor.errors == []


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Backend]:
    """What ``make run`` serves, without the visitors that never were."""
    demo = Backend(tmp_path, "demo", arguments=("--empty",))
    demo.start()
    yield demo
    demo.stop()
