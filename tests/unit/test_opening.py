"""A store that cannot be reached at first, or keeps callers waiting."""

from __future__ import annotations

from pathlib import Path

import pytest

from akkoord.errors import ConfigurationError, SchemaError, StoreError
from akkoord.store import Store, open_store
from akkoord.store.opening import opening
from tests.samples import DECISION, NOTICE, VISITOR


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Away:
    """Opens a real store, once it may."""

    def __init__(self, path: Path) -> None:
        self.path, self.asked, self.away = path, 0, True
        self.published: list[Store] = []

    def open(self) -> Store:
        self.asked += 1
        if self.away:
            raise StoreError("Nobody is there.")
        return open_store(f"sqlite:///{self.path}")

    def opened(self, store: Store) -> None:
        store.publish(NOTICE)
        self.published.append(store)


@pytest.fixture
def away(tmp_path: Path) -> Away:
    return Away(tmp_path / "ledger.db")


def test_a_store_that_is_there_is_opened_at_once(away: Away) -> None:
    away.away = False
    store = opening(away.open, away.opened, Clock())
    assert (away.asked, len(away.published)) == (1, 1)
    assert store.append(DECISION, []) == store.latest("shop", VISITOR)
    assert away.asked == 1
    store.close()


def test_a_store_that_is_away_is_tried_again_each_second_and_then_works(away: Away) -> None:
    clock = Clock()
    store = opening(away.open, away.opened, clock)
    for _ in range(5):
        with pytest.raises(StoreError, match="Nobody is there"):
            store.ping()
    assert away.asked == 1
    away.away = False
    clock.now += 1
    assert store.append(DECISION, []) == DECISION
    assert (away.asked, len(away.published)) == (2, 1)
    store.close()


@pytest.mark.parametrize("error", [ConfigurationError("no"), SchemaError.of(1, 2)])
def test_what_waiting_does_not_mend_is_said_at_once(error: Exception) -> None:
    def open() -> Store:
        raise error

    with pytest.raises(type(error)):
        opening(open, lambda store: None)


@pytest.mark.parametrize(("seconds", "rests"), [(0.0, False), (0.9, False), (2.0, True)])
def test_a_store_that_is_slow_to_fail_is_left_alone_for_a_second(
    away: Away, monkeypatch: pytest.MonkeyPatch, seconds: float, rests: bool
) -> None:
    clock = Clock()
    away.away = False
    store = opening(away.open, away.opened, clock)
    (real,) = away.published
    asked = []

    def fail() -> None:
        asked.append(1)
        clock.now += seconds
        raise StoreError("It did not answer.")

    monkeypatch.setattr(real, "ping", fail)
    for _ in range(3):
        with pytest.raises(StoreError, match="did not answer"):
            store.ping()
    assert len(asked) == (1 if rests else 3)
    clock.now += 1
    assert store.find("shop", DECISION.id) is None
    store.close()
