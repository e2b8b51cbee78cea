"""The cookie declaration for people: languages, small screens, dark, from right to left, on paper."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.backend import Backend
from tests.browser.leaving import close
from tests.browser.speakers import EVERY, WIDTH, picture, site_id
from tests.browser.test_banner import violations
from tests.browser.visitor import Visitor
from tests.unit.catalogues import LANGUAGES


def address(backend: Backend, language: str) -> str:
    return f"{backend.address}/sites/{site_id(language)}/cookies"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["nl_NL_formal", "ar"])
def test_axe_finds_nothing(language: str, scheme: Any, speaking_backend: Backend, visitor: Visitor) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.page.goto(f"{speaking_backend.address}/sites/{EVERY}/cookies/{language}")
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(visitor) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_on_a_small_screen(language: str, speaking_backend: Backend, small: Page) -> None:
    small.goto(address(speaking_backend, language))
    assert small.evaluate("document.documentElement.scrollWidth") <= WIDTH
    wide = "[...document.querySelectorAll('body *')].filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth)"
    assert small.evaluate(f"{wide}.map((e) => e.outerHTML.slice(0, 80))") == []
    assert "{" not in small.locator("body").inner_text()
    picture(small, f"{language}-declaration")


def test_it_is_read_from_right_to_left(speaking_backend: Backend, visitor: Visitor) -> None:
    visitor.page.goto(address(speaking_backend, "ar"))
    heading, row = visitor.page.locator("h1"), visitor.page.locator("dl div").first
    assert heading.evaluate("element => getComputedStyle(element).direction") == "rtl"
    assert row.evaluate(
        "row => row.children[0].getBoundingClientRect().left > row.children[1].getBoundingClientRect().left"
    )
    name = visitor.page.locator("td code").first
    assert name.evaluate("element => getComputedStyle(element).direction") == "ltr", "the name of a cookie is code"


def test_the_browsers_language_is_taken_and_another_can_be_chosen(chromium: Browser, speaking_backend: Backend) -> None:
    context = chromium.new_context(locale="fr-CA")
    page = context.new_page()
    page.goto(f"{speaking_backend.address}/sites/{EVERY}/cookies")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_role("link", name="Nederlands (u)").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl-NL")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cookieverklaring")
    close(context)


def test_its_own_policy_lets_its_style_sheet_in(speaking_backend: Backend, visitor: Visitor) -> None:
    complaints: list[str] = []
    visitor.page.on("console", lambda message: complaints.append(message.text))
    visitor.page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    visitor.page.goto(address(speaking_backend, "en"))
    assert visitor.page.locator("article").first.evaluate("element => getComputedStyle(element).borderRadius") == "10px"
    assert complaints == []
    assert visitor.cookies() == {} and visitor.storage() == []


def test_on_paper_it_is_black_on_white_with_the_addresses_written_out(
    speaking_backend: Backend, visitor: Visitor
) -> None:
    visitor.page.emulate_media(color_scheme="dark", media="print")
    visitor.page.goto(f"{speaking_backend.address}/sites/{EVERY}/cookies/en")
    colours = "element => [getComputedStyle(element).color, getComputedStyle(element).backgroundColor]"
    assert visitor.page.locator("body").evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    expect(visitor.page.get_by_role("navigation")).not_to_be_visible()
    link = visitor.page.locator("article a").last
    assert "http" in link.evaluate("element => getComputedStyle(element, '::after').content")
