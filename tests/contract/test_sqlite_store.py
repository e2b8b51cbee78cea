"""What only the store in an SQLite file promises."""

from __future__ import annotations

import multiprocessing
import resource
import sqlite3
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from akkoord.errors import ConfigurationError, StoreError
from akkoord.store import Store, open_store, sqlite
from akkoord.store.rows import columns
from akkoord.store.sql import SqlStore
from akkoord.store.sql_writing import Entry
from tests.samples import DECISION, NOTICE, NOW, VISITOR

COUNTS = [("how", "panel")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{path}")
    store.publish(NOTICE)
    yield store
    store.close()


def test_a_commit_is_synced_before_it_is_told(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        sqlite.settle(connection)
        settings = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        ]
    assert settings == ["wal", 2, 1, 1, 5000]


def test_a_busy_file_is_a_store_error_and_not_a_wait_without_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0)
    store = open_store(f"sqlite:///{path}")
    store.publish(NOTICE)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError):
            store.append(DECISION, COUNTS)
        with pytest.raises(StoreError):
            store.ping()
        assert store.find("shop", DECISION.id) is None, "reading goes on meanwhile"
    assert store.append(DECISION, COUNTS) == DECISION
    store.close()


def test_a_full_disk_is_a_store_error_and_records_nothing(store: Store, path: Path) -> None:
    store.append(DECISION, COUNTS)
    next_one = replace(DECISION, id=uuid4())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.with_name("ledger.db-wal").stat().st_size + 100, hard))
    try:
        with pytest.raises(StoreError):
            store.append(next_one, COUNTS)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert store.history("shop", VISITOR) == [DECISION]
    assert store.append(next_one, COUNTS) == next_one
    assert [tally.count for tally in store.tally("shop", "2026-11-22", "2026-11-22")] == [2]


def test_a_file_that_was_taken_away_is_noticed(store: Store, path: Path) -> None:
    path.unlink()
    with pytest.raises(StoreError):
        store.ping()


def test_a_file_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        open_store(f"sqlite:///{tmp_path}")


def test_a_directory_that_is_not_there_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as raised:
        open_store(f"sqlite:///{tmp_path}/nowhere/ledger.db")
    assert raised.value.details[0].hint.startswith(f"make the directory {tmp_path}/nowhere")


def test_what_was_erased_is_not_in_the_file_any_more(store: Store, path: Path) -> None:
    old = replace(NOTICE, version="ffffffffffff", document="the question of last year")
    store.publish(old)
    store.append(replace(DECISION, id=uuid4(), notice=old.version, at=NOW - timedelta(days=400)), COUNTS)
    store.append(DECISION, COUNTS)
    traces = [urlsafe_b64decode(VISITOR + "=="), DECISION.id.bytes, b"the question of last year"]
    store.close()
    assert all(trace in path.read_bytes() for trace in traces)

    store.prune("shop", NOW - timedelta(days=1), NOTICE.version, NOW)
    store.forget("shop", VISITOR, NOW)
    store.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert not any(trace in path.read_bytes() for trace in traces)


def test_what_waits_to_be_sealed_is_found_without_reading_all(store: Store, path: Path) -> None:
    query = "SELECT * FROM decision WHERE site = ? AND idx < 0 ORDER BY seq LIMIT ?"
    with closing(sqlite3.connect(path)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", ("shop", 10))]
    assert plan == ["SEARCH decision USING INDEX decision_unsealed (site=?)"]


def test_a_forked_process_uses_connections_of_its_own(store: Store) -> None:
    store.append(DECISION, COUNTS)
    later = replace(DECISION, id=uuid4())
    child = multiprocessing.get_context("fork").Process(target=store.append, args=(later, COUNTS))
    child.start()
    child.join(60)
    assert child.exitcode == 0
    assert store.history("shop", VISITOR) == [DECISION, later]


def test_of_what_is_written_together_only_what_must_be_refused_is_refused(store: Store) -> None:
    assert isinstance(store, SqlStore)
    good, again, unknown = replace(DECISION, id=uuid4()), DECISION, replace(DECISION, id=uuid4(), notice="ffffffffffff")
    store.append(DECISION, COUNTS)
    written = store.write_all([Entry("shop", "2026-11-22", COUNTS, columns(one)) for one in (unknown, good, again)])
    assert [one.new for one in written] == [False, True, False]
    assert [one.refused is None for one in written] == [False, True, True]
    assert store.history("shop", VISITOR) == [DECISION, good]
    assert [tally.count for tally in store.tally("shop", "2026-11-22", "2026-11-22")] == [2]


def test_something_that_is_no_visitor_is_not_written(store: Store) -> None:
    with pytest.raises(ValueError, match="not a visitor"):
        store.append(replace(DECISION, visitor="somebody"), COUNTS)
    assert store.find("shop", DECISION.id) is None


@pytest.mark.parametrize(
    "url",
    ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:", "sqlite://host/a.db", "sqlite:///a.db?nonsense=1"],
)
def test_it_refuses_a_url_that_names_no_file(url: str) -> None:
    with pytest.raises(ConfigurationError):
        open_store(url)


@pytest.mark.parametrize("url", ["", "mysql://user:geheim@host/db", "mariadb://h/db", "shop.db"])
def test_it_refuses_a_store_that_it_does_not_know_without_repeating_its_password(url: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        open_store(url)
    assert "sqlite:///" in raised.value.details[0].hint
    assert "geheim" not in f"{raised.value.message} {raised.value.details}"
