"""The rules by which decisions are recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from akkoord.consent import Consent
from akkoord.errors import (
    DecisionConflict,
    InvalidRequest,
    RequestError,
    StoreError,
    TokenForOtherSite,
    TokenInvalid,
    UnknownLanguage,
    UnknownNotice,
    UnknownOrigin,
    UnknownSite,
)
from akkoord.ledger import Ledger, publish
from akkoord.model import Notice, Site
from akkoord.recount import recount
from akkoord.store import Store, open_store
from akkoord.tokens import Signer
from akkoord.wire import DecisionRequest, DisplayRequest
from tests.samples import DECISION, LIFETIME, NOTICE, NOW, OTHER_VISITOR

SHOP = Site(
    "shop",
    ("https://www.shop.example", "http://localhost:*", "http://127.0.0.1:*"),
    "Shop BV",
    ("nl_NL_formal", "en"),
)
OTHER = replace(SHOP, id="other", origins=("https://other.example",), languages=("nl",))
OTHER_NOTICE = replace(NOTICE, site="other", asked=("marketing",))
NEXT_NOTICE = replace(NOTICE, version="ba9876543210", asked=("analytics",))
DAY = "2026-11-22"
REQUEST = DecisionRequest.model_validate(
    {
        "id": str(DECISION.id),
        "choices": {"functional": True, "analytics": False, "marketing": False},
        "notice": NOTICE.version,
        "language": "nl_NL_formal",
        "how": "banner",
        "device": "wide",
        "widget": "0.1.0",
    }
)
DISPLAY = DisplayRequest.model_validate(
    {"notice": NOTICE.version, "language": "en", "device": "narrow", "widget": "0.1.0"}
)


@dataclass
class Clock:
    now: datetime = field(default=NOW)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path}/ledger.db")
    yield store
    store.close()


@pytest.fixture
def signer() -> Signer:
    return Signer(["k" * 32])


def make_ledger(store: Store, signer: Signer, clock: Clock, notice: Notice = NOTICE) -> Ledger:
    notices = {"shop": notice, "other": OTHER_NOTICE}
    publish(store, notices)
    return Ledger(store, signer, notices, {"shop": SHOP, "other": OTHER}, clock)


@pytest.fixture
def ledger(store: Store, signer: Signer, clock: Clock) -> Ledger:
    return make_ledger(store, signer, clock)


def request(**changes: Any) -> DecisionRequest:
    """A request like the sample's."""
    return REQUEST.model_copy(update=changes)


def tallied(store: Store, site: str = "shop") -> dict[tuple[str, str], int]:
    return {(tally.dimension, tally.value): tally.count for tally in store.tally(site, DAY, DAY)}


def test_it_records_a_decision_and_proves_it(ledger: Ledger, store: Store, signer: Signer) -> None:
    token, decision = ledger.record("shop", REQUEST)
    assert decision == replace(DECISION, visitor=decision.visitor, how="banner", device="wide")
    assert store.find("shop", DECISION.id) == decision
    proof = signer.verify(token, "shop")
    assert (proof.decision, proof.visitor, proof.granted) == (decision.id, decision.visitor, ("functional",))


def test_each_browser_gets_a_visitor_of_its_own(ledger: Ledger) -> None:
    visitors = {ledger.record("shop", request(id=uuid4()))[1].visitor for _ in range(20)}
    assert len(visitors) == 20
    assert {len(visitor) for visitor in visitors} == {22}


def test_it_counts_what_was_decided(ledger: Ledger, store: Store) -> None:
    ledger.record("shop", REQUEST)
    assert tallied(store) == {
        ("outcome", "some"): 1,
        ("language_device", "nl_NL_formal wide sFamb"): 1,
        ("language_notice", f"nl_NL_formal {NOTICE.version} sFamb"): 1,
        ("device_notice", f"wide {NOTICE.version} sFamb"): 1,
    }


@pytest.mark.parametrize("in_request", [True, False])
def test_a_token_names_the_visitor(ledger: Ledger, store: Store, in_request: bool) -> None:
    token, first = ledger.record("shop", REQUEST)
    later = request(id=uuid4(), choices={})
    if in_request:
        _, second = ledger.record("shop", later.model_copy(update={"token": token}))
    else:
        _, second = ledger.record("shop", later, token)
    assert second.visitor == first.visitor
    assert ledger.history("shop", first.visitor) == [first, second]
    assert ledger.latest("shop", first.visitor) == second
    assert tallied(store)[("outcome", "withdraw")] == 1


def test_what_is_erased_leaves_its_counts_and_the_next_one_stays_what_it_was(
    ledger: Ledger, store: Store, clock: Clock
) -> None:
    token, _ = ledger.record("shop", REQUEST)
    clock.now += timedelta(days=1)
    ledger.record("shop", request(id=uuid4(), choices={}), token)
    assert ledger.prune("shop", clock.now - timedelta(hours=1)) == 1
    assert tallied(store)["erased_outcome", "some"] == tallied(store)["outcome", "some"] == 1
    found = recount(store, "shop", DAY, "2026-11-23")
    assert (found.decisions, found.missing, found.surplus, found.busy) == (1, [], [], [])


def test_seconds_are_counted_and_kept_nowhere(ledger: Ledger, store: Store) -> None:
    _, decision = ledger.record("shop", request(seconds=7.5))
    assert ledger.record("shop", request(seconds=9.5))[1] == decision
    assert tallied(store)["seconds", "5-10"] == 1
    assert not any(hasattr(decision, name) for name in ("seconds", "time"))


def test_a_country_is_written_down_and_another_network_is_no_other_decision(ledger: Ledger, store: Store) -> None:
    _, decision = ledger.record("shop", REQUEST, country="NL")
    assert ledger.record("shop", REQUEST, country="BE")[1] == decision
    assert decision.country == "NL"
    assert tallied(store)["country", "NL sFamb"] == 1


def test_the_token_given_beside_the_request_goes_first(ledger: Ledger) -> None:
    ours, first = ledger.record("shop", REQUEST)
    theirs, _ = ledger.record("shop", request(id=uuid4()))
    assert ledger.record("shop", request(id=uuid4(), token=theirs), ours)[1].visitor == first.visitor


def test_the_same_again_gives_the_same_answer_and_counts_once(ledger: Ledger, store: Store, clock: Clock) -> None:
    first = ledger.record("shop", REQUEST)
    clock.now += timedelta(hours=1)
    assert ledger.record("shop", REQUEST) == first
    assert ledger.record("shop", REQUEST, first[0]) == first
    assert tallied(store)[("outcome", "some")] == 1
    assert len(tallied(store)) == 4


def test_left_out_and_refused_are_the_same_answer(ledger: Ledger) -> None:
    first = ledger.record("shop", REQUEST)
    assert ledger.record("shop", request(choices={"functional": True, "necessary": True})) == first


@pytest.mark.parametrize(
    "changes",
    [
        {"choices": {"functional": True, "analytics": True}},
        {"choices": {}},
        {"language": "en"},
        {"how": "panel"},
        {"device": "narrow"},
        {"widget": "0.1.1"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_the_same_id_with_other_content_is_a_conflict(ledger: Ledger, store: Store, changes: dict[str, Any]) -> None:
    _, first = ledger.record("shop", REQUEST)
    before = tallied(store)
    with pytest.raises(DecisionConflict):
        ledger.record("shop", request(**changes))
    assert store.find("shop", DECISION.id) == first
    assert tallied(store) == before


def test_the_same_id_of_another_visitor_is_a_conflict(ledger: Ledger) -> None:
    ledger.record("shop", REQUEST)
    token, _ = ledger.record("shop", request(id=uuid4()))
    with pytest.raises(DecisionConflict):
        ledger.record("shop", REQUEST, token)


def test_the_same_id_for_another_notice_is_a_conflict(store: Store, signer: Signer, clock: Clock) -> None:
    make_ledger(store, signer, clock).record("shop", REQUEST)
    with pytest.raises(DecisionConflict):
        make_ledger(store, signer, clock, NEXT_NOTICE).record("shop", request(notice=NEXT_NOTICE.version))


def test_an_erased_visitor_may_decide_again_under_the_same_id(ledger: Ledger) -> None:
    token, first = ledger.record("shop", REQUEST)
    assert ledger.forget("shop", first.visitor) == 1
    assert ledger.latest("shop", first.visitor) is None
    _, again = ledger.record("shop", request(choices={}), token)
    assert ledger.history("shop", first.visitor) == [again]


def test_only_what_was_asked_is_kept_and_what_is_left_out_is_a_no(ledger: Ledger) -> None:
    _, decision = ledger.record("other", request(language="nl", choices={"analytics": True, "necessary": True}))
    assert decision.choices == {"marketing": False}


@pytest.mark.parametrize(
    ("site", "changes", "error", "where"),
    [
        ("nowhere", {}, UnknownSite, "site"),
        ("shop", {"notice": "ffffffffffff"}, UnknownNotice, "notice"),
        ("shop", {"language": "nl"}, UnknownLanguage, "language"),
        ("shop", {"choices": {"necessary": False}}, InvalidRequest, "choices.necessary"),
    ],
)
def test_it_refuses_what_the_site_does_not_ask(
    ledger: Ledger, store: Store, site: str, changes: dict[str, Any], error: type[RequestError], where: str
) -> None:
    with pytest.raises(error) as raised:
        ledger.record(site, request(**changes))
    assert [detail.field for detail in raised.value.details] == [where]
    assert store.find("shop", DECISION.id) is None
    assert tallied(store) == {}


def test_it_refuses_a_token_that_is_not_this_visitor_s(ledger: Ledger, store: Store) -> None:
    elsewhere, _ = ledger.record("other", request(id=uuid4(), language="nl"))
    with pytest.raises(TokenForOtherSite):
        ledger.record("shop", REQUEST, elsewhere)
    with pytest.raises(TokenForOtherSite):
        ledger.record("shop", request(token=elsewhere))
    for broken in ("", "nonsense", Signer(["x" * 32]).sign(DECISION)):
        with pytest.raises(TokenInvalid):
            ledger.record("shop", REQUEST, broken)
    assert store.find("shop", DECISION.id) is None


def test_an_earlier_notice_may_still_be_answered(store: Store, signer: Signer, clock: Clock) -> None:
    make_ledger(store, signer, clock)
    ledger = make_ledger(store, signer, clock, NEXT_NOTICE)
    _, decision = ledger.record("shop", REQUEST)
    assert (decision.notice, set(decision.choices)) == (NOTICE.version, set(NOTICE.asked))
    assert ledger.consent("shop", decision.visitor) == Consent(("necessary",), ask=True)


def test_what_is_asked_today_is_published_again_if_the_store_lost_it(ledger: Ledger, store: Store) -> None:
    assert store.prune("shop", NOW, "another version", NOW) == 0
    assert store.notice("shop", NOTICE.version) is None
    ledger.record("shop", REQUEST)
    assert store.notice("shop", NOTICE.version) == NOTICE


def test_a_store_that_does_not_answer_records_nothing(ledger: Ledger, tmp_path: Path) -> None:
    ledger.close()
    (tmp_path / "ledger.db").write_bytes(b"not a database, " * 1024)
    with pytest.raises(StoreError):
        ledger.record("shop", REQUEST)
    with pytest.raises(StoreError):
        ledger.ping()


def test_consent_follows_the_latest_decision_and_the_clock(ledger: Ledger, clock: Clock) -> None:
    token, decision = ledger.record("shop", REQUEST)
    visitor = decision.visitor
    assert ledger.consent("shop", visitor) == Consent(("necessary", "functional"), ask=False)
    assert ledger.consent("shop", visitor, NOW + LIFETIME) == Consent(("necessary",), ask=True)
    clock.now += timedelta(days=1)
    ledger.record("shop", request(id=uuid4(), choices={"marketing": True}), token)
    assert ledger.consent("shop", visitor) == Consent(("necessary", "marketing"), ask=False)
    clock.now += LIFETIME
    assert ledger.consent("shop", visitor) == Consent(("necessary",), ask=True)
    assert ledger.consent("shop", OTHER_VISITOR) == Consent(("necessary",), ask=True)


def test_displays_are_counted_under_today(ledger: Ledger, store: Store) -> None:
    ledger.display("shop", DISPLAY)
    ledger.display("shop", DISPLAY)
    assert tallied(store) == {
        ("display", "all"): 2,
        ("display_language_device", "en narrow"): 2,
        ("display_language_notice", f"en {NOTICE.version}"): 2,
        ("display_device_notice", f"narrow {NOTICE.version}"): 2,
    }


@pytest.mark.parametrize(
    ("site", "changes", "error"),
    [
        ("nowhere", {}, UnknownSite),
        ("shop", {"notice": "ffffffffffff"}, UnknownNotice),
        ("shop", {"language": "tlh"}, UnknownLanguage),
    ],
)
def test_a_display_of_something_unknown_is_not_counted(
    ledger: Ledger, store: Store, site: str, changes: dict[str, Any], error: type[RequestError]
) -> None:
    with pytest.raises(error):
        ledger.display(site, DISPLAY.model_copy(update=changes))
    assert tallied(store) == {}


def test_prune_keeps_what_is_asked_today(ledger: Ledger, store: Store, clock: Clock) -> None:
    _, old = ledger.record("shop", REQUEST)
    store.publish(NEXT_NOTICE)
    clock.now += timedelta(days=400)
    assert ledger.prune("shop", clock.now - timedelta(days=399)) == 1
    assert ledger.history("shop", old.visitor) == []
    assert store.notice("shop", NOTICE.version) == NOTICE
    assert store.notice("shop", NEXT_NOTICE.version) is None


def test_no_question_about_an_unknown_site_is_answered(ledger: Ledger) -> None:
    visitor = DECISION.visitor
    for call in (
        lambda: ledger.consent("nowhere", visitor),
        lambda: ledger.latest("nowhere", visitor),
        lambda: ledger.history("nowhere", visitor),
        lambda: ledger.forget("nowhere", visitor),
        lambda: ledger.prune("nowhere", NOW),
        lambda: ledger.check_origin("nowhere", None, "https://consent.example"),
    ):
        with pytest.raises(UnknownSite):
            call()


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "https://consent.example",
        "https://www.shop.example",
        "http://localhost:3000",
        "http://localhost",
        "http://127.0.0.1:8000",
    ],
)
def test_pages_of_the_site_and_of_the_backend_may_post(ledger: Ledger, origin: str | None) -> None:
    ledger.check_origin("shop", origin, "https://consent.example")


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "https://other.example",
        "http://www.shop.example",
        "https://www.shop.example:8443",
        "https://www.shop.example.evil.example",
        "https://shop.example",
        "https://localhost:3000",
        "http://localhost:",
        "http://localhost:3000.evil.example",
        "http://localhost:80@evil.example",
        "http://localhost:²",
        "http://localhost.evil.example",
        "http://localhost:*",
    ],
)
def test_other_pages_may_not(ledger: Ledger, origin: str) -> None:
    with pytest.raises(UnknownOrigin):
        ledger.check_origin("shop", origin, "https://consent.example")


def test_a_site_has_a_lifetime_of_its_own(store: Store, signer: Signer, clock: Clock) -> None:
    ledger = Ledger(store, signer, {"shop": NOTICE}, {"shop": replace(SHOP, lifetime="12 months")}, clock)
    visitor = ledger.record("shop", REQUEST)[1].visitor
    assert not ledger.consent("shop", visitor, NOW + LIFETIME).ask
    assert ledger.consent("shop", visitor, NOW + 2 * LIFETIME).ask
