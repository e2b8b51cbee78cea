"""Banner and panel of every language on the smallest screen. Pictures of each are left in ``build/screenshots``."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from akkoord.texts import OWN_WORDS, PROVIDERS
from akkoord.translate import Translation, bcp47, direction, lifetime
from tests.browser.backend import Backend
from tests.browser.speakers import HEIGHT, WIDTH, open_page, picture
from tests.browser.visitor import Visitor
from tests.unit.catalogues import LANGUAGES

CUT = """element => {
  const box = element.getBoundingClientRect();
  const words = document.createRange();
  words.selectNodeContents(element);
  return element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight
    || [...words.getClientRects()].some((line) => line.left < box.left - 0.5 || line.right > box.right + 0.5
      || line.top < box.top - 0.5 || line.bottom > box.bottom + 0.5);
}"""
"""Whether any of a button's words lies outside it."""


def text(language: str, key: str) -> str:
    return Translation(language).gettext(OWN_WORDS[key])


def button(layer: Locator, language: str, key: str) -> Locator:
    return layer.get_by_role("button", name=text(language, key), exact=True)


def size(of: Locator) -> tuple[float, float]:
    box = of.bounding_box()
    assert box
    return box["width"], box["height"]


def bottom(of: Locator) -> float:
    box = of.bounding_box()
    assert box
    return box["y"] + box["height"]


def check_layer(layer: Locator, language: str, name: str) -> None:
    """No button's words are cut, accept and reject are as large as each other, and nothing scrolls sideways."""
    buttons = layer.get_by_role("button").all()
    assert len(buttons) >= 3
    assert [each.text_content() for each in buttons if each.evaluate(CUT)] == []
    accept, reject = (button(layer, language, key) for key in ("accept_all", "reject_all"))
    assert size(accept) == size(reject)
    assert bottom(accept) <= HEIGHT and bottom(reject) <= HEIGHT, "nobody has to scroll to find them"
    assert layer.evaluate("element => element.scrollWidth <= element.clientWidth")
    assert layer.page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    box: dict[str, Any] = layer.evaluate("element => element.getBoundingClientRect().toJSON()")
    assert box["left"] >= 0 and box["right"] <= WIDTH and box["top"] >= 0 and box["bottom"] <= HEIGHT
    picture(layer.page, f"{language}-{name}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_banner_and_panel_fit(language: str, speaking_backend: Backend, small: Page) -> None:
    visitor = Visitor(small)
    open_page(small, speaking_backend, language)
    expect(visitor.banner).to_be_visible()
    host = small.locator("akkoord-banner")
    assert (host.get_attribute("lang"), host.get_attribute("dir")) == (bcp47(language), direction(language))
    expect(visitor.banner.get_by_role("heading")).to_have_text(text(language, "title"))
    check_layer(visitor.banner, language, "banner")

    button(visitor.banner, language, "choose").click()
    expect(visitor.panel).to_be_visible()
    check_layer(visitor.panel, language, "panel")

    for summary in visitor.panel.locator("summary").all():
        summary.click()
    words = visitor.panel.text_content() or ""
    assert Translation(language).ngettext(*PROVIDERS, 1).replace("{count}", "1") in words
    assert lifetime("2 years", language) in words
    assert lifetime("180 days", language) in words
    assert "{" not in words
    assert visitor.panel.locator(".scroll").evaluate("element => element.scrollWidth <= element.clientWidth")
    assert visitor.errors == []
