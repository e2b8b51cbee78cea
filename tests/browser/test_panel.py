"""The panel: when it is fetched, what it says, its languages, and the proof of a choice."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Route, expect

from tests.browser.backend import Backend
from tests.browser.lab import Lab
from tests.browser.looks import looking, served
from tests.browser.test_banner import focused, violations
from tests.browser.visitor import ACCEPT, CHOOSE, CLOSE, REJECT, Visitor

UNRECORDED = "Uw keuze kon nog niet worden opgeslagen"
PROOF = "Bewijs van uw keuze"


def fetched(visitor: Visitor, layer: str) -> list[str]:
    """The languages of a layer that were fetched, in order."""
    paths = [urlsplit(request.url).path for request in visitor.requests]
    return [path.rpartition("/")[2].removesuffix(".js") for path in paths if f"/{layer}/" in path]


def test_the_panel_comes_once_the_page_is_idle_and_not_before(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.page.add_init_script(
        "window.idle = []; window.requestIdleCallback = (call) => { idle.push(call); return 1; }"
    )
    visitor.open(lab.page("/", "", tag))
    visitor.waits_for("idle.length === 1")
    assert (fetched(visitor, "banner"), fetched(visitor, "panel")) == (["nl_NL_formal"], [])
    with visitor.page.expect_response("**/panel/**") as answer:
        visitor.page.evaluate("idle[0]()")
    assert "immutable" in answer.value.headers["cache-control"]
    expect(visitor.panel).not_to_be_visible()
    visitor.press(CHOOSE)
    assert fetched(visitor, "panel") == ["nl_NL_formal"], "it is fetched once"


def test_the_panel_comes_before_the_press_when_the_focus_reaches_its_button(
    lab: Lab, tag: str, visitor: Visitor
) -> None:
    visitor.page.add_init_script("window.requestIdleCallback = () => 1")
    visitor.open(lab.page("/", "", tag))
    with visitor.page.expect_response("**/panel/**"):
        visitor.banner.get_by_role("button", name=CHOOSE).focus()
    expect(visitor.panel).not_to_be_visible()


def test_a_returning_visitor_does_not_pay_for_it(lab: Lab, tag: str, visitor: Visitor) -> None:
    address = lab.page("/", "", tag)
    visitor.open(address)
    visitor.decides(REJECT)
    visitor.page.wait_for_load_state("networkidle")
    visitor.requests.clear()
    visitor.page.goto(address)
    visitor.page.wait_for_load_state("networkidle")
    assert fetched(visitor, "banner") == fetched(visitor, "panel") == []


def test_a_panel_out_of_reach_is_told_and_a_later_press_tries_again(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.page.add_init_script("window.requestIdleCallback = () => 1")
    visitor.page.route("**/panel/**", lambda route: route.abort())
    visitor.open(lab.page("/", "", tag))
    visitor.page.evaluate("void akkoord.on('error', (error) => (window.told = error))")
    button = visitor.banner.get_by_role("button", name=CHOOSE)
    button.click()
    status = visitor.page.locator("akkoord-banner").get_by_role("status")
    expect(status).to_contain_text(UNRECORDED)
    assert visitor.page.evaluate("told") == {"code": "unreachable", "final": False}
    failed = "akkoord.open().then(() => 'open', (error) => error.message)"
    assert visitor.page.evaluate(failed) == "unreachable"
    expect(visitor.panel).to_have_count(0)
    expect(visitor.banner).to_be_visible()

    visitor.page.unroute("**/panel/**")
    visitor.press(CHOOSE)
    expect(visitor.panel).to_be_visible()
    assert visitor.cookies() == {} and visitor.storage() == []


def test_who_decides_while_the_panel_is_on_its_way_is_not_shown_it(lab: Lab, tag: str, visitor: Visitor) -> None:
    waiting: list[Route] = []
    visitor.page.add_init_script("window.requestIdleCallback = () => 1")
    visitor.page.route("**/panel/**", lambda route: waiting.append(route))
    visitor.open(lab.page("/", "", tag))
    with visitor.page.expect_request("**/panel/**"):
        visitor.banner.get_by_role("button", name=CHOOSE).click()
    visitor.decides(REJECT)
    with visitor.page.expect_response("**/panel/**"):
        waiting[0].continue_()
    visitor.waits_for("document.querySelector('akkoord-banner').shadowRoot.querySelector('dialog') !== null")
    expect(visitor.panel).not_to_be_visible()


def test_each_service_says_who_where_and_what_for(demo: Backend, visitor: Visitor) -> None:
    visitor.open(demo.address + "/")
    visitor.press(CHOOSE)
    summaries = visitor.panel.locator("summary")
    expect(summaries).to_have_text(["1 aanbieder", "1 aanbieder", "1 aanbieder", "2 aanbieders"])
    summaries.last.click()
    service = visitor.panel.locator(".service").filter(has_text="Boston")
    expect(service.get_by_role("heading")).to_have_text("Reclame")
    expect(service).to_contain_text("Aanbieder: Reclame Demo Inc., Boston (Verenigde Staten, buiten de Europese")
    expect(service).to_contain_text("Doel: Advertenties tonen")
    expect(service.get_by_role("link")).to_have_attribute("href", "https://reclame.example/privacy")
    expect(service.get_by_role("row")).to_have_count(4)


def test_it_leads_to_the_declaration_and_to_the_authorities(
    lab: Lab, tag: str, backend: Backend, visitor: Visitor
) -> None:
    visitor.open(lab.page("/", "", tag))
    visitor.press(CHOOSE)
    link = visitor.panel.get_by_role("link", name="Cookieverklaring")
    expect(link).to_have_attribute("href", f"{backend.address}/sites/shop/cookies/nl_NL_formal")
    for each in visitor.panel.locator(".links a").all():
        expect(each).to_have_attribute("target", "_blank")
        expect(each).to_have_attribute("rel", "noopener")
    expect(visitor.panel.locator(".links a").last).to_have_attribute("href", re.compile(r"^https://"))


def test_another_language_is_fetched_only_then_and_keeps_switches_and_focus(
    lab: Lab, tag: str, visitor: Visitor
) -> None:
    visitor.open(lab.page("/", "", tag))
    visitor.press(CHOOSE)
    visitor.panel.get_by_role("switch", name="Analytische cookies").check()
    select = visitor.panel.get_by_role("combobox", name="Taal")
    expect(select.get_by_role("option")).to_have_text(["Nederlands (u)", "Nederlands (je)", "English"])
    visitor.page.wait_for_load_state("networkidle")
    assert fetched(visitor, "banner") == fetched(visitor, "panel") == ["nl_NL_formal"]

    select.focus()
    select.select_option("English")
    expect(visitor.panel.get_by_role("heading", name="Your cookie choices")).to_be_visible()
    host = visitor.page.locator("akkoord-banner")
    expect(host).to_have_attribute("lang", "en")
    assert fetched(visitor, "banner") == fetched(visitor, "panel") == ["nl_NL_formal", "en"]
    assert focused(visitor).startswith("Nederlands"), "the focus is on the list of languages still"
    expect(visitor.panel.get_by_role("switch", name="Analytical cookies")).to_be_checked()
    expect(visitor.panel.get_by_role("switch", name="Advertising cookies")).not_to_be_checked()
    expect(visitor.panel.get_by_role("combobox", name="Language")).to_have_value("en")
    assert violations(visitor) == []
    assert visitor.cookies() == {} and visitor.storage() == [], "a language is nothing to store before a decision"

    visitor.press("Close")
    expect(visitor.banner.get_by_role("heading")).to_have_text("Cookies on this website")
    expect(visitor.banner.get_by_role("button")).to_have_text(["Reject all", "Accept all", "Choose for yourself"])
    assert focused(visitor) == "Choose for yourself"
    assert visitor.decides("Reject all")["decision"]["language"] == "en"


def test_a_language_out_of_reach_leaves_everything_as_it_is(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.page.route("**/banner/*/en.js", lambda route: route.abort())
    visitor.open(lab.page("/", "", tag))
    visitor.press(CHOOSE)
    select = visitor.panel.get_by_role("combobox")
    select.select_option("en")
    expect(select).to_have_value("nl_NL_formal")
    expect(visitor.panel.get_by_role("heading", name="Uw cookiekeuzes")).to_be_visible()


def test_a_site_with_one_language_has_no_switch(lab: Lab, tmp_path: Path, visitor: Visitor) -> None:
    with served(tmp_path, looking(lab, languages='"nl_NL_formal"')) as tag:
        visitor.open(lab.page("/", "", tag))
        visitor.press(CHOOSE)
        expect(visitor.panel.get_by_role("switch")).to_have_count(3)
        expect(visitor.panel.get_by_role("combobox")).to_have_count(0)


def test_the_proof_is_there_once_a_decision_is_recorded(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "<button data-akkoord-open>Cookies</button>", tag))
    visitor.press(CHOOSE)
    expect(visitor.panel).not_to_contain_text(PROOF)
    visitor.press(CLOSE)
    decision = visitor.decides(ACCEPT)["decision"]
    opener = visitor.page.get_by_role("button", name="Cookies")
    opener.click()
    proof = visitor.panel.locator(".receipt")
    expect(proof.get_by_role("heading")).to_have_text(PROOF)
    expect(proof.locator("code")).to_have_text(decision["id"])
    given, until = proof.locator("time").all()
    assert (given.get_attribute("datetime") or "")[:16] == decision["at"][:16]
    assert re.search(r"\d{1,2} [a-z]+ \d{4} om \d{2}:\d{2}", given.inner_text())
    lasts = visitor.page.evaluate(
        "([from, to]) => (new Date(to) - new Date(from)) / 864e5",
        [given.get_attribute("datetime"), until.get_attribute("datetime")],
    )
    assert lasts == 180
    proof.locator("code").click()
    selected = "(document.querySelector('akkoord-banner').shadowRoot.getSelection?.() ?? getSelection()).toString()"
    assert visitor.page.evaluate(selected) == decision["id"]
    assert violations(visitor) == []
    visitor.panel.get_by_role("combobox").select_option("en")
    expect(proof).to_contain_text("Proof of your choice")
    expect(visitor.panel.get_by_role("switch", name="Analytical cookies")).to_be_checked()
