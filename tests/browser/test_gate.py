"""The gate on untouched pages: what must not happen before consent, and that it does happen without the gate."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.lab import Lab
from tests.browser.visitor import ACCEPT, REJECT, Visitor

WRITTEN = """
<script src="{stats}/first.js"></script>
<script>(window.ran = window.ran || []).push("own")</script>
<script async src="{stats}/async.js"></script>
<script defer src="{stats}/defer.js"></script>
<script type="module" src="{stats}/module.js"></script>
<img src="{ads}/pixel.gif" width="1" height="1" alt="">
<img srcset="{ads}/srcset.gif 2x" alt="">
"""
"""As a site owner pastes it."""

BY_SCRIPT = {
    "a script element": "var s = document.createElement('script'); s.src = '{stats}/x.js'; "
    "document.head.appendChild(s);",
    "a script before the first script": "var s = document.createElement('script'), f = document.scripts[0]; "
    "s.async = 1; s.src = '{stats}/x.js'; f.parentNode.insertBefore(s, f);",
    "an attribute of a script in the page": "var s = document.createElement('script'); document.head.append(s); "
    "s.setAttribute('src', '{stats}/x.js');",
    "an image that is never in the page": "new Image().src = '{ads}/x.gif';",
    "the srcset of an image": "var i = new Image(); i.srcset = '{ads}/x.gif 1x'; document.body.append(i);",
    "HTML text": "document.body.insertAdjacentHTML('beforeend', '<img alt=\"\" src=\"{ads}/x.gif\">');",
    "HTML text in an element outside the page": "document.createElement('div').innerHTML = '<img src={ads}/x.gif>';",
    "HTML text with a frame": "document.querySelector('main').innerHTML += '<iframe src=\"{ads}/x.html\"></iframe>';",
    "a frame": "var f = document.createElement('iframe'); f.src = '{ads}/x.html'; document.body.prepend(f);",
    "a style sheet": "var l = document.createElement('link'); l.rel = 'stylesheet'; l.href = '{ads}/x.css'; "
    "document.head.append(l);",
    "a preload": "var l = document.createElement('link'); l.rel = 'preload'; l.as = 'script'; l.href = '{ads}/x.js'; "
    "document.head.append(l);",
    "a fragment": "var t = document.createElement('template'); t.innerHTML = '<img src={ads}/x.gif>'; "
    "document.body.append(t.content.cloneNode(true));",
    "document.write": "document.write('<img src=\"{ads}/x.gif\"><scr' + 'ipt src=\"{stats}/x.js\"></scr' + 'ipt>');",
    "fetch": "fetch('{stats}/collect', {{ method: 'POST', body: 'x' }});",
    "fetch of a request": "fetch(new Request('{stats}/collect'));",
    "an XMLHttpRequest": "var x = new XMLHttpRequest(); x.open('GET', '{stats}/collect'); x.send();",
    "a beacon": "navigator.sendBeacon('{stats}/collect', 'x');",
}
"""Roads by which the page's own scripts call a vendor."""


def fill(text: str, lab: Lab) -> str:
    return text.format(stats=lab.vendor("stats"), ads=lab.vendor("ads"), chat=lab.vendor("chat"))


def test_without_the_tag_everything_reaches_the_vendors(lab: Lab, visitor: Visitor) -> None:
    visitor.open(lab.page("/", fill(WRITTEN, lab)), banner=False)
    visitor.page.wait_for_load_state("networkidle")
    scripts = [f"stats/{script}.js" for script in ("async", "defer", "first", "module")]
    assert sorted(lab.received) == ["ads/pixel.gif", "ads/srcset.gif", *scripts]
    assert "_first" in visitor.cookies() and "_first" in visitor.storage()


def test_a_sealed_page_sends_runs_and_writes_nothing(lab: Lab, sealed: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", fill(WRITTEN, lab), sealed))
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == []
    assert visitor.ran() == ["own"]
    assert visitor.cookies() == {} and visitor.storage() == []


def test_a_held_page_runs_and_writes_nothing(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", fill(WRITTEN, lab), tag))
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.ran() == ["own"]
    assert visitor.cookies() == {} and visitor.storage() == []


@pytest.mark.parametrize("road", BY_SCRIPT, ids=str)
def test_no_script_of_the_page_calls_a_vendor(road: str, lab: Lab, tag: str, visitor: Visitor) -> None:
    script = f"<script>{fill(BY_SCRIPT[road], lab)}</script>"
    visitor.open(lab.page("/free", script), banner=False)
    visitor.page.wait_for_load_state("networkidle")
    reached, lab.received[:] = sorted(lab.received), []
    assert reached, "this road does not lead to a vendor even without the gate"

    visitor.open(lab.page("/", script, tag))
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == []

    visitor.decides(ACCEPT)
    lab.receives(len(reached))
    visitor.page.evaluate("() => new Promise(requestIdleCallback)")
    assert sorted(lab.received) == reached, "what was held is let through, once"


def test_accepting_releases_in_document_order(lab: Lab, sealed: str, visitor: Visitor) -> None:
    body = """
<script src="{stats}/a.js"></script>
<script data-akkoord="analytics" type="text/plain">ran.push("inline " + document.currentScript.id)</script>
<script src="{ads}/b.js"></script>
<script type="module" src="{stats}/d.js"></script>
<script defer src="{stats}/e.js"></script>
<script src="{chat}/c.js"></script>
"""
    visitor.open(lab.page("/", fill(body, lab).replace("<script data", '<script id="mine" data'), sealed))
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran?.length === 6")
    assert visitor.ran() == ["a", "inline mine", "b", "c", "d without currentScript", "e"]
    assert lab.received.count("stats/a.js") == 1


def test_accepting_releases_in_the_page_and_in_order(lab: Lab, sealed: str, visitor: Visitor) -> None:
    body = "".join(
        f'<script src="{lab.vendor("stats")}/t{n}.js"></script><img src="{lab.vendor("ads")}/{n}.gif">'
        for n in range(8)
    )
    visitor.open(lab.page("/", body, sealed))
    visitor.page.evaluate(
        """() => {
          window.told = [];
          akkoord.on("decision", () => told.push("decision"));
          akkoord.on("release", () => told.push("release"));
        }"""
    )
    visitor.decides(ACCEPT)
    visitor.waits_for("told.length === 2")
    assert visitor.page.evaluate("told") == ["decision", "release"]
    assert visitor.ran() == [f"t{n}" for n in range(8)]


def test_analytics_alone_leaves_marketing_shut(lab: Lab, sealed: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", fill(WRITTEN, lab), sealed))
    visitor.chooses("Analytische cookies")
    visitor.waits_for("window.ran?.length === 5")
    visitor.page.reload()
    visitor.page.wait_for_load_state("networkidle")
    assert {entry.partition("/")[0] for entry in lab.received} == {"stats"}
    expect(visitor.banner).to_have_count(0)


def test_rejecting_keeps_everything_shut_after_a_reload_too(lab: Lab, sealed: str, visitor: Visitor) -> None:
    address = lab.page("/", fill(WRITTEN, lab), sealed)
    visitor.open(address)
    visitor.decides(REJECT)
    for _ in range(2):
        visitor.page.reload()
        visitor.page.wait_for_load_state("networkidle")
        expect(visitor.banner).not_to_be_visible()
    assert lab.received == []
    assert visitor.ran() == ["own"]
    assert list(visitor.cookies()) == ["akkoord"]


def test_a_returning_visitor_runs_what_was_granted_as_it_stands(lab: Lab, tag: str, visitor: Visitor) -> None:
    address = lab.page("/", fill(WRITTEN, lab), tag)
    visitor.open(address)
    visitor.decides(ACCEPT)
    visitor.page.goto(address)
    visitor.page.wait_for_load_state("networkidle")
    assert sorted(visitor.ran()) == sorted(["first", "own", "async", "module without currentScript", "defer"])


def test_own_writes_under_a_services_name_wait_for_consent(lab: Lab, tag: str, visitor: Visitor) -> None:
    body = """<script>
document.cookie = "_statistic=1; Path=/"; document.cookie = "_statistic=2; Path=/";
document.cookie = "basket=1; Path=/";
localStorage.setItem("_adviser", "1"); localStorage.setItem("theme", "dark");
</script>"""
    visitor.open(lab.page("/", body, tag))
    assert visitor.cookies() == {"basket": "1"} and visitor.storage() == ["theme"]
    visitor.decides(ACCEPT)
    visitor.waits_for("document.cookie.includes('_statistic=2')")
    assert "_adviser" in visitor.storage()


def test_a_first_party_path_that_a_service_names_is_held(lab: Lab, sealed: str, visitor: Visitor) -> None:
    lab.scripts = {
        "/own-stats/s.js": "(window.ran ??= []).push('stats')",
        "/shop.js": "(window.ran ??= []).push('shop')",
    }
    visitor.open(lab.page("/", '<script src="/own-stats/s.js"></script><script src="/shop.js"></script>', sealed))
    assert visitor.ran() == ["shop"]
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran.length === 2")


def test_what_comes_later_is_judged_as_well(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", tag))
    visitor.chooses("Analytische cookies")
    expect(visitor.panel).not_to_be_visible()
    visitor.page.evaluate(
        """([stats, ads]) => { for (const src of [stats + "/late.js", ads + "/late.js"]) {
          const script = document.createElement("script"); script.src = src; document.body.append(script); } }""",
        [lab.vendor("stats"), lab.vendor("ads")],
    )
    visitor.waits_for("window.ran?.includes('late')")
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == ["stats/late.js"]


def test_a_service_of_the_catalog_is_held_without_being_listed(lab: Lab, sealed: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", '<script src="https://www.google-analytics.com/analytics.js"></script>', sealed))
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.asked("https://www.google-analytics.com") == []


def test_the_page_reads_back_what_it_set(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", tag))
    address = f"{lab.vendor('ads')}/x.gif"
    assert (
        visitor.page.evaluate("src => { const image = new Image(); image.src = src; return image.src; }", address)
        == address
    )
    assert visitor.page.evaluate("fetch.name + Element.prototype.setAttribute.length") == "fetch2"
