"""Deciding: what is sent, what is kept, what it does to the page."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Request, expect

from akkoord import verify_token
from tests.browser.backend import Backend
from tests.browser.lab import Lab
from tests.browser.visitor import ACCEPT, CHOOSE, REJECT, SAVE, Visitor


def stored(visitor: Visitor, backend: Backend) -> dict[str, Any]:
    """What the backend keeps of this visitor."""
    token = {"Authorization": f"Bearer {visitor.cookies()['akkoord']}"}
    body: dict[str, Any] = visitor.page.request.get(f"{backend.address}/api/v1/sites/shop/me", headers=token).json()
    return body


def test_nothing_is_on_the_device_before_a_decision(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", tag))
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.cookies() == {} and visitor.storage() == []


def test_a_new_visitor_costs_at_most_four_requests_and_a_beacon_and_a_returning_one_none(
    lab: Lab, tag: str, backend: Backend, visitor: Visitor
) -> None:
    address = lab.page("/", "<button data-akkoord-open>Cookies</button>", tag)
    visitor.open(address)
    visitor.decides(ACCEPT)
    visitor.page.wait_for_load_state("networkidle")
    asked = [line.split("/banner/")[0] for line in visitor.asked(backend.address)]
    # the panel is fetched ahead, if the visitor leaves the page time for it
    assert sum("/panel/" in line for line in asked) <= 1
    assert [line for line in asked if "/panel/" not in line] == [
        "GET /sites/shop/akkoord.js",
        "GET /sites/shop",
        "POST /api/v1/sites/shop/displays",
        "POST /api/v1/sites/shop/decisions",
    ]

    backend.stop()
    visitor.page.goto(address)
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.evaluate("akkoord.has('marketing')"), "all of it comes from the cache"
    expect(visitor.banner).to_have_count(0)


def test_the_first_answer_says_how_long_it_took_and_a_later_one_does_not(lab: Lab, tag: str, visitor: Visitor) -> None:
    sent: list[dict[str, Any]] = []

    def keep(request: Request) -> None:
        if request.url.endswith("/decisions"):
            sent.append(json.loads(request.post_data or ""))

    visitor.page.on("request", keep)
    visitor.open(lab.page("/", '<a href="#" data-akkoord-open>Cookies</a>', tag))
    visitor.page.wait_for_load_state("networkidle")
    visitor.decides(ACCEPT)
    visitor.page.evaluate("akkoord.decide({ marketing: false })")
    visitor.waits_for("() => !localStorage['akkoord-pending']")
    first, later = sent[0], sent[1]
    assert 0 <= first["seconds"] < 60
    assert "seconds" not in later


def test_the_token_proves_the_decision_with_the_public_key_alone(
    lab: Lab, tag: str, backend: Backend, visitor: Visitor
) -> None:
    visitor.open(lab.page("/", "", tag))
    answer = visitor.chooses("Analytische cookies")
    token = visitor.cookies()["akkoord"]
    assert answer["token"] == token and len(token) <= 260
    with urlopen(f"{backend.address}/.well-known/akkoord-keys.json") as keys:
        proof = verify_token(token, json.load(keys))
    assert (proof.site, proof.granted) == ("shop", ("analytics",))
    assert str(proof.decision) == answer["decision"]["id"]
    assert answer["decision"]["how"] == "panel"
    assert answer["decision"]["language"] == "nl_NL_formal"
    assert answer["decision"]["choices"] == {"functional": False, "analytics": True, "marketing": False}


def test_the_panel_shows_nothing_chosen_before_and_the_stored_choice_after(
    lab: Lab, tag: str, visitor: Visitor
) -> None:
    visitor.open(lab.page("/", '<a href="#" data-akkoord-open>Cookies</a>', tag))
    visitor.press(CHOOSE)
    switches = visitor.panel.get_by_role("switch")
    expect(switches).to_have_count(3)
    assert [switch.is_checked() for switch in switches.all()] == [False, False, False]
    visitor.panel.get_by_role("switch", name="Analytische cookies").check()
    visitor.decides(SAVE)
    visitor.page.get_by_text("Cookies", exact=True).click()
    expect(visitor.panel).to_be_visible()
    assert [switch.is_checked() for switch in switches.all()] == [False, True, False]


def test_a_page_without_a_way_back_gets_a_small_button(lab: Lab, tag: str, visitor: Visitor) -> None:
    address = lab.page("/", "", tag)
    visitor.open(address)
    visitor.decides(REJECT)
    visitor.page.goto(address)
    visitor.page.get_by_role("button", name="Cookie-instellingen").click()
    expect(visitor.panel).to_be_visible()


def test_withdrawal_takes_everything_back_and_reloads_once(
    lab: Lab, sealed: str, backend: Backend, visitor: Visitor
) -> None:
    body = f"""<button data-akkoord-open>Cookies</button>
<script src="{lab.vendor("stats")}/statistic.js"></script><script src="{lab.vendor("ads")}/adviser.js"></script>"""
    address = lab.page("/diep/pad/", body, sealed)
    visitor.open(address)
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran?.length === 2")
    visitor.page.evaluate(
        """() => { document.cookie = "_stat_here=1"; document.cookie = "_stat_wide=1; Path=/; Domain=shop.localhost";
        sessionStorage.setItem("_admin", "1"); localStorage.setItem("basket", "1"); }"""
    )
    loads: list[str] = []
    visitor.page.on("load", lambda page: loads.append(page.url))
    visitor.page.get_by_role("button", name="Cookies", exact=True).click()
    expect(visitor.panel).to_be_visible()
    # what the click withdraws is gone before anything else happens
    with visitor.page.expect_event("load"):
        visitor.press(REJECT)
    lab.received.clear()
    visitor.page.wait_for_load_state("networkidle")
    assert stored(visitor, backend)["latest"]["choices"] == {
        "functional": False, "analytics": False, "marketing": False,
    }  # fmt: skip
    assert list(visitor.cookies()) == ["akkoord"]
    assert visitor.storage() == ["basket"]
    assert visitor.ran() == [] and lab.received == []
    assert loads == [address]
    expect(visitor.banner).to_have_count(0)


def test_withdrawing_one_category_keeps_the_other(lab: Lab, sealed: str, backend: Backend, visitor: Visitor) -> None:
    body = f"""<script src="{lab.vendor("stats")}/statistic.js"></script>
<script src="{lab.vendor("ads")}/adviser.js"></script>"""
    visitor.open(lab.page("/", body, sealed))
    first = visitor.decides(ACCEPT)
    visitor.waits_for("window.ran?.length === 2")
    with visitor.page.expect_event("load"):
        visitor.page.evaluate("void akkoord.decide({ marketing: false })")
    kept = stored(visitor, backend)
    assert kept["visitor"] == first["decision"]["visitor"]
    assert kept["latest"]["choices"] == {"functional": True, "analytics": True, "marketing": False}
    visitor.waits_for("window.ran?.length === 1")
    assert visitor.ran() == ["statistic"]
    assert sorted(visitor.cookies()) == ["_statistic", "akkoord"]


def test_another_tab_follows(lab: Lab, sealed: str, visitor: Visitor) -> None:
    address = lab.page("/", f'<script src="{lab.vendor("stats")}/a.js"></script>', sealed)
    visitor.open(address)
    other = Visitor(visitor.page.context.new_page())
    other.open(address)
    visitor.decides(ACCEPT)
    other.waits_for("window.ran?.length === 1")
    expect(other.banner).not_to_be_visible()
    with other.page.expect_event("load"), visitor.page.expect_event("load"):
        visitor.page.evaluate("void akkoord.withdraw()")
    assert not other.page.evaluate("akkoord.has('analytics')")
    assert other.errors == []


def test_the_interface_for_scripts_keeps_its_promises(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", tag))
    told = visitor.page.evaluate(
        """async () => {
          const told = [];
          const akkoord = await window.akkoord.ready;
          for (const event of ["decision", "release", "error"]) akkoord.on(event, () => told.push(event));
          const off = akkoord.on("decision", () => told.push("never"));
          off();
          akkoord.on("decision", () => { throw new Error("a listener of the page"); });
          window.onerror = () => true;
          document.addEventListener("akkoord:decision", (event) => told.push("document " + event.detail.how));
          told.push(akkoord.has("analytics"), akkoord.has("necessary"));
          const decision = await akkoord.decide({ analytics: true });
          told.push(decision.choices.analytics, akkoord.has("analytics"), akkoord.has("marketing"));
          await akkoord.acceptAll();
          told.push(akkoord.choices.marketing);
          return told;
        }"""
    )
    assert [entry for entry in told if entry != "release"] == [
        False, True, "decision", "document api", True, True, False, "decision", "document api", True,
    ]  # fmt: skip
    assert told.count("release") >= 1
    visitor.errors.clear()


def test_an_altered_or_foreign_cookie_asks_again(lab: Lab, sealed: str, visitor: Visitor) -> None:
    address = lab.page("/", f'<script src="{lab.vendor("stats")}/a.js"></script>', sealed)
    for value in ("yes", "a.b.c", "WyJvdGhlciIsIiIsIiIsImEiLCIxMjM0NTY3ODkwMTIiXQ.aSE." + "x" * 86):
        visitor.page.context.add_cookies([{"name": "akkoord", "value": value, "url": lab.origin}])
        visitor.open(address)
        visitor.page.wait_for_load_state("networkidle")
        assert lab.received == []


def test_a_visitor_whose_token_the_backend_forgot_can_decide_again(
    lab: Lab, tag: str, backend: Backend, visitor: Visitor
) -> None:
    address = lab.page("/", "<button data-akkoord-open>Cookies</button>", tag)
    visitor.open(address)
    first = visitor.decides(ACCEPT)
    backend.stop()
    backend.settings["AKKOORD_SECRET_KEY"] = "another-key-because-the-first-one-was-lost"
    backend.start()
    with visitor.page.expect_response(lambda response: response.status == 201) as answer:
        visitor.page.evaluate("void akkoord.decide({ functional: true })")
    body = answer.value.json()
    assert body["decision"]["visitor"] != first["decision"]["visitor"]
    visitor.waits_for("token => document.cookie.includes(token)", body["token"])
