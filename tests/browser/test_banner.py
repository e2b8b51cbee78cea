"""Banner and panel for people: keyboard, screen reader, languages, strict pages, small screens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.backend import ROOT, Backend
from tests.browser.lab import Lab
from tests.browser.visitor import ACCEPT, CHOOSE, REJECT, Visitor

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def violations(visitor: Visitor) -> list[str]:
    """What axe-core finds wrong on the page as it is now."""
    # not as a script of the page, whose policy may forbid it
    visitor.page.evaluate(Path(AXE).read_text(encoding="utf-8") + ";0")
    found: list[dict[str, Any]] = visitor.page.evaluate("axe.run().then((result) => result.violations)")
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in found]


def focused(visitor: Visitor) -> str:
    """The text of what has the focus, wherever it is."""
    text: str = visitor.page.evaluate(
        """() => {
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        return at?.textContent?.trim() || at?.getAttribute("aria-label") || at?.localName || ""; }"""
    )
    return text


def test_the_keyboard_alone_reaches_decides_reopens_and_closes(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", '<a href="#x">Link</a> <button data-akkoord-open>Cookies</button>', tag))
    keys = visitor.page.keyboard
    seen = []
    for _ in range(3):
        keys.press("Tab")
        seen.append(focused(visitor))
    assert seen == [REJECT, ACCEPT, CHOOSE], "the banner comes first, and its buttons in order"

    keys.press("Enter")
    expect(visitor.panel).to_be_visible()
    for _ in range(30):
        keys.press("Tab")
        inside = visitor.page.evaluate(
            "document.activeElement === document.body || !!document.activeElement?.closest('akkoord-banner')"
        )
        assert inside, "the panel keeps the focus"
    keys.press("Escape")
    expect(visitor.panel).not_to_be_visible()
    expect(visitor.banner).to_be_visible()
    assert focused(visitor) == CHOOSE, "the focus returns, and Escape decides nothing"
    assert visitor.cookies() == {}

    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    assert focused(visitor) == REJECT
    with visitor.page.expect_response("**/decisions"):
        keys.press("Space")
    expect(visitor.banner).not_to_be_visible()

    for _ in range(2):
        keys.press("Tab")
    assert focused(visitor) == "Cookies"
    keys.press("Enter")
    expect(visitor.panel).to_be_visible()
    keys.press("Escape")
    assert focused(visitor) == "Cookies", "the focus returns to what opened the panel"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_banner_and_panel(scheme: Any, lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.open(lab.page("/", "", tag))
    assert violations(visitor) == []
    visitor.press(CHOOSE)
    for summary in visitor.panel.locator("summary").all():
        summary.click()
    assert violations(visitor) == []


def test_accept_and_reject_look_the_same(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", tag))
    for width in (1280, 640, 320):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        accept, reject = (visitor.banner.get_by_role("button", name=name) for name in (ACCEPT, REJECT))
        styles = [
            button.evaluate(
                """button => { const style = getComputedStyle(button);
                return Object.fromEntries([...style].map(name => [name, style[name]])); }"""
            )
            for button in (accept, reject)
        ]
        assert styles[0] == styles[1]
        boxes = [button.bounding_box() for button in (accept, reject)]
        assert (
            boxes[0] and boxes[1] and (boxes[0]["width"], boxes[0]["height"]) == (boxes[1]["width"], boxes[1]["height"])
        )


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256), (1280, 720)])
def test_the_banner_fits_and_moves_nothing(width: int, height: int, lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.open(lab.page("/", "<p>Tekst</p>" * 40, tag))
    box = visitor.banner.bounding_box()
    assert (
        box
        and box["x"] >= 0
        and box["x"] + box["width"] <= width
        and box["y"] >= 0
        and box["y"] + box["height"] <= height
    )
    assert visitor.banner.evaluate("element => element.scrollWidth <= element.clientWidth")
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
    shift = visitor.page.evaluate(
        """() => new Promise(resolve => {
          let sum = 0;
          new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
            .observe({ type: "layout-shift", buffered: true });
          requestAnimationFrame(() => setTimeout(() => resolve(sum)));
        })"""
    )
    assert shift == 0
    visitor.press(CHOOSE)
    assert visitor.panel.evaluate("element => element.scrollWidth <= element.clientWidth")


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("nl", "Cookies op deze website"),
        ("nl-NL", "Cookies op deze website"),
        ("nl_NL_formal", "Cookies op deze website"),
        ("en-GB", "Cookies on this website"),
    ],
)
def test_the_banner_speaks_the_pages_language(lang: str, title: str, lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", tag, lang=lang))
    expect(visitor.banner.get_by_role("heading")).to_have_text(title)
    expected = "en" if lang.startswith("en") else "nl-NL"
    expect(visitor.page.locator("akkoord-banner")).to_have_attribute("lang", expected)
    if expected == "nl-NL":
        expect(visitor.banner).to_contain_text("uw")


def test_a_strict_policy_of_the_page_is_enough(lab: Lab, tag: str, backend: Backend, visitor: Visitor) -> None:
    lab.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'nonce-abc'; connect-src {backend.address}; img-src 'self'"
    )
    complaints: list[str] = []
    visitor.page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    visitor.page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    visitor.open(lab.page("/", "", tag.replace("<script ", '<script nonce="abc" ')))
    radius = visitor.banner.evaluate("element => getComputedStyle(element).borderRadius")
    assert radius != "0px", "its styles need no permission"
    visitor.decides(ACCEPT)
    assert complaints == []


def test_a_page_with_trusted_types_gets_its_banner(lab: Lab, tag: str, visitor: Visitor) -> None:
    lab.headers["Content-Security-Policy"] = "require-trusted-types-for 'script'; trusted-types akkoord"
    visitor.open(lab.page("/", "", tag))
    visitor.decides(REJECT)


def test_escape_and_reading_on_are_no_consent(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "<p>Tekst</p>" * 200, tag))
    visitor.page.keyboard.press("Escape")
    visitor.page.mouse.wheel(0, 2000)
    visitor.page.mouse.click(10, 10)
    expect(visitor.banner).to_be_visible()
    visitor.waits_for("scrollY > 0")
    assert visitor.cookies() == {}


def test_the_banner_is_not_printed(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", tag))
    visitor.page.emulate_media(media="print")
    expect(visitor.banner).not_to_be_visible()
