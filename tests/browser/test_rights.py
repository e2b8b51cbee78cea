"""A visitor's proof and rights for people: languages, small screens, keyboard, no scripts, and what the gate does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.backend import Backend
from tests.browser.decided import Decided, decide
from tests.browser.leaving import close
from tests.browser.speakers import EVERY, WIDTH, picture, site_id
from tests.browser.test_banner import focused, violations
from tests.browser.visitor import ACCEPT, SAVE, SETTINGS, Visitor
from tests.unit.catalogues import LANGUAGES

WIDE = "[...document.querySelectorAll('body *')].filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth)"
"""What sticks out; a field scrolls by itself."""


def addresses(decided: Decided, language: str) -> dict[str, str]:
    """Every page about one visitor."""
    site = f"{decided.backend.address}/sites/{decided.site}"
    return {
        "rights": f"{site}/me/{language}",
        "erase": f"{site}/me/{language}/erase",
        "receipt": f"{site}/receipts/{decided.number}/{language}",
        "verify": f"{decided.backend.address}/receipts/verify/{language}",
    }


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """A browser that runs no scripts."""
    context = chromium.new_context(locale="nl-NL", java_script_enabled=False)
    yield context.new_page()
    close(context)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["nl_NL_formal", "ar"])
def test_axe_finds_nothing(language: str, scheme: Any, speaking_backend: Backend, visitor: Visitor) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    nobody = f"{speaking_backend.address}/sites/{EVERY}/me/{language}"
    visitor.page.goto(nobody)
    assert violations(visitor) == []
    decided = decide(speaking_backend, EVERY, language, analytics=True)
    visitor.page.locator("#code").fill(decided.number)
    visitor.page.locator("form[action$=enter] button").click()
    expect(visitor.page.locator(".entered")).to_be_visible()
    assert violations(visitor) == [], "by a number"
    decided.put_into(visitor.page.context)
    for name, address in addresses(decided, language).items():
        visitor.page.goto(address)
        assert violations(visitor) == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_on_a_small_screen(language: str, speaking_backend: Backend, small: Page) -> None:
    decided = decide(speaking_backend, site_id(language), language, analytics=True)
    decided.put_into(small.context)
    for name, address in addresses(decided, language).items():
        small.goto(address)
        assert small.evaluate("document.documentElement.scrollWidth") <= WIDTH, name
        assert small.evaluate(f"{WIDE}.map((e) => e.outerHTML.slice(0, 80))") == [], name
        assert "{" not in small.locator("body").inner_text(), name
        picture(small, f"{language}-{name}")


def test_all_that_can_be_pressed_is_large_enough(speaking_backend: Backend, small: Page) -> None:
    decided = decide(speaking_backend, EVERY, "nl_NL_formal")
    decided.put_into(small.context)
    small.goto(addresses(decided, "nl_NL_formal")["rights"])
    pressed = small.locator("button, .button, .switches label, #code").all()
    heights = [each.evaluate("element => element.getBoundingClientRect().height") for each in pressed]
    assert len(heights) > 8 and min(heights) >= 44


def test_the_keyboard_alone_corrects_the_choice(speaking_backend: Backend, visitor: Visitor) -> None:
    decided = decide(speaking_backend, site_id("nl_NL_formal"), "nl_NL_formal", analytics=True)
    decided.put_into(visitor.page.context)
    page, keys = visitor.page, visitor.page.keyboard
    page.goto(addresses(decided, "nl_NL_formal")["rights"])
    keys.press("Tab")
    functional = page.get_by_role("switch", name="Functionele cookies")
    expect(functional).to_be_focused()
    assert functional.evaluate("element => getComputedStyle(element).outlineWidth") == "3px"
    keys.press("Space")
    for _ in range(9):
        keys.press("Tab")
        if focused(visitor) == SAVE:
            break
    keys.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Uw keuze is opgeslagen.")
    expect(functional).to_be_checked()
    expect(page.get_by_role("switch", name="Analytische cookies")).to_be_checked()
    assert len(page.locator("article").all()) == 2


def test_without_javascript_a_number_opens_it_and_everything_can_be_erased(
    speaking_backend: Backend, plain: Page
) -> None:
    decided = decide(speaking_backend, EVERY, "nl_NL_formal", analytics=True)
    plain.goto(addresses(decided, "nl_NL_formal")["rights"])
    expect(plain.get_by_text("wordt hier niets van u bewaard")).to_be_visible()
    plain.get_by_label("Toestemmingsnummer of token").fill(decided.number)
    plain.get_by_role("button", name="Tonen").click()
    expect(plain.locator("article code")).to_have_text(decided.number)
    assert decided.number not in plain.url
    expect(plain.get_by_role("switch", name="Advertentiecookies")).to_be_disabled()
    plain.get_by_role("link", name="Alles wissen").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Wilt u alles wissen?")
    plain.get_by_role("button", name="Alles wissen").click()
    expect(plain.get_by_role("status")).to_have_text("Alles is gewist.")
    assert plain.context.cookies() == []


def test_the_gate_follows_what_is_withdrawn_and_erased_there(demo: Backend, visitor: Visitor) -> None:
    visitor.open(demo.address)
    visitor.decides(ACCEPT)
    rights = f"{demo.address}/sites/dentdinamo/me/nl_NL_formal"
    visitor.page.goto(rights)
    visitor.page.get_by_role("button", name="Alle toestemming intrekken").click()
    expect(visitor.page.get_by_role("status")).to_have_text("Uw keuze is opgeslagen.")
    visitor.open(demo.address, banner=False)
    assert visitor.page.evaluate("akkoord.ready.then(() => akkoord.choices.analytics)") is False
    expect(visitor.banner).not_to_be_visible()
    visitor.page.goto(rights)
    visitor.page.get_by_role("link", name="Alles wissen").click()
    visitor.page.get_by_role("button", name="Alles wissen").click()
    expect(visitor.page.get_by_role("status")).to_have_text("Alles is gewist.")
    visitor.open(demo.address)


def test_the_panel_leads_to_the_proof_and_to_the_rights(demo: Backend, visitor: Visitor) -> None:
    visitor.open(demo.address)
    number = visitor.decides(ACCEPT)["decision"]["id"]
    visitor.page.get_by_role("button", name=SETTINGS).first.click()
    for name, title in ((number, "Bewijs van uw keuze"), ("Uw gegevens en uw rechten", "Uw gegevens en uw rechten")):
        with visitor.page.context.expect_page() as opened:
            visitor.panel.get_by_role("link", name=name).click()
        expect(opened.value.get_by_role("heading", level=1)).to_have_text(title)
        expect(opened.value.get_by_text(number).first).to_be_visible()


def test_on_paper_the_proof_is_black_on_white_and_says_where_the_rights_are(
    speaking_backend: Backend, visitor: Visitor
) -> None:
    decided = decide(speaking_backend, EVERY, "en", analytics=True)
    visitor.page.emulate_media(color_scheme="dark", media="print")
    visitor.page.goto(addresses(decided, "en")["receipt"])
    colours = "element => [getComputedStyle(element).color, getComputedStyle(element).backgroundColor]"
    assert visitor.page.locator("body").evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    for hidden in (visitor.page.get_by_role("navigation"), visitor.page.locator(".button").first):
        expect(hidden).not_to_be_visible()
    expect(visitor.page.get_by_text(f"{speaking_backend.address}/sites/{EVERY}/me")).to_be_visible()
