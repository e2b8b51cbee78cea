"""Where page and backend share a site, a new visitor's banner comes with the script: in one request, and at once."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser.backend import Backend
from tests.browser.visitor import ACCEPT, Visitor

SENT = """performance.getEntriesByType("resource")
    .filter(({ name, transferSize }) => transferSize && /\\/(sites|api)\\//.test(name) && !name.includes("/panel/"))
    .map(({ name }) => name.split("/").pop())"""
"""What came over the network for the site, without the panel, which comes ahead of need."""


def test_the_banner_of_a_first_visit_costs_no_request(demo: Backend, visitor: Visitor) -> None:
    visitor.open(f"{demo.address}/")
    expect(visitor.banner).to_be_visible()
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.evaluate(SENT) == ["akkoord.js", "displays"]
    visitor.decides(ACCEPT)
    visitor.page.goto(f"{demo.address}/behandelingen")
    visitor.waits_for("akkoord.has('marketing')")
    visitor.page.wait_for_load_state("networkidle")
    expect(visitor.banner).to_have_count(0)
    assert visitor.page.evaluate(SENT) == []


def test_its_colours_are_those_of_the_page_although_the_banner_came_first(demo: Backend, visitor: Visitor) -> None:
    def darken(route: Route) -> None:
        style = route.fetch()
        route.fulfill(response=style, body=f"{style.text()}:root{{color-scheme:dark!important}}")

    visitor.page.route("**/*.css", darken)
    visitor.page.emulate_media(color_scheme="light")
    visitor.open(f"{demo.address}/")
    expect(visitor.banner).to_be_visible()
    assert visitor.page.evaluate("getComputedStyle(document.querySelector('akkoord-banner')).colorScheme") == "dark"
