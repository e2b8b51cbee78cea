"""The backend is away before the click, during it, or after it: never a tracker without a recorded yes, never a lost
decision, never an error in the page."""

from __future__ import annotations

import socket

from playwright.sync_api import APIResponse, Route, expect

from tests.browser.backend import Backend
from tests.browser.lab import Lab
from tests.browser.visitor import ACCEPT, CHOOSE, REJECT, Visitor


def tracked(lab: Lab, tag: str) -> str:
    return lab.page("/", f'<script src="{lab.vendor("stats")}/statistic.js"></script><p>Inhoud</p>', tag)


def decisions(backend: Backend, visitor: Visitor) -> int:
    """How many decisions the ledger holds of this visitor."""
    token = visitor.cookies()["akkoord"]
    answer = visitor.page.request.get(
        f"{backend.address}/api/v1/sites/shop/me", headers={"Authorization": f"Bearer {token}"}
    )
    return len(answer.json()["history"])


def test_a_yes_without_a_backend_opens_nothing_until_it_is_recorded(
    lab: Lab, sealed: str, backend: Backend, visitor: Visitor
) -> None:
    address = tracked(lab, sealed)
    visitor.open(address)
    backend.kill()
    visitor.press(ACCEPT)
    expect(visitor.banner).not_to_be_visible()
    expect(visitor.page.get_by_role("status")).to_contain_text("nog niet")
    assert lab.received == [] and visitor.cookies() == {}

    visitor.page.goto(address)
    visitor.page.wait_for_load_state("networkidle")
    expect(visitor.banner).not_to_be_visible()
    assert lab.received == [], "the next page is shut as well, and nobody is asked twice"

    backend.start()
    visitor.waits_for("window.ran?.length === 1")
    assert decisions(backend, visitor) == 1


def test_a_panel_out_of_reach_costs_the_next_page_no_gate(
    lab: Lab, sealed: str, backend: Backend, visitor: Visitor
) -> None:
    address = tracked(lab, sealed)
    # nobody is ever idle here, so that the panel is not fetched ahead
    visitor.page.add_init_script("window.requestIdleCallback = () => 0")
    visitor.open(address)
    backend.kill()
    visitor.banner.get_by_role("button", name=CHOOSE).click()
    expect(visitor.page.get_by_role("status")).to_contain_text("nog niet")
    visitor.page.wait_for_load_state("networkidle")
    visitor.page.goto(address)
    visitor.page.wait_for_load_state("networkidle")
    expect(visitor.banner).to_be_visible()
    assert lab.received == []


def test_a_no_without_a_backend_holds_and_is_recorded_later(
    lab: Lab, sealed: str, backend: Backend, visitor: Visitor
) -> None:
    address = tracked(lab, sealed)
    visitor.open(address)
    backend.kill()
    visitor.press(REJECT)
    visitor.page.goto(address)
    visitor.page.wait_for_load_state("networkidle")
    expect(visitor.banner).not_to_be_visible()
    backend.start()
    visitor.waits_for("document.cookie.includes('akkoord=')")
    visitor.waits_for("localStorage.length === 0")
    assert decisions(backend, visitor) == 1
    assert lab.received == []


def test_a_backend_that_dies_while_it_answers_records_once(
    lab: Lab, sealed: str, backend: Backend, visitor: Visitor
) -> None:
    visitor.open(tracked(lab, sealed))
    lost: list[APIResponse] = []

    def lose_the_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        # the backend records it, and is gone before the page hears of it
        lost.append(route.fetch())
        route.abort()

    visitor.page.route("**/decisions", lose_the_answer)
    visitor.press(ACCEPT)
    visitor.waits_for("akkoord.has('analytics')")
    visitor.waits_for("window.ran?.length === 1")
    assert len(lost) == 1
    assert decisions(backend, visitor) == 1


def test_a_backend_that_never_answers_holds_up_nothing(
    lab: Lab, sealed: str, backend: Backend, visitor: Visitor
) -> None:
    address = tracked(lab, sealed)
    visitor.open(address)
    # its files are in the browser's cache by now, for a year
    visitor.page.wait_for_load_state("networkidle")
    backend.kill()
    # whoever connects is left waiting
    with socket.create_server(("127.0.0.1", backend.port)):
        visitor.press(ACCEPT)
        expect(visitor.banner).not_to_be_visible()
        visitor.page.get_by_text("Inhoud").click()
        visitor.page.goto(address)
        expect(visitor.page.get_by_text("Inhoud")).to_be_visible()
        assert lab.received == []


def test_a_withdrawal_without_a_backend_holds_at_once(
    lab: Lab, sealed: str, backend: Backend, visitor: Visitor
) -> None:
    visitor.open(tracked(lab, sealed))
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran?.length === 1")
    backend.kill()
    with visitor.page.expect_event("load"):
        visitor.page.evaluate("void akkoord.withdraw()")
    lab.received.clear()
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == [] and not visitor.page.evaluate("akkoord.has('analytics')")
    backend.start()
    visitor.waits_for("localStorage.length === 0")
    assert decisions(backend, visitor) == 2


def test_a_refusal_holds_even_if_the_banner_file_is_out_of_reach(
    lab: Lab, sealed: str, backend: Backend, visitor: Visitor
) -> None:
    address = tracked(lab, sealed)
    visitor.open(address)
    visitor.decides(ACCEPT)
    visitor.page.route("**/banner/**", lambda route: route.abort())
    visitor.page.goto(address)
    visitor.waits_for("window.ran?.length === 1")
    with visitor.page.expect_event("load"):
        visitor.page.evaluate("void akkoord.withdraw().catch(() => {})")
    lab.received.clear()
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == [] and not visitor.page.evaluate("akkoord.has('analytics')")
    visitor.page.unroute_all()
    visitor.page.goto(address)
    visitor.waits_for("localStorage.length === 0")
    assert decisions(backend, visitor) == 2


def test_a_backend_that_refuses_every_token_is_not_asked_for_ever(
    lab: Lab, sealed: str, backend: Backend, visitor: Visitor
) -> None:
    visitor.open(tracked(lab, sealed))
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        allowed = {"Access-Control-Allow-Origin": lab.origin, "Access-Control-Allow-Credentials": "true"}
        route.fulfill(status=401, headers=allowed, json={"error": {"code": "token_invalid", "message": "No."}})

    visitor.page.route("**/decisions", refuse)
    told = visitor.page.evaluate("akkoord.acceptAll().then(() => 'recorded', error => error.code)")
    assert told == "token_invalid"
    assert len(asked) == 2, "once with what it had, once as a new visitor"
    assert lab.received == []


def test_a_page_without_any_backend_is_just_a_page(lab: Lab, sealed: str, backend: Backend, visitor: Visitor) -> None:
    address = tracked(lab, sealed)
    visitor.open(address)
    backend.kill()
    visitor.page.context.clear_cookies()
    visitor.page.goto(address)
    visitor.page.wait_for_load_state("networkidle")
    expect(visitor.page.get_by_text("Inhoud")).to_be_visible()
    assert lab.received == []
