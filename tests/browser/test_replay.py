"""Holding and releasing what real pages do in their own odd ways: nothing stalls, is lost, or runs twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.backend import Backend
from tests.browser.lab import Lab
from tests.browser.visitor import ACCEPT, REJECT, Visitor

NEVER_ENDS = {
    "a script set as HTML, which never runs": "<div id=d></div>"
    "<script>d.innerHTML = '<script src=\"{stats}/no.js\"><\\/script>'"
    "</script>",
    "a script for old browsers": '<script nomodule src="{stats}/no.js"></script>',
    "a script for old browsers in a template": '<template data-akkoord="analytics">'
    '<script nomodule src="{stats}/no.js"></script></template>',
    "a script that another tool holds": '<script type="text/plain" data-other="yes" src="{stats}/no.js"></script>',
    "a held value that does not fit": "<script>try { for (;;) localStorage.setItem('x' + "
    "Math.random(), 'y'.repeat(1e6)) } catch {} localStorage.setItem('_ad', 'z'.repeat(1e6))</script>",
}


@pytest.mark.parametrize("what", NEVER_ENDS, ids=str)
def test_what_never_ends_holds_up_nothing(what: str, lab: Lab, tag: str, visitor: Visitor) -> None:
    odd = NEVER_ENDS[what].replace("{stats}", lab.vendor("stats"))
    body = (
        f'{odd}<script src="{lab.vendor("stats")}/a.js"></script><script defer src="{lab.vendor("ads")}/b.js"></script>'
    )
    # the vendor's usual script writes to a storage that may be full
    lab.scripts = {f"/{name}.js": f"(window.ran ??= []).push('{name}')" for name in ("a", "b", "no")}
    visitor.open(lab.page("/", body, tag))
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran?.length === 2")
    assert visitor.ran() == ["a", "b"]


def test_a_tag_written_in_pieces_is_held(lab: Lab, sealed: str, visitor: Visitor) -> None:
    pieces = f"""<script>document.write("<scr" + "ipt src='{lab.vendor("ads")}/a.js");
document.write("?zone=1"); document.write("'><\\/scr" + "ipt>");</script>"""
    visitor.open(lab.page("/", pieces, sealed))
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == [] and visitor.ran() == []
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran?.length === 1")


@pytest.mark.parametrize("kept", ["{}", "null", "[]", "1", '"yes"', "{", '{"choices": 1, "notice": 2}'])
def test_a_spoilt_memory_opens_nothing(kept: str, lab: Lab, sealed: str, visitor: Visitor) -> None:
    address = lab.page("/", f'<script src="{lab.vendor("ads")}/a.js"></script>', sealed)
    visitor.open(address)
    visitor.chooses("Analytische cookies")
    visitor.page.evaluate("kept => localStorage.setItem('akkoord-pending', kept)", kept)
    visitor.page.goto(address)
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == [] and visitor.page.evaluate("!!window.akkoord")


def test_a_sandboxed_page_is_shut(lab: Lab, sealed: str, visitor: Visitor) -> None:
    lab.headers["Content-Security-Policy"] = "sandbox allow-scripts"
    visitor.open(lab.page("/", f'<script src="{lab.vendor("ads")}/a.js"></script>', sealed), banner=False)
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == []


def test_a_later_no_in_another_tab_beats_an_earlier_yes(
    lab: Lab, sealed: str, backend: Backend, visitor: Visitor
) -> None:
    address = lab.page("/", f'<script src="{lab.vendor("ads")}/a.js"></script>', sealed)
    visitor.open(address)
    other = Visitor(visitor.page.context.new_page())
    other.open(address)
    slow: list[Route] = []
    visitor.page.route("**/decisions", lambda route: route.continue_() if slow else slow.append(route))
    visitor.press(ACCEPT)
    visitor.page.wait_for_function("localStorage.getItem('akkoord-pending')")
    other.page.evaluate("void akkoord.rejectAll()")
    other.waits_for("document.cookie.includes('akkoord=')")
    with visitor.page.expect_response(lambda response: '"marketing":false' in (response.request.post_data or "")):
        slow[0].continue_()
    visitor.waits_for("localStorage.length === 0")
    visitor.page.goto(address)
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == [] and not visitor.page.evaluate("akkoord.has('marketing')")


def test_a_shadow_root_that_is_built_outside_the_page_is_held(lab: Lab, sealed: str, visitor: Visitor) -> None:
    body = f"""<script>const host = document.createElement("div"), root = host.attachShadow({{ mode: "open" }});
const script = document.createElement("script"); script.src = "{lab.vendor("ads")}/a.js"; root.append(script);
document.body.append(host);</script>"""
    visitor.open(lab.page("/", body, sealed))
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == []
    visitor.decides(ACCEPT)
    lab.receives(1)


def test_listeners_of_async_and_module_scripts_are_called_too(lab: Lab, tag: str, visitor: Visitor) -> None:
    for name in ("async", "module"):
        lab.scripts[f"/{name}.js"] = f"""window.addEventListener("load", (event) => {{
  (window.ran ??= []).push("{name} " + (event.target === document)); }});"""
    body = f"""<script async src="{lab.vendor("stats")}/async.js"></script>
<script type="module" src="{lab.vendor("stats")}/module.js"></script>"""
    visitor.open(lab.page("/", body, tag))
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran?.length === 2")
    assert sorted(visitor.ran()) == ["async true", "module true"]


def test_calls_in_between_do_not_disturb_the_order(lab: Lab, tag: str, visitor: Visitor) -> None:
    body = f"""<script>window.ran = []</script>
<script type="text/plain" data-akkoord="analytics">ran.push("first")</script>
<script src="{lab.vendor("stats")}/second.js"></script>
<script>for (let n = 0; n < 4; n++) {{ fetch("{lab.vendor("stats")}/" + n); document.cookie = "_stat" + n + "=1" }}
</script>
<script src="{lab.vendor("stats")}/third.js"></script>"""
    visitor.open(lab.page("/", body, tag))
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran.length === 3")
    assert visitor.ran() == ["first", "second", "third"]


def test_what_a_released_script_writes_runs_before_what_follows(lab: Lab, tag: str, visitor: Visitor) -> None:
    lab.scripts["/writer.js"] = f"""(window.ran ??= []).push("writer");
document.write("<scr" + "ipt src='{lab.vendor("stats")}/written.js'></scr" + "ipt>");"""
    body = f"""<script src="{lab.vendor("stats")}/writer.js"></script>
<script type="text/plain" data-akkoord="analytics">ran.push("after")</script>"""
    visitor.open(lab.page("/", body, tag))
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran?.length === 3")
    assert visitor.ran() == ["writer", "written", "after"]


def test_scripts_that_were_written_before_consent_keep_their_order(lab: Lab, tag: str, visitor: Visitor) -> None:
    body = "".join(
        f"""<script>document.write("<scr" + "ipt src='{lab.vendor("stats")}/{name}.js'></scr" + "ipt>")</script>"""
        for name in ("one", "two", "three")
    )
    visitor.open(lab.page("/", body, tag))
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran?.length === 3")
    assert visitor.ran() == ["one", "two", "three"]


def test_a_script_that_has_left_the_page_still_runs(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", f'<script src="{lab.vendor("stats")}/a.js"></script>', tag))
    visitor.page.evaluate("document.querySelector('main').replaceChildren('een nieuwe pagina')")
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran?.length === 1")


def test_what_the_page_takes_back_stays_away(lab: Lab, tag: str, visitor: Visitor) -> None:
    body = f"""<img id="gone" alt=""><script>gone.src = "{lab.vendor("ads")}/gone.gif"; gone.removeAttribute("src");
localStorage.setItem("_ad2", "1"); localStorage.removeItem("_ad2");
new Image().src = "{lab.vendor("ads")}/kept.gif";</script>"""
    visitor.open(lab.page("/", body, tag))
    visitor.decides(ACCEPT)
    lab.receives(1)
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == ["ads/kept.gif"] and "_ad2" not in visitor.storage()


def test_a_page_with_trusted_types_may_write_trackers(lab: Lab, tag: str, visitor: Visitor) -> None:
    lab.headers["Content-Security-Policy"] = "require-trusted-types-for 'script'"
    body = f"""<div id="slot"></div><script>
const own = trustedTypes.createPolicy("own", {{ createHTML: String }});
slot.innerHTML = own.createHTML("<img src='{lab.vendor("ads")}/a.gif' alt=''>");
document.write(own.createHTML("<b>"), own.createHTML("vet</b>"));</script>"""
    visitor.open(lab.page("/", body, tag))
    expect(visitor.page.locator("b")).to_have_text("vet")
    visitor.decides(REJECT)
    assert lab.received == []
