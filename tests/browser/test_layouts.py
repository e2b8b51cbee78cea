"""Bar, box and centred, by day and by night: none is a wall, and in all of them yes and no are equal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Route, expect

from tests.browser.lab import Lab
from tests.browser.looks import LAYOUTS, PARAGRAPHS, looking, served
from tests.browser.test_banner import violations
from tests.browser.visitor import ACCEPT, CHOOSE, REJECT, Visitor

WATCHES_PAINT = """
window.seen = { shifts: 0, largest: [] };
new PerformanceObserver((list) => { for (const entry of list.getEntries()) seen.shifts += entry.value; })
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) seen.largest.push(entry.element?.id || entry.element?.localName || "ours");
}).observe({ type: "largest-contentful-paint", buffered: true });
"""
CLOSE_REFUSES = "Sluiten en alles weigeren"


def style(element: Locator, name: str) -> str:
    value: str = element.evaluate("(element, name) => getComputedStyle(element).getPropertyValue(name)", name)
    return value


def box(element: Locator) -> FloatRect:
    found = element.bounding_box()
    assert found
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_layout_is_a_wall_and_yes_and_no_are_equal_everywhere(
    layout: str, lab: Lab, tmp_path: Path, visitor: Visitor
) -> None:
    with served(tmp_path, looking(lab, layout)) as tag:
        visitor.page.add_init_script(WATCHES_PAINT)
        visitor.open(lab.page("/", f'<h2 id="big" style="font-size:7vw">Welkom bij de winkel</h2>{PARAGRAPHS}', tag))
        accept, reject = (visitor.banner.get_by_role("button", name=name) for name in (ACCEPT, REJECT))
        visitor.page.wait_for_load_state("networkidle")
        seen = visitor.page.evaluate("seen")
        assert seen["shifts"] == 0
        assert seen["largest"] and "ours" not in seen["largest"], "the banner is never the largest thing painted"
        for scheme in ("light", "dark"):
            visitor.page.emulate_media(color_scheme=scheme)
            assert violations(visitor) == []
        for width, height in ((1280, 720), (768, 1024), (360, 740), (320, 256)):
            visitor.page.set_viewport_size({"width": width, "height": height})
            around = box(visitor.banner)
            assert around["x"] >= 0 and around["x"] + around["width"] <= width
            assert around["y"] >= 0 and around["y"] + around["height"] <= height
            assert around["height"] <= 0.86 * height, "the page is seen behind it"
            assert visitor.banner.evaluate("element => element.scrollWidth <= element.clientWidth")
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
            one, other = box(accept), box(reject)
            assert (one["width"], one["height"]) == (other["width"], other["height"])
            assert one["width"] >= 44 and one["height"] >= 44
            for name in (REJECT, ACCEPT, CHOOSE):
                visitor.banner.get_by_role("button", name=name).scroll_into_view_if_needed()
                expect(visitor.banner.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
        visitor.page.set_viewport_size({"width": 1280, "height": 720})
        assert (
            style(visitor.banner, "animation-name") == "none" and style(visitor.banner, "transition-duration") == "0s"
        )

        # nothing lies over the page, and it scrolls
        assert visitor.page.evaluate("document.elementFromPoint(1200, 20).closest('akkoord-banner')") is None
        visitor.page.mouse.move(1200, 20)
        visitor.page.mouse.wheel(0, 900)
        visitor.waits_for("scrollY > 500")
        expect(visitor.banner).to_be_visible()


def test_each_layout_stands_where_it_says_also_from_right_to_left(lab: Lab, tmp_path: Path, visitor: Visitor) -> None:
    places = {}
    for layout in LAYOUTS:
        (tmp_path / layout).mkdir()
        with served(tmp_path / layout, looking(lab, layout)) as tag:
            visitor.open(lab.page("/", PARAGRAPHS, tag))
            host = visitor.page.locator("akkoord-banner")
            places[layout] = box(visitor.banner)
            host.evaluate("host => { host.dir = 'rtl' }")
            places[f"{layout} rtl"] = box(visitor.banner)
    assert places["box"]["x"] < 32 and places["box"]["width"] <= 480
    assert places["box"]["y"] + places["box"]["height"] > 680
    assert places["box rtl"]["x"] + places["box rtl"]["width"] > 1280 - 32, "the start of the line is at the right"
    assert (places["bar"]["x"], places["bar"]["width"]) == (0, 1280)
    assert places["bar"]["y"] + places["bar"]["height"] == 720
    middle = places["centred"]
    assert abs(middle["x"] + middle["width"] / 2 - 640) <= 1 and abs(middle["y"] + middle["height"] / 2 - 360) <= 1


@pytest.mark.parametrize(
    ("head", "system", "expected"),
    [
        ("", "light", "light"),
        ("", "dark", "dark"),
        ("<style>:root{color-scheme:dark}</style>", "light", "dark"),
        ("<style>:root{color-scheme:light}</style>", "dark", "light"),
        ("<style>:root{color-scheme:light dark}</style>", "dark", "dark"),
        ('<meta name="color-scheme" content="dark">', "light", "dark"),
    ],
)
def test_the_scheme_is_that_of_the_page_or_else_of_the_system(
    head: str, system: Any, expected: str, lab: Lab, tag: str, visitor: Visitor
) -> None:
    visitor.page.emulate_media(color_scheme=system)
    visitor.open(lab.page("/", "", tag + head))
    assert style(visitor.banner, "color-scheme") == expected
    assert (
        style(visitor.banner, "background-color")
        == {"light": "rgb(255, 255, 255)", "dark": "rgb(23, 33, 43)"}[expected]
    )
    visitor.page.evaluate("document.documentElement.style.colorScheme = 'dark'")
    visitor.waits_for("getComputedStyle(document.querySelector('akkoord-banner')).colorScheme === 'dark'")


def test_a_fixed_scheme_and_colours_of_the_owner_stay(lab: Lab, tmp_path: Path, visitor: Visitor) -> None:
    with served(tmp_path, looking(lab, theme='scheme = "dark", accent = "#2fb8b0"')) as tag:
        visitor.page.emulate_media(color_scheme="light")
        visitor.open(lab.page("/", "", tag))
        assert style(visitor.banner, "color-scheme") == "dark"
        assert violations(visitor) == []


def test_parts_and_properties_give_it_the_looks_of_the_page_but_never_part_yes_from_no(
    lab: Lab, tag: str, visitor: Visitor
) -> None:
    page_style = """<style>
      akkoord-banner { --akkoord-accent: #7a003c; --akkoord-on-accent: #fff; --akkoord-radius: 0px; display: none; }
      akkoord-banner::part(button) { letter-spacing: 2px; background: red; color: red; opacity: 0; font-size: 1px;
        visibility: hidden; transform: translateX(-999px); }
      akkoord-banner::part(button):first-child { display: none; }
      akkoord-banner::part(buttons) { clip-path: inset(50%); visibility: hidden; display: none; }
      akkoord-banner::part(text) { display: none; opacity: 0; }
      akkoord-banner::part(title) { font-style: italic; }
    </style>"""
    visitor.open(lab.page("/", "", tag + page_style))
    accept, reject = (visitor.banner.get_by_role("button", name=name) for name in (ACCEPT, REJECT))
    for button in (accept, reject):
        expect(button).to_be_visible()
        found = {name: style(button, name) for name in ("background-color", "color", "letter-spacing", "opacity")}
        assert found == {
            "background-color": "rgb(122, 0, 60)",
            "color": "rgb(255, 255, 255)",
            "letter-spacing": "2px",
            "opacity": "1",
        }
        assert style(button, "font-size") == "16px" and style(button, "border-radius") == "0px"
    assert box(accept)["width"] == box(reject)["width"]
    assert style(visitor.banner.locator(".buttons"), "clip-path") == "none"
    expect(visitor.banner.get_by_text("Winkel BV, Utrecht")).to_be_visible()
    assert style(visitor.banner.get_by_role("heading"), "font-style") == "italic"
    assert violations(visitor) == []


def test_an_x_is_only_there_where_it_refuses(lab: Lab, tag: str, visitor: Visitor) -> None:
    address = lab.page("/", "", tag)
    visitor.open(address)
    expect(visitor.banner.get_by_role("button")).to_have_count(3)

    def refusing(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('"close":"absent"', '"close":"refuses"'))

    visitor.page.route("**/banner/**", refusing)
    visitor.open(address)
    cross = visitor.banner.get_by_role("button", name=CLOSE_REFUSES)
    assert box(cross)["width"] >= 44 and box(cross)["height"] >= 44
    assert violations(visitor) == []
    decision = visitor.decides(CLOSE_REFUSES)["decision"]
    assert decision["how"] == "banner" and not any(decision["choices"].values())


def test_a_text_size_of_two_hundred_per_cent_fits(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 640, "height": 800})
    visitor.open(lab.page("/", "", tag))
    # what a browser does whose standard size is 32 pixels
    visitor.page.locator("akkoord-banner").evaluate(
        """host => { const sheet = new CSSStyleSheet(); sheet.replaceSync(":host{font-size:200%!important}");
        host.shadowRoot.adoptedStyleSheets = [...host.shadowRoot.adoptedStyleSheets, sheet]; }"""
    )
    assert style(visitor.banner.get_by_role("button", name=ACCEPT), "font-size") == "32px"
    assert visitor.banner.evaluate("element => element.scrollWidth <= element.clientWidth")
    for name in (REJECT, ACCEPT, CHOOSE):
        visitor.banner.get_by_role("button", name=name).scroll_into_view_if_needed()
        expect(visitor.banner.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
