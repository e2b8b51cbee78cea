"""What is to be told whom, of a decision and of an erasure."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from akkoord.errors import StoreError
from akkoord.ledger import Ledger, publish
from akkoord.store import Store, open_store
from akkoord.wire import DecisionRequest
from akkoord.withdrawals.book import Book
from akkoord.withdrawals.entry import DONE, Entry, entry_of, text_of
from akkoord.withdrawals.making import of_decision, of_erasure, sweep
from tests.samples import NOTICE, NOW, OTHER_VISITOR, VISITOR
from tests.withdrawals.shop import SHOP, SIGNER, append, decided, seen, service, shop, waiting

ALL = {"functional": True, "analytics": True, "marketing": True}
BOTH = [
    {"service": "counter", "what": "withdrawn", "state": "listed"},
    {"service": "pixel", "what": "withdrawn", "state": "waiting"},
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path}/ledger.db")) as store:
        store.publish(NOTICE)
        yield store


class Times:
    """A clock that goes on by a second each time it is read."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def ledger(store: Store) -> Ledger:
    publish(store, {"shop": NOTICE})
    return Ledger(store, SIGNER, {"shop": NOTICE}, {"shop": SHOP}, Times())


def wants(**choices: bool) -> DecisionRequest:
    fields: dict[str, Any] = {
        "id": str(uuid4()),
        "choices": {"functional": False, "analytics": False, "marketing": False, **choices},
        "notice": NOTICE.version,
        "language": "nl_NL_formal",
        "how": "banner",
        "device": "wide",
        "widget": "0.1.0",
    }
    return DecisionRequest.model_validate(fields)


def test_each_service_of_a_withdrawn_category_has_an_entry() -> None:
    entries = of_decision(SHOP, decided(1), decided(0, **ALL))
    assert seen(entries) == BOTH
    assert {entry.receipt for entry in entries} == {str(UUID(int=2))}
    assert {entry.at for entry in entries} == {decided(1).at}
    assert seen(of_decision(SHOP, decided(1, marketing=True), decided(0, **ALL))) == BOTH[:1]


def test_what_was_not_granted_or_is_not_refused_is_no_withdrawal() -> None:
    assert of_decision(SHOP, decided(1), None) == []
    assert of_decision(SHOP, decided(1), decided(0, functional=True)) == []
    assert of_decision(SHOP, decided(1, **ALL), decided(0, **ALL)) == []
    asked_less = decided(1)
    assert isinstance(asked_less.choices, dict)
    for category in ("analytics", "marketing"):
        del asked_less.choices[category]
    assert of_decision(SHOP, asked_less, decided(0, **ALL)) == [], "what is not asked any more was not withdrawn"


def test_an_erasure_tells_all_who_were_ever_granted_and_names_no_receipt() -> None:
    history = [decided(0, marketing=True), decided(1)]
    [entry] = of_erasure(SHOP, history, NOW)
    assert (entry.service, entry.what, entry.receipt) == ("pixel", "erased", "")
    assert of_erasure(SHOP, [decided(0)], NOW) == []


def test_an_entry_names_no_visitor_and_is_written_and_read_alike() -> None:
    entries = [*of_decision(SHOP, decided(1), decided(0, **ALL)), *of_erasure(SHOP, [decided(0, **ALL)], NOW)]
    entries.append(entries[0].ended(DONE, NOW, note="é → told"))
    for entry in entries:
        assert VISITOR not in text_of(entry)
        assert entry_of(text_of(entry)) == entry
        assert entry.receipt.replace("-", "")[:8] not in entry.id or not entry.receipt


def test_a_withdrawal_is_on_the_book_once_it_is_recorded(ledger: Ledger, store: Store) -> None:
    token, _ = ledger.record("shop", wants(**ALL))
    assert Book(store).open() == []
    refusal = wants()
    for _ in range(2):
        ledger.record("shop", refusal, token)
    assert seen(Book(store).open()) == BOTH or seen(Book(store).open()) == BOTH[::-1]


def test_a_decision_stands_even_if_its_entries_cannot_be_made(
    ledger: Ledger, store: Store, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> bool:
        raise StoreError("The store is away.")

    token, _ = ledger.record("shop", wants(**ALL))
    monkeypatch.setattr(store, "add_document", away)
    with caplog.at_level(logging.ERROR, "akkoord.ledger"):
        _, decision = ledger.record("shop", wants(), token)
    monkeypatch.undo()
    assert store.find("shop", decision.id) == decision
    assert "waits for the daily work" in caplog.text
    assert sweep(store, SHOP, NOW, NOW + timedelta(hours=1), int) == 2
    assert len(Book(store).open()) == 2


def test_a_decision_that_is_sent_again_mends_what_was_cut_off(
    ledger: Ledger, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    token, _ = ledger.record("shop", wants(**ALL))
    refusal = wants()
    monkeypatch.setattr(store, "add_document", die)
    with pytest.raises(Killed):
        ledger.record("shop", refusal, token)
    monkeypatch.undo()
    assert Book(store).open() == []
    ledger.record("shop", refusal, token)
    assert len(Book(store).open()) == 2


def test_erasing_takes_the_receipt_numbers_along(ledger: Ledger, store: Store) -> None:
    token, decision = ledger.record("shop", wants(**ALL))
    ledger.record("shop", wants(), token)
    assert ledger.forget("shop", decision.visitor) == 2
    entries = Book(store).open()
    assert sorted(entry.what for entry in entries) == ["erased", "erased", "withdrawn", "withdrawn"]
    assert {entry.receipt for entry in entries} == {""}
    assert ledger.forget("shop", decision.visitor) == 0
    assert len(Book(store).open()) == 4


def test_an_erasure_that_was_cut_off_is_told_once(
    ledger: Ledger, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> int:
        raise StoreError("The store is away.")

    _, decision = ledger.record("shop", wants(marketing=True))
    monkeypatch.setattr(store, "forget", away)
    with pytest.raises(StoreError):
        ledger.forget("shop", decision.visitor)
    monkeypatch.undo()
    assert ledger.forget("shop", decision.visitor) == 1
    assert [entry.what for entry in Book(store).open()] == ["erased"]


def test_the_sweep_finds_what_was_missed_and_nothing_twice(store: Store) -> None:
    append(store, decided(0, **ALL), decided(1), decided(2, analytics=True), decided(3))
    pauses: list[None] = []
    assert sweep(store, SHOP, NOW, NOW + timedelta(hours=1), lambda: pauses.append(None)) == 3
    assert pauses
    assert sweep(store, SHOP, NOW, NOW + timedelta(hours=1), int) == 0
    book = Book(store)
    for entry in book.open():
        book.put(entry.ended(DONE, NOW))
    assert sweep(store, SHOP, NOW, NOW + timedelta(hours=1), int) == 0, "what is settled is not missing"


def test_the_sweep_leaves_a_ledger_in_peace_where_nothing_was_withdrawn(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(store, decided(0, **ALL), decided(1, **ALL))
    monkeypatch.setattr(store, "decisions", None)
    assert sweep(store, SHOP, NOW, NOW + timedelta(hours=1), int) == 0
    append(store, decided(2))
    assert sweep(store, shop(service("silent", "marketing", "")), NOW, NOW + timedelta(hours=1), int) == 0


def test_an_entry_of_a_decision_that_is_erased_meanwhile_has_no_receipt_number(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(store, decided(0, **ALL), decided(1))
    monkeypatch.setattr(store, "find", lambda *_: None)
    assert sweep(store, SHOP, NOW, NOW + timedelta(hours=1), int) == 2
    assert {entry.receipt for entry in Book(store).open()} == {""}


def test_an_entry_that_was_settled_by_halves_is_settled(store: Store) -> None:
    book = Book(store)
    entry = waiting()
    book.add(entry)
    store.put_document("withdrawal-settled", entry.id, text_of(entry.ended(DONE, NOW)))
    found = book.find(entry.id)
    assert isinstance(found, Entry) and found.state == DONE
    book.put(found)
    assert book.open() == []


def test_what_was_settled_goes_when_its_time_is_over(store: Store) -> None:
    book = Book(store)
    for number in range(3):
        book.put(waiting(number).ended(DONE, NOW + timedelta(days=number)))
    assert book.drop("other", NOW + timedelta(days=9)) == 0
    assert book.drop("shop", NOW + timedelta(days=2)) == 2
    assert len(book.settled()) == 1
    assert OTHER_VISITOR not in text_of(book.settled()[0])
