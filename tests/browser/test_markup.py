"""What owners mark themselves: templates, scripts of type text/plain, and frames with data-src."""

from __future__ import annotations

from playwright.sync_api import ViewportSize, expect

from tests.browser.lab import Lab
from tests.browser.visitor import ACCEPT, REJECT, Visitor

TALL: ViewportSize = {"width": 1280, "height": 1200}
"""Room for a frame beside the banner."""


def test_a_template_comes_to_life_in_order_and_with_its_text(lab: Lab, tag: str, visitor: Visitor) -> None:
    body = f"""
<div id="place"><template data-akkoord="analytics">een
  <script src="{lab.vendor("stats")}/a.js"></script>
  <script>ran.push("b" + document.currentScript.parentNode.id)</script>
  <b>twee</b><img src="{lab.vendor("stats")}/p.gif" alt=""></template></div>"""
    visitor.open(lab.page("/", body, tag))
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == []
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran?.length === 2")
    assert visitor.ran() == ["a", "bplace"]
    assert visitor.page.inner_text("#place").split() == ["een", "twee"]


def test_a_template_does_not_carry_another_category_past_the_gate(lab: Lab, tag: str, visitor: Visitor) -> None:
    body = f"""<template data-akkoord="analytics"><script src="{lab.vendor("stats")}/a.js"></script>
<script src="{lab.vendor("ads")}/b.js"></script></template>"""
    visitor.open(lab.page("/", body, tag))
    visitor.chooses("Analytische cookies")
    visitor.waits_for("window.ran?.length === 1")
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == ["stats/a.js"]


def test_a_marked_script_runs_with_its_own_type(lab: Lab, tag: str, visitor: Visitor) -> None:
    body = f"""<script>window.ran = []</script>
<script type="text/plain" data-akkoord="marketing" src="{lab.vendor("stats")}/a.js"></script>
<script type="text/plain" data-akkoord="marketing" data-type="module">ran.push("module " + typeof import.meta)</script>
<script type="text/plain" data-akkoord="marketing">ran.push("classic")</script>"""
    visitor.open(lab.page("/", body, tag))
    assert visitor.ran() == []
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran.length === 3")
    assert visitor.ran() == ["a", "classic", "module object"]


def test_marked_elements_wait_for_their_category_when_they_come_later(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", tag))
    visitor.decides(ACCEPT)
    visitor.page.evaluate(
        """src => document.body.insertAdjacentHTML("beforeend",
          `<iframe data-akkoord="marketing" data-src="${src}" title="later"></iframe>`)""",
        f"{lab.vendor('ads')}/later.html",
    )
    visitor.waits_for("document.querySelector('iframe').src !== ''")


def test_marks_work_for_a_returning_visitor_while_the_page_is_parsed(lab: Lab, tag: str, visitor: Visitor) -> None:
    body = '<template data-akkoord="analytics"><script>(window.ran ??= []).push("t")</script></template><p>na</p>'
    address = lab.page("/", body, tag)
    visitor.open(address)
    visitor.decides(ACCEPT)
    visitor.page.goto(address)
    visitor.waits_for("window.ran?.length === 1")
    assert visitor.ran() == ["t"]


def test_a_held_frame_asks_in_its_place_and_shows_itself(lab: Lab, tag: str, visitor: Visitor) -> None:
    body = f"""<iframe data-akkoord="marketing" data-src="{lab.vendor("ads")}/film.html"
  width="400" height="300" title="Film"></iframe>"""
    visitor.page.set_viewport_size(TALL)
    visitor.open(lab.page("/", body, tag))
    frame = visitor.page.frame_locator("iframe")
    expect(frame.get_by_text("Reclame BV")).to_be_visible()
    box = visitor.page.locator("iframe").bounding_box()
    frame.get_by_role("button", name="Toestaan en tonen").click()
    visitor.waits_for("akkoord.has('marketing')")
    expect(visitor.page.locator("iframe")).to_have_attribute("src", f"{lab.vendor('ads')}/film.html")
    assert visitor.page.locator("iframe").bounding_box() == box
    assert visitor.page.evaluate("akkoord.choices") == {
        "necessary": True, "functional": False, "analytics": False, "marketing": True,
    }  # fmt: skip


def test_a_frame_that_a_script_makes_asks_in_its_place_too(lab: Lab, sealed: str, visitor: Visitor) -> None:
    body = f"""<script>const frame = document.createElement("iframe"); frame.src = "{lab.vendor("ads")}/film.html";
frame.width = 400; frame.height = 300; frame.title = "Film"; document.currentScript.after(frame);</script>"""
    visitor.page.set_viewport_size(TALL)
    visitor.open(lab.page("/", body, sealed))
    button = visitor.page.frame_locator("iframe").get_by_role("button", name="Toestaan en tonen")
    expect(button).to_be_visible()
    assert lab.received == []
    with visitor.page.expect_request("**/film.html"):
        button.click()
    assert visitor.page.evaluate("akkoord.has('marketing')")


def test_a_frame_that_comes_later_asks_in_its_place_too(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", tag))
    visitor.decides(REJECT)
    visitor.page.evaluate(
        """src => document.querySelector("main").insertAdjacentHTML("beforeend",
          `<iframe src="${src}" width="400" height="300" title="1"></iframe>
          <iframe data-akkoord="marketing" data-src="${src}" width="400" height="300" title="2"></iframe>`)""",
        f"{lab.vendor('ads')}/film.html",
    )
    for number in (0, 1):
        frame = visitor.page.frame_locator("iframe").nth(number)
        expect(frame.get_by_role("button", name="Toestaan en tonen")).to_be_visible()
    assert lab.received == []


def test_a_frame_in_the_html_is_never_shown_before_consent(lab: Lab, sealed: str, visitor: Visitor) -> None:
    body = f'<iframe src="{lab.vendor("ads")}/film.html" width="400" height="300" title="Film"></iframe>'
    visitor.open(lab.page("/", body, sealed))
    visitor.page.wait_for_load_state("networkidle")
    expect(visitor.page.frame_locator("iframe").get_by_role("button", name="Toestaan en tonen")).to_be_visible()
    assert [frame.url for frame in visitor.page.frames[1:]] == ["about:blank"]


def test_released_scripts_meet_the_page_as_in_time(lab: Lab, tag: str, visitor: Visitor) -> None:
    lab.scripts["/late.js"] = """
window.ran = [];
document.addEventListener("DOMContentLoaded", () => ran.push("ready"));
window.addEventListener("load", () => ran.push("load"));
window.onload = () => ran.push("onload");
document.write("<p id=written>geschreven</p><scr" + "ipt>ran.push('written')</scr" + "ipt>");
"""
    visitor.open(lab.page("/", f'<div id="slot"><script src="{lab.vendor("stats")}/late.js"></script></div>', tag))
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran?.length === 4")
    assert visitor.ran() == ["written", "ready", "load", "onload"]
    assert visitor.page.inner_text("#slot #written") == "geschreven"
    expect(visitor.page.get_by_role("heading", name="Winkel")).to_be_visible()


def test_listeners_of_a_held_script_are_called(lab: Lab, tag: str, visitor: Visitor) -> None:
    script = f"""<script>
const s = document.createElement("script");
s.src = "{lab.vendor("stats")}/x.js";
s.onload = () => ran.push("onload");
s.addEventListener("load", () => ran.push("load"));
document.head.appendChild(s);
</script>"""
    visitor.open(lab.page("/", script, tag))
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran?.length === 3")
    assert visitor.ran() == ["x", "onload", "load"]
