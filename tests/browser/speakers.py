"""One site for each language, with services that show all that a language must say."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from akkoord.translate import bcp47
from tests.browser.backend import ROOT, Backend
from tests.unit.catalogues import LANGUAGES, compile_catalogues

SERVICES = ("intercom", "google-analytics", "youtube", "meta-pixel", "stripe")
WIDTH, HEIGHT = 320, 640
"""The smallest screen."""
PICTURES = ROOT / "build" / "screenshots"
EVERY = "every-language"
"""The site that speaks them all."""


def site_id(language: str) -> str:
    """The id of the site that speaks only this language."""
    return language.lower().replace("_", "-")


def speaking(directory: Path) -> Backend:
    """A backend, not started yet, with the sites."""
    compile_catalogues()
    config = directory / "akkoord.toml"
    sites = {site_id(language): (language,) for language in LANGUAGES} | {EVERY: LANGUAGES}
    config.write_text("".join(_table(id, languages) for id, languages in sites.items()))
    return Backend(directory, "serve", {"AKKOORD_CONFIG": str(config)})


def open_page(page: Page, backend: Backend, language: str) -> None:
    """Go to a page of the site that speaks the language; it is where the backend is."""
    body = (
        f'<!doctype html><html lang="{bcp47(language)}"><head><meta charset="utf-8">'
        f'<script src="/sites/{site_id(language)}/akkoord.js"></script><title>{language}</title>'
        '<meta name="viewport" content="width=device-width"></head>'
        f"<body><main><h1>{language}</h1></main></body></html>"
    )
    address = f"{backend.address}/pages/{language}"
    page.route(address, lambda route: route.fulfill(content_type="text/html", body=body))
    page.goto(address)


def picture(page: Page, name: str) -> None:
    """Leave a picture for whoever wants to look."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def _table(id: str, languages: tuple[str, ...]) -> str:
    return f"""
[sites.{id}]
origins = ["http://{id}.localhost"]
controller = "Tandartspraktijk De Kiezentrekker BV"
languages = {_quoted(languages)}
services = {_quoted(SERVICES)}
privacy = "/privacy"
"""


def _quoted(words: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"
