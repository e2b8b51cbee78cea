"""What assistive technology is told, and what a keyboard reaches, in every state of banner and panel."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.lab import Lab
from tests.browser.looks import LAYOUTS, PARAGRAPHS, looking, served
from tests.browser.test_banner import focused, violations
from tests.browser.visitor import ACCEPT, CHOOSE, CLOSE, REJECT, RIGHTS, SAVE, Visitor

HEARS = """
window.heard = [];
const listen = () => {
  const root = document.querySelector("akkoord-banner")?.shadowRoot;
  if (!root) return requestAnimationFrame(listen);
  const status = root.querySelector("[role=status]");
  new MutationObserver(() => { if (status.textContent) heard.push(status.textContent); })
    .observe(status, { childList: true, characterData: true, subtree: true });
};
listen();
"""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_axe_finds_nothing_in_any_state_scheme_and_width(
    layout: str, lab: Lab, tmp_path: Path, visitor: Visitor
) -> None:
    with served(tmp_path, looking(lab, layout)) as tag:
        address = lab.page("/", "<button data-akkoord-open>Cookies</button>", tag)
        for scheme in ("light", "dark"):
            visitor.page.emulate_media(color_scheme=scheme)
            visitor.open(address)
            for width, height in ((1280, 720), (320, 256)):
                visitor.page.set_viewport_size({"width": width, "height": height})
                assert violations(visitor) == [], (scheme, width, "banner")
                visitor.press(CHOOSE)
                for summary in visitor.panel.locator("summary").all():
                    summary.click()
                assert violations(visitor) == [], (scheme, width, "panel")
                assert visitor.panel.evaluate("element => element.scrollWidth <= element.clientWidth")
                visitor.press(CLOSE)


def test_the_first_layer_is_told_as_what_it_is(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", tag))
    expect(visitor.page.get_by_role("dialog", name="Cookies op deze website")).to_match_aria_snapshot(
        f"""
        - dialog "Cookies op deze website":
          - heading "Cookies op deze website" [level=1]
          - paragraph: /Wij, Winkel BV, Utrecht/
          - list:
            - listitem:
              - strong: Functionele cookies
            - listitem:
              - strong: Analytische cookies
            - listitem:
              - strong: Advertentiecookies
          - paragraph
          - button "{REJECT}"
          - button "{ACCEPT}"
          - button "{CHOOSE}"
        """
    )
    assert visitor.banner.evaluate("element => element.ariaModal") != "true"


def test_the_panel_is_told_as_what_it_is(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", tag))
    visitor.press(CHOOSE)
    expect(visitor.page.get_by_role("dialog", name="Uw cookiekeuzes")).to_match_aria_snapshot(
        f"""
        - dialog "Uw cookiekeuzes":
          - heading "Uw cookiekeuzes" [level=1]
          - button "{CLOSE}"
          - group "Uw cookiekeuzes":
            - text: Taal
            - combobox "Taal":
              - option "Nederlands (u)" [selected]
              - option "Nederlands (je)"
              - option "English"
            - paragraph
            - heading /Noodzakelijke cookies.*/ [level=2]
            - paragraph
            - group
            - heading "Functionele cookies" [level=2]:
              - text: Functionele cookies
              - switch "Functionele cookies"
            - paragraph
            - group
            - heading "Analytische cookies" [level=2]:
              - text: Analytische cookies
              - switch "Analytische cookies"
            - paragraph
            - group
            - heading "Advertentiecookies" [level=2]:
              - text: Advertentiecookies
              - switch "Advertentiecookies"
            - paragraph
            - group
            - paragraph: /klacht/
            - paragraph:
              - link "Cookieverklaring"
              - link "Uw gegevens en uw rechten"
              - link "Lees onze privacyverklaring"
              - link
          - button "{REJECT}"
          - button "{ACCEPT}"
          - button "{SAVE}"
        """
    )
    described = visitor.panel.get_by_role("switch", name="Analytische cookies")
    expect(described).to_have_accessible_description(re.compile(r"^Om te meten hoe de website wordt gebruikt, .*\.$"))


def test_what_happened_is_announced_once(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.page.add_init_script(HEARS)
    visitor.open(lab.page("/", "", tag))
    visitor.decides(ACCEPT)
    visitor.waits_for("heard.length > 0")
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.evaluate("heard") == ["Uw keuze is opgeslagen."]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_first_layer_holds_no_focus_and_escape_closes_the_panel_only(
    layout: str, lab: Lab, tmp_path: Path, visitor: Visitor
) -> None:
    with served(tmp_path, looking(lab, layout)) as tag:
        visitor.open(lab.page("/", '<a href="#x">Eerste link</a>', tag))
        keys = visitor.page.keyboard
        assert focused(visitor) not in (REJECT, ACCEPT, CHOOSE), "the focus is not taken from the page"
        order = []
        for _ in range(5):
            keys.press("Tab")
            order.append(focused(visitor))
            if len(order) < 5:
                ring = visitor.page.evaluate(
                    """() => { const at = document.activeElement.shadowRoot.activeElement;
                    const { outlineStyle, outlineWidth } = getComputedStyle(at);
                    return [outlineStyle, outlineWidth]; }"""
                )
                assert ring == ["solid", "3px"]
        assert order == [REJECT, ACCEPT, CHOOSE, RIGHTS, "Eerste link"], "and it goes on to the page"

        visitor.banner.get_by_role("button", name=CHOOSE).focus()
        keys.press("Enter")
        expect(visitor.panel).to_be_visible()
        assert focused(visitor) == "✕"
        keys.press("Escape")
        expect(visitor.panel).not_to_be_visible()
        keys.press("Escape")
        expect(visitor.banner).to_be_visible()
        assert focused(visitor) == CHOOSE
        assert visitor.cookies() == {} and visitor.storage() == []


def test_everything_that_can_be_pressed_is_large_enough(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.open(lab.page("/", "", tag))
    visitor.press(CHOOSE)
    pressed = visitor.panel.locator("button, select, summary, label.row, .links a")
    heights = [
        (each.inner_text(), each.evaluate("element => element.getBoundingClientRect().height"))
        for each in pressed.all()
    ]
    assert len(heights) > 10 and [each for each in heights if each[1] < 44] == []


@pytest.mark.parametrize(
    "media",
    [{"forced_colors": "active"}, {"reduced_motion": "reduce"}, {"contrast": "more"}],
    ids=["forced colours", "less motion", "more contrast"],
)
def test_it_can_be_used_as_the_visitors_system_wants_it(
    media: dict[str, Any], lab: Lab, tag: str, visitor: Visitor
) -> None:
    visitor.page.emulate_media(**media)
    visitor.open(lab.page("/", PARAGRAPHS, tag))
    button = visitor.banner.get_by_role("button", name=ACCEPT)
    assert button.evaluate("element => getComputedStyle(element).borderStyle") == "solid"
    assert visitor.page.evaluate("document.querySelector('akkoord-banner').shadowRoot.getAnimations().length") == 0
    visitor.press(CHOOSE)
    switch = visitor.panel.get_by_role("switch", name="Analytische cookies")
    look = (
        "element => [getComputedStyle(element).backgroundColor, getComputedStyle(element, '::before').backgroundColor]"
    )
    off = switch.evaluate(look)
    switch.check()
    on = switch.evaluate(look)
    assert on != off and on[0] != on[1], "on and off can be told apart"
    assert visitor.page.evaluate("document.querySelector('akkoord-banner').shadowRoot.getAnimations().length") == 0


def test_the_panel_is_not_printed(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", tag))
    visitor.press(CHOOSE)
    visitor.page.emulate_media(media="print")
    expect(visitor.panel).not_to_be_visible()
