"""The work of a day, at night."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from akkoord.background import Stopped
from akkoord.daily import Daily, is_due
from akkoord.law import kept_for
from akkoord.pruning import over
from akkoord.store import Store, open_store
from akkoord.store.rows import visitor_text
from akkoord.withdrawals.book import Book
from akkoord.withdrawals.entry import DONE
from tests.samples import NOTICE, NOW, VISITOR
from tests.withdrawals.shop import SHOP, SIGNER, append, decided, waiting

KEPT = kept_for(SHOP) or timedelta()
NIGHT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path}/ledger.db")) as store:
        store.publish(NOTICE)
        yield store


def work(store: Store, now: datetime) -> None:
    Daily({"shop": SHOP}, {"shop": NOTICE}, SIGNER, lambda: now).round(store, lambda: None)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-22 23:30", False),
        ("2026-11-23 00:30", False),
        ("2026-11-23 01:00", True),
        ("2026-11-23 04:59", True),
        ("2026-11-23 05:00", False),
        ("2026-11-24 13:00", False),
        ("2026-11-24 13:15", True),
    ],
)
def test_it_is_done_at_night_or_when_there_was_none(now: str, due: bool) -> None:
    assert is_due(NOW, datetime.fromisoformat(f"{now}+00:00")) == due


def test_it_is_done_once_a_night(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    work(store, NOW)
    append(store, *(replace(decided(number), at=NIGHT - KEPT - timedelta(days=1)) for number in range(3)))
    append(store, replace(decided(4), at=NIGHT - KEPT + timedelta(days=1)))
    work(store, NOW + timedelta(hours=2))
    assert len(store.history("shop", VISITOR)) == 4
    work(store, NIGHT)
    assert len(store.history("shop", VISITOR)) == 1
    [record] = caplog.records
    assert record.__dict__["fields"]["erased"] == 3
    append(store, replace(decided(5), at=NIGHT - KEPT - timedelta(days=1)))
    work(store, NIGHT + timedelta(hours=1))
    assert len(store.history("shop", VISITOR)) == 2


def test_it_finds_withdrawals_that_nobody_was_told_of_and_drops_old_entries(store: Store) -> None:
    work(store, NOW)
    append(store, decided(0, marketing=True), decided(1))
    Book(store).put(waiting(1).ended(DONE, NIGHT - KEPT - timedelta(days=1)))
    Book(store).put(waiting(2).ended(DONE, NIGHT - timedelta(days=1)))
    work(store, NIGHT)
    assert [entry.service for entry in Book(store).open()] == ["pixel"]
    assert len(Book(store).settled()) == 1


def test_what_is_cut_off_is_done_by_the_next_who_comes(store: Store) -> None:
    work(store, NOW)
    append(store, *(replace(decided(number), at=NIGHT - KEPT - timedelta(days=1)) for number in range(1200)))
    calls = 0

    def pause() -> None:
        nonlocal calls
        calls += 1
        if store.history("shop", VISITOR)[0].id != decided(0).id:
            raise Stopped

    with pytest.raises(Stopped):
        Daily({"shop": SHOP}, {"shop": NOTICE}, SIGNER, lambda: NIGHT).round(store, pause)
    assert 0 < len(store.history("shop", VISITOR)) < 1200
    work(store, NIGHT + timedelta(hours=1))
    assert store.history("shop", VISITOR) == []


def test_what_would_be_erased_is_what_is_erased(store: Store) -> None:
    before = NIGHT - KEPT
    other = visitor_text(bytes(16))
    made = [replace(decided(number), at=before + timedelta(milliseconds=number - 3)) for number in range(6)]
    append(store, *made)
    append(store, replace(decided(9), visitor=other, at=before - timedelta(days=1)))
    store.restrict("shop", other, NOW)
    assert [decision.id for decision in over(store, "shop", before)] == [decision.id for decision in made[:3]]
    assert store.prune("shop", before, NOTICE.version, NIGHT) == 3
