"""Signals: what vendors' queues hold, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.backend import Backend
from tests.browser.conftest import CONFIG
from tests.browser.lab import Lab
from tests.browser.leaving import close
from tests.browser.visitor import ACCEPT, REJECT, SAVE, Visitor

MakeTag = Callable[..., str]

SIGNALS = {"chat": "", "stats": "google", "ads": "meta"}
VENDORS = {
    "uet": ("microsoft-uet", "marketing"),
    "clarity": ("microsoft-clarity", "analytics"),
    "pinterest": ("pinterest", "marketing"),
    "tiktok": ("tiktok", "marketing"),
    "matomo": ("matomo", "analytics"),
    "posthog": ("posthog", "analytics"),
}
SERVICE = """
[services.{name}]
name = "{name}"
category = "{category}"
provider = "{name} BV"
purpose = "advertise"
hosts = ["{name}.example.localhost"]
signal = "{signal}"
"""

GTAG = """<script>window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }
gtag("js", "now"); gtag("config", "G-1");</script>"""
SNIPPETS = """<script>
!function (f, n) { if (f.fbq) return; n = f.fbq = function () { n.queue.push([...arguments]) }; n.queue = [];
  f.loads = 1; }(window);
fbq("init", "1");
!function () { if (!window.pintrk) { window.pintrk = function () { window.pintrk.queue.push([...arguments]) };
  var n = window.pintrk; n.queue = []; } }();
pintrk("page");
!function (w, t) { var ttq = w[t] = w[t] || []; ttq.page = () => ttq.push(["page"]); ttq.page(); }(window, "ttq");
!function (w, u) { w[u] = w[u] || []; w[u].push("pageLoad"); }(window, "uetq");
!function (c, a) { c[a] = c[a] || function () { (c[a].q = c[a].q || []).push(arguments) } }(window, "clarity");
clarity("set", "a", "b");
var _paq = window._paq = window._paq || []; _paq.push(["trackPageView"]);
!function (e) { window.posthog = e; e._i = []; e.capture = () => e.push(["capture"]); }(window.posthog || []);
posthog.capture();
</script>"""
QUEUES = """({ meta: fbq.queue, pinterest: pintrk.queue, tiktok: [...ttq], uet: [...uetq], matomo: [..._paq],
clarity: clarity.q.map((given) => [...given]), posthog: [...posthog] })"""

# an arguments object is marked, so that nothing else is taken for one
LAYER = """dataLayer.map((entry) => Object.prototype.toString.call(entry) === "[object Arguments]"
    ? ["arguments", ...entry] : entry)"""


def state(analytics: str, marketing: str, functional: str = "denied") -> dict[str, Any]:
    return {
        "ad_storage": marketing,
        "ad_user_data": marketing,
        "ad_personalization": marketing,
        "analytics_storage": analytics,
        "functionality_storage": functional,
        "personalization_storage": functional,
        "security_storage": "granted",
    }


def update(analytics: str, marketing: str, functional: str = "denied") -> list[Any]:
    return ["arguments", "consent", "update", state(analytics, marketing, functional)]


def choices(*allowed: str) -> dict[str, Any]:
    names = ("necessary", "functional", "analytics", "marketing")
    return {"akkoord": {name: name in ("necessary", *allowed) for name in names}}


def announced(*allowed: str) -> dict[str, Any]:
    return {"event": "akkoord_decision", **choices(*allowed)}


FIRST = [
    ["arguments", "consent", "default", {**state("denied", "denied"), "wait_for_update": 500}],
    ["arguments", "set", "ads_data_redaction", True],
]
TAGS = [["arguments", "js", "now"], ["arguments", "config", "G-1"]]
ALL = ("functional", "analytics", "marketing")


def layer(visitor: Visitor) -> list[Any]:
    """The data layer as Google's tags read it."""
    entries: list[Any] = visitor.page.evaluate(LAYER)
    return entries


@pytest.fixture
def backends() -> Iterator[list[Backend]]:
    backends: list[Backend] = []
    yield backends
    for backend in backends:
        backend.stop()


@pytest.fixture
def make_tag(lab: Lab, tmp_path: Path, backends: list[Backend]) -> MakeTag:
    """Starts a backend whose services listen to signals; returns the one tag."""

    def make(services: tuple[str, ...] = ("chat", "stats", "ads"), settings: str = "") -> str:
        text = CONFIG.format(origin=lab.origin).replace('"chat", "stats", "ads"', ", ".join(f'"{s}"' for s in services))
        for name, signal in SIGNALS.items():
            text = text.replace(f"[services.{name}]", f'[services.{name}]\nsignal = "{signal}"')
        for name, (signal, category) in VENDORS.items():
            text += SERVICE.format(name=name, signal=signal, category=category)
        config = tmp_path / "akkoord.toml"
        config.write_text(f"{text}\n[sites.shop.signals]\n{settings}\n")
        backend = Backend(tmp_path, "serve", {"AKKOORD_CONFIG": str(config)})
        backends.append(backend)
        backend.start()
        return f'<script src="{backend.address}/sites/shop/akkoord.js"></script>'

    return make


def test_without_a_service_that_listens_no_queue_is_made(lab: Lab, tag: str, visitor: Visitor) -> None:
    visitor.open(lab.page("/", "", tag))
    assert visitor.page.evaluate("typeof dataLayer + typeof fbq + typeof clarity") == "undefined" * 3


def test_google_hears_the_default_first_and_one_update_for_each_decision(
    lab: Lab, make_tag: MakeTag, visitor: Visitor
) -> None:
    lab.scripts["/gtag.js"] = "window.seen = dataLayer.length"
    tags = f'{GTAG}<script src="{lab.vendor("stats")}/gtag.js"></script>'
    address = lab.page("/", "<button data-akkoord-open>Cookies</button>", make_tag() + tags)
    visitor.open(address)
    assert layer(visitor) == [*FIRST, *TAGS]
    assert visitor.page.evaluate("typeof seen") == "undefined", "basic mode: the tag itself waits"

    visitor.chooses("Analytische cookies")
    visitor.waits_for("window.seen")
    assert visitor.page.evaluate("seen") == 6, "the tag starts after it has been told"
    told = [*FIRST, *TAGS, update("granted", "denied"), announced("analytics")]
    assert layer(visitor) == told

    visitor.page.get_by_role("button", name="Cookies", exact=True).click()
    expect(visitor.panel).to_be_visible()
    visitor.decides(SAVE)
    assert layer(visitor) == [*told, *told[-2:]], "the same choice again is a decision again"

    visitor.open(address, banner=False)
    replayed = [*FIRST, update("granted", "denied"), choices("analytics")]
    assert layer(visitor) == [*replayed, *TAGS]

    visitor.page.get_by_role("button", name="Cookies", exact=True).click()
    expect(visitor.panel).to_be_visible()
    visitor.decides(ACCEPT)
    visitor.waits_for("dataLayer.length > 6")
    assert layer(visitor) == [*replayed, *TAGS, update("granted", "granted", "granted"), announced(*ALL)]


def test_a_withdrawal_is_told_before_the_page_reloads(lab: Lab, make_tag: MakeTag, visitor: Visitor) -> None:
    keep = (
        f"<script>addEventListener('pagehide', () => sessionStorage.setItem('left', JSON.stringify({LAYER})))</script>"
    )
    visitor.open(lab.page("/", keep, make_tag() + GTAG))
    visitor.decides(ACCEPT)
    visitor.waits_for("dataLayer.length > 5")
    with visitor.page.expect_event("load"):
        visitor.page.evaluate("void akkoord.withdraw()")
    left = visitor.page.evaluate("JSON.parse(sessionStorage.getItem('left'))")
    assert left == [
        *FIRST,
        *TAGS,
        *(update("granted", "granted", "granted"), announced(*ALL)),
        *(update("denied", "denied"), announced()),
    ]
    assert layer(visitor) == [*FIRST, update("denied", "denied"), choices(), *TAGS]


def test_a_no_is_told_at_once_and_a_yes_when_it_is_recorded(
    lab: Lab, make_tag: MakeTag, backends: list[Backend], visitor: Visitor, context: BrowserContext
) -> None:
    address = lab.page("/", "", make_tag() + GTAG)
    visitor.open(address)
    other = Visitor(context.browser.new_page()) if context.browser else pytest.fail("no browser")
    other.open(address)
    (backend,) = backends
    backend.stop()

    visitor.press(REJECT)
    refused = [*FIRST, *TAGS, update("denied", "denied"), announced()]
    visitor.waits_for("dataLayer.length === 6")
    assert layer(visitor) == refused

    other.press(ACCEPT)
    expect(other.banner).to_be_hidden()
    assert layer(other) == [*FIRST, *TAGS], "a yes that nobody has recorded is told to nobody"

    backend.start()
    for each in (visitor, other):
        each.page.evaluate("dispatchEvent(new Event('online'))")
        each.waits_for("localStorage.getItem('akkoord-pending') === null && document.cookie.includes('akkoord=')")
    other.waits_for("dataLayer.length === 6")
    assert layer(other) == [*FIRST, *TAGS, update("granted", "granted", "granted"), announced(*ALL)]
    assert layer(visitor) == refused, "and the record of a no is no second update"
    close(other.page.context)


def test_each_vendor_hears_no_before_anything_and_yes_once(lab: Lab, make_tag: MakeTag, visitor: Visitor) -> None:
    address = lab.page("/", "", make_tag(("ads", *VENDORS)) + SNIPPETS)
    visitor.open(address)
    page = visitor.page
    before: dict[str, list[Any]] = {
        "meta": [["consent", "revoke"], ["init", "1"]],
        "pinterest": [["setconsent", False], ["page"]],
        "tiktok": [["holdConsent"], ["page"]],
        "uet": ["consent", "default", {"ad_storage": "denied"}, "pageLoad"],
        "matomo": [["requireConsent"], ["trackPageView"]],
        "clarity": [["consentv2", {"ad_Storage": "denied", "analytics_Storage": "denied"}], ["set", "a", "b"]],
        "posthog": [["opt_out_capturing"], ["capture"]],
    }
    assert page.evaluate("loads") == 1, "the snippet found nothing of ours in its way"
    assert page.evaluate(QUEUES) == before
    assert page.evaluate("typeof dataLayer") == "undefined"

    visitor.decides(ACCEPT)
    visitor.waits_for("fbq.queue.length === 3")
    added: dict[str, list[Any]] = {
        "meta": [["consent", "grant"]],
        "pinterest": [["setconsent", True]],
        "tiktok": [["grantConsent"]],
        "uet": ["consent", "update", {"ad_storage": "granted"}],
        "matomo": [["setConsentGiven"]],
        "clarity": [["consentv2", {"ad_Storage": "granted", "analytics_Storage": "granted"}]],
        "posthog": [["opt_in_capturing", {"captureEventName": False}]],
    }
    assert page.evaluate(QUEUES) == {name: [*queue, *added[name]] for name, queue in before.items()}

    visitor.open(address, banner=False)
    kept = {"uet": before["uet"][:3], "matomo": [["requireConsent"]]}
    own = {name: queue[3:] if name == "uet" else queue[1:] for name, queue in before.items()}
    assert page.evaluate(QUEUES) == {name: [*kept.get(name, []), *added[name], *own[name]] for name in before}


def test_a_page_whose_own_script_declares_the_variable_works(lab: Lab, make_tag: MakeTag, visitor: Visitor) -> None:
    late = "<script>var dataLayer = [{ page: 'basket' }]; var fbq; var _paq = _paq || [];</script>" + GTAG + SNIPPETS
    visitor.open(lab.page("/", "", make_tag(("stats", "ads", *VENDORS)) + late))
    assert layer(visitor) == [*FIRST, {"page": "basket"}, *TAGS]
    assert visitor.page.evaluate("fbq.queue") == [["consent", "revoke"], ["init", "1"]]
    assert visitor.page.evaluate("_paq") == [["requireConsent"], ["trackPageView"]]


def test_advanced_mode_lets_google_run_denied_and_nothing_else(lab: Lab, make_tag: MakeTag, visitor: Visitor) -> None:
    trackers = "".join(f'<script src="{lab.vendor(name)}/{name}.js"></script>' for name in ("stats", "ads"))
    visitor.open(lab.page("/", trackers, make_tag(settings='google = "advanced-without-consent"') + GTAG))
    visitor.waits_for("window.ran")
    assert visitor.ran() == ["stats"]
    assert layer(visitor) == [*FIRST, *TAGS]
    assert visitor.cookies() == {}, "what it writes is held all the same"
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran.length === 2")
    assert "_stats" in visitor.cookies()
