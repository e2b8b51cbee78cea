"""Held frames: whose content it is, showing it once, and allowing it from now on, without any move of the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import FrameLocator, expect

from tests.browser.lab import Lab
from tests.browser.test_banner import violations
from tests.browser.visitor import REJECT, Visitor

ONCE, ALLOW = "Deze keer tonen", "Toestaan en tonen"


def film(lab: Lab, host: str = "ads", width: int = 400, height: int = 300) -> str:
    return f'<iframe src="{lab.vendor(host)}/film.html" width="{width}" height="{height}" title="Film"></iframe>'


def placeholder(visitor: Visitor, number: int = 0) -> FrameLocator:
    return visitor.page.frame_locator("iframe").nth(number)


@pytest.mark.parametrize("marked", [False, True])
def test_one_frame_is_shown_once_and_nothing_else_happens(
    marked: bool, lab: Lab, sealed: str, visitor: Visitor
) -> None:
    one = film(lab).replace("src=", 'data-akkoord="marketing" data-src=' if marked else "src=")
    address = lab.page("/", one + one.replace("film", "andere"), sealed)
    visitor.open(address)
    visitor.decides(REJECT)
    before = visitor.page.locator("iframe").first.bounding_box()
    cookies = visitor.cookies()
    lab.received.clear()
    visitor.requests.clear()
    with visitor.page.expect_request("**/film.html"):
        placeholder(visitor).get_by_role("button", name=ONCE).click()
    visitor.waits_for("document.querySelector('iframe').contentDocument === null")
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == ["ads/film.html"]
    assert [request.url for request in visitor.requests if "/api/" in request.url] == [], "nothing is recorded"
    assert visitor.cookies() == cookies and visitor.storage() == []
    assert visitor.page.evaluate("akkoord.choices.marketing") is False
    assert visitor.page.locator("iframe").first.bounding_box() == before
    expect(placeholder(visitor, 1).get_by_role("button", name=ONCE)).to_be_visible()

    visitor.page.goto(address)
    expect(placeholder(visitor).get_by_role("button", name=ONCE)).to_be_visible()


def test_a_later_yes_does_not_load_anew_what_is_shown(lab: Lab, sealed: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", film(lab) + film(lab).replace("film", "andere"), sealed))
    visitor.decides(REJECT)
    lab.received.clear()
    with visitor.page.expect_request("**/film.html"):
        placeholder(visitor).get_by_role("button", name=ONCE).click()
    with visitor.page.expect_request("**/andere.html"):
        placeholder(visitor, 1).get_by_role("button", name=ALLOW).click()
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == ["ads/film.html", "ads/andere.html"]


def test_it_names_provider_and_category_or_else_host_and_all_that_is_asked(
    lab: Lab, sealed: str, visitor: Visitor
) -> None:
    visitor.open(lab.page("/", film(lab) + film(lab, "nobody"), sealed))
    known, unknown = placeholder(visitor).locator("body"), placeholder(visitor, 1).locator("body")
    expect(known).to_contain_text("Reclame BV")
    expect(known).not_to_contain_text("ads.example.localhost")
    expect(known.locator("small")).to_have_text("Advertentiecookies")
    expect(unknown).to_contain_text("nobody.example.localhost")
    expect(unknown.locator("small")).to_have_text("Functionele cookies, Analytische cookies en Advertentiecookies")


def test_small_frames_have_room_for_both_buttons(lab: Lab, sealed: str, visitor: Visitor) -> None:
    sizes = [(560, 315), (320, 180), (220, 140), (120, 120)]
    visitor.open(lab.page("/", "".join(film(lab, width=width, height=height) for width, height in sizes), sealed))
    visitor.decides(REJECT)
    for number in range(len(sizes)):
        frame = placeholder(visitor, number)
        for name in (ONCE, ALLOW):
            button = frame.get_by_role("button", name=name)
            button.scroll_into_view_if_needed()
            expect(button).to_be_in_viewport(ratio=0.99)
            size = button.bounding_box()
            assert size and size["height"] >= 44
        assert frame.locator("html").evaluate("html => html.scrollWidth <= html.clientWidth")
    assert frame.locator("html").evaluate("html => html.scrollHeight > html.clientHeight"), "the smallest one scrolls"
    roomy = placeholder(visitor, 0).locator("html")
    assert roomy.evaluate("html => html.scrollHeight <= html.clientHeight")
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme)
        assert violations(visitor) == []


def test_a_strict_page_offers_no_single_showing(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", film(lab), tag.replace("<script ", "<script data-strict ")))
    expect(placeholder(visitor).get_by_role("button", name=ALLOW)).to_be_visible()
    expect(placeholder(visitor).get_by_role("button", name=ONCE)).to_have_count(0)
