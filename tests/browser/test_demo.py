"""The main job on real pages: the demo site, sealed and with untouched trackers, as ``make run`` serves it."""

from __future__ import annotations

import json
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.backend import Backend
from tests.browser.test_banner import violations
from tests.browser.visitor import ACCEPT, REJECT, SETTINGS, Visitor

PAGES = ["/", "/behandelingen", "/klinieken", "/afspraak", "/cookies"]
VENDORS = {"meten.localhost", "reclame.localhost", "video.localhost", "chat.localhost"}


def received(demo: Backend) -> set[str]:
    """The vendors that anything has reached, as the vendors' own view tells it."""
    view = Request(f"{demo.address}/received.json", headers={"Host": f"tracker.localhost:{demo.port}"})
    with urlopen(view) as answer:
        return {entry["host"] for entry in json.load(answer)["received"]}


def clear(demo: Backend) -> None:
    """Empty the vendors' view."""
    view = Request(f"{demo.address}/received/clear", b"", headers={"Host": f"tracker.localhost:{demo.port}"})
    with urlopen(view):
        pass


def to_vendors(visitor: Visitor) -> list[str]:
    """What this page asked of vendors, even if it was cut off."""
    return [
        request.url
        for request in visitor.requests
        if request.url.split("/")[2].split(":")[0] in VENDORS and not request.url.startswith("about")
    ]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_happens_for_three_seconds_before_a_choice(path: str, demo: Backend, visitor: Visitor) -> None:
    visitor.open(demo.address + path)
    visitor.page.wait_for_timeout(3_000)
    assert to_vendors(visitor) == [] and received(demo) == set()
    assert visitor.cookies() == {} and visitor.storage() == []


def test_without_the_script_every_vendor_hears_of_it(demo: Backend, visitor: Visitor) -> None:
    visitor.page.route("**/akkoord.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    visitor.open(demo.address + "/behandelingen", banner=False)
    visitor.page.wait_for_load_state("networkidle")
    assert received(demo) == VENDORS
    assert visitor.cookies() and visitor.storage()


def test_rejecting_keeps_every_page_shut(demo: Backend, visitor: Visitor) -> None:
    visitor.open(demo.address + "/")
    visitor.decides(REJECT)
    for path in PAGES:
        visitor.page.goto(demo.address + path)
        visitor.page.wait_for_load_state("networkidle")
        expect(visitor.banner).not_to_be_visible()
    assert to_vendors(visitor) == [] and received(demo) == set()
    assert list(visitor.cookies()) == ["akkoord"] and visitor.storage() == []


def test_accepting_starts_every_vendor_and_withdrawing_ends_them(demo: Backend, visitor: Visitor) -> None:
    visitor.open(demo.address + "/behandelingen")
    visitor.decides(ACCEPT)
    visitor.waits_for("document.cookie.includes('_ddads')")
    visitor.page.wait_for_load_state("networkidle")
    visitor.waits_for("document.querySelector('iframe').src !== ''")
    expect(visitor.page.get_by_role("button", name="Chat")).to_be_visible()
    assert received(demo) == VENDORS

    visitor.page.get_by_role("contentinfo").get_by_role("button", name=SETTINGS).click()
    expect(visitor.panel).to_be_visible()
    with visitor.page.expect_event("load"):
        visitor.press(REJECT)
    visitor.page.wait_for_load_state("networkidle")
    clear(demo)
    visitor.requests.clear()
    visitor.page.wait_for_timeout(1_000)
    own = visitor.page.context.cookies(demo.address)
    assert [cookie.get("name") for cookie in own] == ["akkoord"] and visitor.storage() == []
    assert to_vendors(visitor) == [] and received(demo) == set()


def test_nothing_reaches_a_vendor_while_a_withdrawal_reloads_the_page(demo: Backend, visitor: Visitor) -> None:
    visitor.open(demo.address + "/")
    visitor.decides(ACCEPT)
    visitor.waits_for("document.cookie.includes('_ddads')")
    visitor.page.wait_for_load_state("networkidle")
    visitor.requests.clear()
    with visitor.page.expect_event("load"):
        visitor.page.evaluate("void akkoord.withdraw()")
    visitor.page.wait_for_load_state("networkidle")
    assert to_vendors(visitor) == []


def test_the_backend_sets_the_cookie_where_it_serves_the_page(demo: Backend, visitor: Visitor) -> None:
    visitor.open(demo.address + "/")
    with visitor.page.expect_response("**/decisions") as answer:
        visitor.press(ACCEPT)
    header = answer.value.all_headers()["set-cookie"]
    assert header.startswith("akkoord=") and "Max-Age=15552000" in header and "SameSite=Lax" in header
    (cookie,) = [cookie for cookie in visitor.page.context.cookies(demo.address) if cookie.get("name") == "akkoord"]
    assert cookie.get("httpOnly") is False


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_the_pages_with_the_banner(path: str, demo: Backend, visitor: Visitor) -> None:
    visitor.open(demo.address + path)
    assert violations(visitor) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_fit(width: int, demo: Backend, visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 720})
    for path in PAGES:
        visitor.page.goto(demo.address + path)
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
