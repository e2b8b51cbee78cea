"""The gallery with the real widget in it."""

from __future__ import annotations

import pytest
from playwright.sync_api import FrameLocator, expect

from tests.browser.backend import Backend
from tests.browser.test_banner import violations
from tests.browser.visitor import ACCEPT, REJECT, Visitor

GALLERY = "/demo/gallery"


def looks(visitor: Visitor) -> list[FrameLocator]:
    """The wide one and the narrow one."""
    return [visitor.page.frame_locator("iframe.wide"), visitor.page.frame_locator("iframe.narrow")]


def test_each_state_is_shown_wide_and_narrow(demo: Backend, visitor: Visitor) -> None:
    visitor.page.goto(f"{demo.address}{GALLERY}?language=nl_NL_formal")
    for look in looks(visitor):
        expect(look.locator("akkoord-banner .banner")).to_be_visible()
    visitor.page.get_by_role("button", name="Zelf instellen").click()
    for look in looks(visitor):
        expect(look.locator("akkoord-banner dialog")).to_be_visible()
    visitor.page.get_by_role("button", name="Tegengehouden video").click()
    for look in looks(visitor):
        expect(look.frame_locator("iframe").get_by_role("button").last).to_be_visible()
        expect(look.locator("akkoord-banner .banner")).not_to_be_visible()


def test_a_choice_is_an_address_and_the_language_follows(demo: Backend, visitor: Visitor) -> None:
    visitor.page.goto(f"{demo.address}{GALLERY}?language=nl_NL_formal")
    visitor.page.get_by_label("Vorm").select_option("bar")
    visitor.page.get_by_label("Taal").select_option("en")
    visitor.page.get_by_role("button", name="Eerste vraag").click()
    visitor.page.wait_for_url("**language=en**")
    for look in looks(visitor):
        expect(look.locator("akkoord-banner .banner")).to_contain_text("Cookies on this website")


def test_what_is_chosen_in_a_look_changes_nothing_in_the_demo(demo: Backend, visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 1500, "height": 1000})
    visitor.page.goto(f"{demo.address}{GALLERY}?language=nl_NL_formal")
    for look in looks(visitor):
        look.get_by_role("button", name=ACCEPT, exact=True).click()
        expect(look.locator("akkoord-banner .banner")).not_to_be_visible()
    assert visitor.cookies() == {} and visitor.storage() == []
    visitor.open(f"{demo.address}/")
    visitor.decides(REJECT)
    mine = visitor.cookies()
    visitor.page.goto(f"{demo.address}{GALLERY}?language=nl_NL_formal")
    for look in looks(visitor):
        expect(look.locator("akkoord-banner .banner")).to_be_visible()
    assert visitor.cookies() == mine


@pytest.mark.parametrize("language", ["nl_NL_formal", "ar"])
def test_axe_finds_nothing(language: str, demo: Backend, visitor: Visitor) -> None:
    visitor.page.goto(f"{demo.address}{GALLERY}?language={language}")
    for look in looks(visitor):
        expect(look.locator("akkoord-banner .banner")).to_be_visible()
    assert violations(visitor) == []


def test_it_fits_on_a_small_screen(demo: Backend, visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.page.goto(f"{demo.address}{GALLERY}")
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 320
