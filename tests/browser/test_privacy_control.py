"""Global Privacy Control: what is refused, what is asked all the same, and what is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.backend import Backend
from tests.browser.conftest import CONFIG
from tests.browser.lab import Lab
from tests.browser.visitor import ACCEPT, CHOOSE, REJECT, SAVE, Visitor

SIGNALLED = (
    "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true, configurable: true })"
)
NOTE = "Global Privacy Control"
OPENER = "<button data-akkoord-open>Cookies</button>"


@pytest.fixture
def signalled(context: BrowserContext) -> None:
    """A browser that asks not to sell or share."""
    context.add_init_script(SIGNALLED)


@pytest.fixture
def marketing_tag(lab: Lab, tmp_path: Path) -> Iterator[str]:
    """The one tag of a site that asks for marketing alone."""
    config = tmp_path / "akkoord.toml"
    config.write_text(CONFIG.format(origin=lab.origin).replace('"chat", "stats", "ads"', '"ads"'))
    backend = Backend(tmp_path, "serve", {"AKKOORD_CONFIG": str(config)})
    backend.start()
    yield f'<script src="{backend.address}/sites/shop/akkoord.js"></script>'
    backend.stop()


def test_without_privacy_control_nothing_speaks_of_it(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", OPENER, tag))
    expect(visitor.banner).not_to_contain_text(NOTE)
    visitor.press(CHOOSE)
    expect(visitor.panel).not_to_contain_text(NOTE)
    assert visitor.decides(SAVE)["decision"]["how"] == "panel"


@pytest.mark.usefixtures("signalled")
def test_privacy_control_refuses_marketing_and_the_rest_is_asked(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", OPENER, tag))
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.cookies() == {} and visitor.storage() == []
    expect(visitor.banner).to_contain_text(NOTE)
    visitor.press(CHOOSE)
    expect(visitor.panel.get_by_text(NOTE)).to_be_visible()
    expect(visitor.panel.get_by_role("switch", name="Advertentiecookies")).not_to_be_checked()
    visitor.panel.get_by_role("switch", name="Analytische cookies").check()
    decision = visitor.decides(SAVE)["decision"]
    assert decision["how"] == "gpc"
    assert decision["choices"] == {"functional": False, "analytics": True, "marketing": False}
    assert visitor.page.evaluate("akkoord.has('analytics') && !akkoord.has('marketing')")

    # from then on the panel says what the visitor says
    visitor.page.get_by_role("button", name="Cookies", exact=True).click()
    expect(visitor.panel).to_be_visible()
    assert visitor.decides(SAVE)["decision"]["how"] == "panel"


@pytest.mark.usefixtures("signalled")
def test_a_first_decision_that_leaves_marketing_open_is_the_browsers_no(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", tag))
    first = visitor.page.evaluate("akkoord.decide({ analytics: true })")
    assert (first["how"], first["choices"]["marketing"], first["choices"]["analytics"]) == ("gpc", False, True)
    assert visitor.page.evaluate("akkoord.decide({ functional: true })")["how"] == "api"


@pytest.mark.usefixtures("signalled")
def test_a_no_that_the_visitor_says_is_the_visitors(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", tag))
    visitor.press(CHOOSE)
    marketing = visitor.panel.get_by_role("switch", name="Advertentiecookies")
    marketing.check()
    marketing.uncheck()
    decision = visitor.decides(SAVE)["decision"]
    assert (decision["how"], decision["choices"]["marketing"]) == ("panel", False)


@pytest.mark.usefixtures("signalled")
@pytest.mark.parametrize(("button", "granted"), [(ACCEPT, True), (REJECT, False)])
def test_an_explicit_choice_goes_before_privacy_control(
    button: str, granted: bool, lab: Lab, tag: str, visitor: Visitor
) -> None:
    address = lab.page("/", OPENER, tag)
    visitor.open(address)
    decision = visitor.decides(button)["decision"]
    assert (decision["how"], decision["choices"]["marketing"]) == ("banner", granted)
    visitor.open(address, banner=False)
    assert visitor.page.evaluate("akkoord.has('marketing')") is granted
    visitor.page.get_by_role("button", name="Cookies", exact=True).click()
    expect(visitor.panel.get_by_text(NOTE)).to_be_visible(visible=not granted)


@pytest.mark.usefixtures("signalled")
def test_where_privacy_control_answers_all_that_is_asked_nobody_is_asked(
    lab: Lab, marketing_tag: str, visitor: Visitor
) -> None:
    address = lab.page("/", f'{OPENER}<script src="{lab.vendor("ads")}/ads.js"></script>', marketing_tag)
    visitor.open(address, banner=False)
    visitor.page.wait_for_load_state("networkidle")
    expect(visitor.banner).to_have_count(0)
    assert visitor.ran() == [] and visitor.cookies() == {} and visitor.storage() == []
    assert not visitor.page.evaluate("akkoord.has('marketing')")

    visitor.page.get_by_role("button", name="Cookies", exact=True).click()
    expect(visitor.panel).to_be_visible()
    visitor.panel.get_by_role("switch", name="Advertentiecookies").check()
    assert visitor.decides(SAVE)["decision"]["how"] == "panel"
    visitor.waits_for("window.ran?.length === 1")


def test_where_only_marketing_is_asked_others_are_asked(lab: Lab, marketing_tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", marketing_tag))
    expect(visitor.banner).to_be_visible()
