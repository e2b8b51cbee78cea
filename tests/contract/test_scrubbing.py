"""What was erased is not in the files of a store any more, whoever searches them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from akkoord.model import Decision
from akkoord.store import Store, open_store
from akkoord.store.rows import visitor_bytes
from tests.contract.test_tree import LATER, decided, ready, seal
from tests.postgresql_server import postgresql_server
from tests.samples import NOTICE
from tests.servers import redis_server

Files = Callable[[], Iterable[Path]]


def traces(made: Iterable[Decision]) -> list[bytes]:
    return [trace for one in made for trace in (visitor_bytes(one.visitor), one.id.bytes)]


def found(files: Files, wanted: Iterable[bytes]) -> int:
    """How many of these stand anywhere in the files."""
    everything = b"\n".join(file.read_bytes() for file in files())
    return sum(trace in everything for trace in wanted)


def erase_some(store: Store, number: int) -> tuple[list[bytes], list[bytes]]:
    """Record, seal, and erase half of it in every way; traces of what is gone, and of what is left."""
    store.publish(NOTICE)
    made = decided(store, number)
    seal(store)
    unsealed = decided(store, 20)
    ready(store)
    for one in made[: number // 4]:
        store.forget("shop", one.visitor, LATER)
    store.prune("shop", made[number // 2].at, NOTICE.version, LATER)
    for one in unsealed:
        store.forget("shop", one.visitor, LATER)
    left = [one for one in made if store.find("shop", one.id)]
    return traces(one for one in [*made, *unsealed] if one not in left), traces(left)


def test_sqlite(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'ledger.db'}")
    gone, left = erase_some(store, 400)
    store.scrub()
    assert found(tmp_path.iterdir, gone) == 0
    assert found(tmp_path.iterdir, left) == len(left)
    store.close()


def test_the_log_of_sqlite_is_emptied_as_soon_as_somebody_is_forgotten(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'ledger.db'}")
    store.publish(NOTICE)
    one, other = decided(store, 2)
    assert found(tmp_path.iterdir, traces([one])) == 2
    store.forget("shop", one.visitor, LATER)
    assert found(tmp_path.iterdir, traces([one])) == 0
    with closing(sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)) as reader:
        # who reads needs the log; forgetting does not wait for that
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM decision").fetchall()
        assert store.forget("shop", other.visitor, LATER) == 1
    store.scrub()
    assert found(tmp_path.iterdir, traces([one, other])) == 0
    store.close()


@pytest.mark.parametrize("options", [("--appendonly", "yes"), ("--save", "3600 1")], ids=["log", "snapshot"])
def test_redis(tmp_path: Path, options: tuple[str, ...]) -> None:
    with redis_server(tmp_path, *options, "--rdbcompression", "no") as server:
        store = open_store(server.url)
        gone, left = erase_some(store, 400)
        store.scrub()

        def files() -> list[Path]:
            return [file for file in tmp_path.rglob("*") if file.is_file()]

        assert found(files, gone) == 0
        assert found(files, left) == len(left)
        store.close()


def test_postgresql() -> None:
    with postgresql_server() as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
            assert row
        store = open_store(server.url)
        gone, left = erase_some(store, 400)
        server.run("ANALYZE")
        store.scrub(thorough=True)

        def files() -> list[Path]:
            return [file for file in Path(row[0]).rglob("*") if file.is_file()]

        assert found(files, gone) == 0
        assert found(files, left) == len(left)
        store.close()
