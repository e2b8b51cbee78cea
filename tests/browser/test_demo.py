"""The main job on real pages: the demo site, sealed and with untouched trackers, as ``make run`` serves it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from akkoord.paths import built
from tests.browser.backend import Backend
from tests.browser.test_banner import violations
from tests.browser.visitor import ACCEPT, REJECT, SETTINGS, Visitor

PAGES = ["/", "/behandelingen", "/klinieken", "/afspraak", "/cookies"]
ENGLISH = [f"/en{path}" for path in PAGES]
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
def test_axe_finds_nothing_on_the_english_pages_with_the_banner(width: int, demo: Backend, visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 720})
    for path in ENGLISH:
        visitor.open(demo.address + path)
        assert violations(visitor) == [], path


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_fit(width: int, demo: Backend, visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 720})
    for path in [*PAGES, *ENGLISH]:
        visitor.page.goto(demo.address + path)
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width


def test_who_turns_to_english_by_the_keyboard_meets_an_english_banner(demo: Backend, visitor: Visitor) -> None:
    """In a browser that asks for Dutch: what counts is the language of the page."""
    visitor.page.set_viewport_size({"width": 320, "height": 720})
    visitor.open(demo.address + "/klinieken")
    english = visitor.page.get_by_role("link", name="English", exact=True)
    english.focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(demo.address + "/en/klinieken")
    expect(visitor.banner).to_contain_text("Cookies on this website")
    for name in ("Reject all", "Accept all", "Choose for yourself"):
        expect(visitor.banner.get_by_role("button", name=name, exact=True)).to_be_visible()


def test_an_english_visit_is_english_throughout(demo: Backend, visitor: Visitor) -> None:
    visitor.open(demo.address + "/en/behandelingen")
    visitor.decides("Accept all")
    film = visitor.page.frame_locator("iframe").get_by_role("heading")
    expect(film).to_have_text("How a root canal treatment goes")
    visitor.page.get_by_role("button", name="Chat").click()
    expect(visitor.page.get_by_text("Hello, how can we help?")).to_be_visible()
    visitor.page.get_by_role("contentinfo").get_by_role("button", name="Cookie settings").click()
    expect(visitor.panel.get_by_role("switch", name="Advertising cookies")).to_be_checked()

    visitor.page.goto(demo.address + "/en/klinieken")
    for wanted, found in (("Utrecht", "1 clinic found"), ("Braces", "1 clinic found"), ("Oral", "2 clinics found")):
        visitor.page.get_by_role("searchbox").fill(wanted)
        expect(visitor.page.get_by_role("search").get_by_role("status")).to_have_text(found)

    visitor.page.goto(demo.address + "/en/afspraak")
    for field in visitor.page.locator("form :required").all():
        if field.evaluate("field => field.localName") == "select":
            field.select_option(index=1)
        else:
            field.fill("a@b.example")
    visitor.page.get_by_role("button", name="Send the request").click()
    expect(visitor.page.locator("form").get_by_role("status")).to_contain_text("nothing has been sent or kept")

    visitor.page.goto(f"http://tracker.localhost:{demo.port}/?language=en")
    expect(visitor.page.get_by_role("status")).to_contain_text("Vendors reached: 4.")


@pytest.fixture
def informal_demo(tmp_path: Path) -> Iterator[Backend]:
    """The demo of an owner who lists informal Dutch first."""
    text = (built("examples") / "dentdinamo" / "akkoord.toml").read_text(encoding="utf-8")
    config = tmp_path / "akkoord.toml"
    config.write_text(text.replace('["nl_NL_formal", "nl", "en"]', '["nl", "nl_NL_formal", "en"]'), encoding="utf-8")
    demo = Backend(tmp_path, "demo", {"AKKOORD_CONFIG": str(config)}, arguments=("--empty",))
    demo.start()
    yield demo
    demo.stop()


def test_page_and_banner_are_informal_where_the_site_lists_that_first(informal_demo: Backend, visitor: Visitor) -> None:
    visitor.open(informal_demo.address + "/")
    expect(visitor.page.locator("main h1")).to_have_text("Een tandarts die bij je past")
    expect(visitor.banner).to_contain_text("Je kunt je keuze")
