"""A watched store keeps every promise of a store, and tells what it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from akkoord.errors import StoreError, UnknownNotice
from akkoord.store import Store, open_store
from akkoord.store.base import Waiting
from akkoord.store.watched import WatchedStore
from tests.contract.test_store import COUNTS, DAY, SqliteFile, StoreContract
from tests.samples import DECISION, NOTICE, NOW, VISITOR


class Seen:
    """Somebody who watches, and writes down what was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []

    @contextmanager
    def call(self, operation: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self.told.append((operation, type(error).__name__))
            raise
        self.told.append((operation,))

    def counted(self, site: str, counts: Sequence[tuple[str, str]]) -> None:
        self.told += [(site, *count) for count in counts]

    def take(self) -> list[tuple[str, ...]]:
        """What was told since the last time."""
        told, self.told = self.told, []
        return told


class TestWatchedStore(StoreContract):
    @pytest.fixture
    def backend(self, tmp_path: Path) -> SqliteFile:
        return SqliteFile(tmp_path / "ledger.db")

    @pytest.fixture(scope="class")
    @classmethod
    def mortal(cls, tmp_path_factory: pytest.TempPathFactory) -> SqliteFile:
        return SqliteFile(tmp_path_factory.mktemp("mortal") / "ledger.db")

    @pytest.fixture
    def store(self, backend: SqliteFile) -> Iterator[Store]:
        store = WatchedStore(open_store(backend.url), Seen())
        for notice in (
            NOTICE,
            replace(NOTICE, site="other"),
            replace(NOTICE, version="ba9876543210", asked=("marketing",)),
        ):
            store.publish(notice)
        yield store
        store.close()


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def file(tmp_path: Path) -> SqliteFile:
    return SqliteFile(tmp_path / "ledger.db")


@pytest.fixture
def store(seen: Seen, file: SqliteFile) -> Iterator[Store]:
    store = WatchedStore(open_store(file.url), seen)
    store.publish(NOTICE)
    seen.take()
    yield store
    store.close()


def test_every_method_is_told_by_its_name(store: Store, seen: Seen) -> None:
    store.publish(NOTICE)
    store.notice("shop", NOTICE.version)
    store.find("shop", DECISION.id)
    store.find_all("shop", [])
    store.latest("shop", VISITOR)
    store.history("shop", VISITOR)
    store.tally("shop", DAY, DAY)
    store.by_day("shop", DAY, DAY, [])
    store.totals("shop", DAY, DAY, [])
    store.sites()
    store.notices("shop")
    store.append_all([])
    list(store.decisions("shop", None, None))
    store.top_up([])
    store.forget("shop", VISITOR, NOW)
    store.prune("shop", NOW, NOTICE.version, NOW)
    store.scrub()
    store.restrict("shop", VISITOR, NOW)
    store.restricted("shop", VISITOR)
    store.say("shop", "a line")
    store.waiting("shop", 1)
    store.seal("shop", 0, ["a line"], Waiting(0, [], [], ["a line"]), {})
    store.size("shop")
    store.tiles("shop", [])
    store.index("shop", DECISION.id)
    list(store.lines("shop", 0, 1))
    list(store.entries("shop"))
    store.add_checkpoint("shop", 1, "a note")
    store.checkpoints("shop")
    store.restore("shop")
    store.restored("shop", 1)
    store.ping()
    operations = ["publish", "notice", "find", "find_all", "latest", "history", "tally", "by_day", "totals"]
    operations += ["sites", "notices", "append_all", "decisions", "top_up", "forget", "prune"]
    operations += ["scrub", "restrict", "restricted", "say", "waiting", "seal", "size", "tiles", "index", "lines"]
    operations += ["entries", "add_checkpoint", "checkpoints", "restore", "restored", "ping"]
    assert seen.take() == [(operation,) for operation in operations]


def test_what_was_counted_is_told_once_and_after_it_is_in_the_book(store: Store, seen: Seen) -> None:
    told = [("shop", dimension, value) for dimension, value in COUNTS]
    store.append(DECISION, iter(COUNTS))
    assert seen.take() == [("append",), *told]
    # the same decision comes again: it was recorded, and is not counted
    store.append(replace(DECISION, at=NOW + timedelta(seconds=2)), iter(COUNTS))
    store.append(replace(DECISION), iter(COUNTS))
    assert seen.take() == [("append",), ("append",)]
    store.count("shop", DAY, iter(COUNTS))
    assert seen.take() == [("count",), *told]
    assert {tally.count for tally in store.tally("shop", DAY, DAY)} == {2}


def test_what_was_not_recorded_is_not_told_as_counted(store: Store, seen: Seen, file: SqliteFile) -> None:
    with pytest.raises(UnknownNotice):
        store.append(replace(DECISION, notice="ffffffffffff"), COUNTS)
    file.break_counting()
    with pytest.raises(StoreError):
        store.append(DECISION, COUNTS)
    with pytest.raises(StoreError):
        store.count("shop", DAY, COUNTS)
    assert seen.take() == [("append", "UnknownNotice"), ("append", "StoreError"), ("count", "StoreError")]
