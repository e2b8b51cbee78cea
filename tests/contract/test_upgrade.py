"""Stores that older versions laid out are refused, and brought up to date without losing anything."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
import redis
import sqlalchemy as sa

from akkoord import tally
from akkoord.errors import SchemaError, StoreError
from akkoord.model import Decision, Tally, Tile
from akkoord.store import Store, open_store
from akkoord.store.redis_layout import PARTITIONS, SCHEMA, SCHEMA_KEY, key, partition_of, record_start, shape
from akkoord.store.rows import columns, visitor_bytes
from akkoord.store.tables import SCHEMA as TABLES
from akkoord.store.tables import metadata, version
from tests.postgresql_server import PostgresqlServer
from tests.redis_cluster import Cluster
from tests.samples import DECISION, NOTICE, NOW, OTHER_VISITOR
from tests.servers import Server

LATER = replace(DECISION, id=UUID(int=7), at=NOW + timedelta(days=1), choices={"marketing": True}, country="NL")
OTHER = replace(DECISION, id=UUID(int=8), visitor=OTHER_VISITOR, language="en", how="banner")
KEPT = [DECISION, LATER, OTHER]
MARKED = [DECISION, replace(LATER, mark="a"), OTHER]
"""As it is told from the fifth version on: what a later decision came down to."""
COUNTED = [
    Tally("shop", "2026-11-22", "how", "banner", 1),
    Tally("shop", "2026-11-22", "how", "panel", 1),
    Tally("shop", "2026-11-23", "display", "all", 12),
    Tally("shop", "2026-11-23", "how", "panel", 1),
]
FIRST_TABLES = """
CREATE TABLE notice (
  site VARCHAR(32) NOT NULL, version VARCHAR(12) NOT NULL, asked TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (site, version)
);
CREATE TABLE decision (
  seq INTEGER NOT NULL, site VARCHAR(32) NOT NULL, id BLOB NOT NULL, visitor BLOB NOT NULL, at BIGINT NOT NULL,
  choices VARCHAR(4) NOT NULL, notice TEXT NOT NULL, language TEXT NOT NULL, how TEXT NOT NULL, device TEXT NOT NULL,
  widget TEXT NOT NULL, country TEXT NOT NULL,
  PRIMARY KEY (seq), UNIQUE (site, id),
  FOREIGN KEY (site, notice) REFERENCES notice (site, version)
);
CREATE INDEX decision_of_visitor ON decision (site, visitor, seq);
CREATE TABLE tally (
  site VARCHAR(32) NOT NULL, day VARCHAR(10) NOT NULL, dimension TEXT NOT NULL, value TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (site, day, dimension, value)
) WITHOUT ROWID;
"""
"""As `akkoord` made them before tables had a version."""


def first_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST_TABLES)
        row = (NOTICE.site, NOTICE.version, json.dumps(NOTICE.asked), NOTICE.document)
        connection.execute("INSERT INTO notice VALUES (?, ?, ?, ?)", row)
        for one in KEPT:
            row_of = {name: value for name, value in columns(one).items() if name not in ("mark", "variant")}
            connection.execute(
                f"INSERT INTO decision ({', '.join(row_of)}) VALUES ({', '.join('?' * len(row_of))})",
                tuple(row_of.values()),
            )
        for each in COUNTED:
            counted = (each.site, each.day, each.dimension, each.value, each.count)
            connection.execute("INSERT INTO tally VALUES (?, ?, ?, ?, ?)", counted)
        connection.commit()


def first_redis(client: redis.Redis) -> None:
    client.flushall()
    client.hset("akkoord:{shop}:notices", NOTICE.version, json.dumps([NOTICE.asked, NOTICE.document]))
    letters = ["Fam", "M", "Fam"]
    for one, letter in zip(KEPT, letters, strict=True):
        at = int(one.at.timestamp() * 1000)
        plain = [one.notice, one.language, one.how, one.device, one.widget, one.country]
        client.hset("akkoord:{shop}:decisions", one.id.bytes, json.dumps([*plain, one.visitor, at, letter]))
        client.rpush(f"akkoord:{{shop}}:visitor:{one.visitor}", one.id.bytes)
        client.zadd("akkoord:{shop}:times", {one.id.bytes: at})
        client.hincrby("akkoord:{shop}:references", one.notice, 1)
    for each in COUNTED:
        client.zadd("akkoord:{shop}:days", {each.day: 0})
        client.hset(f"akkoord:{{shop}}:tally:{each.day}", f"{each.dimension}={each.value}", each.count)


SECOND_TABLES = """
ALTER TABLE tally RENAME TO tally_1;
CREATE TABLE tally (
  site VARCHAR(32) NOT NULL, day VARCHAR(10) NOT NULL, dimension TEXT NOT NULL, value TEXT NOT NULL,
  part SMALLINT DEFAULT '0' NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (site, day, dimension, value, part)
) WITHOUT ROWID;
INSERT INTO tally SELECT site, day, dimension, value, 0, count FROM tally_1;
DROP TABLE tally_1;
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO alembic_version VALUES ('0002');
"""
"""As they were before decisions were sealed."""
SECOND_SQL = """
CREATE TABLE notice (
  site VARCHAR(32) NOT NULL, version VARCHAR(12) NOT NULL, asked TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (site, version)
);
CREATE TABLE decision (
  seq BIGSERIAL NOT NULL PRIMARY KEY, site VARCHAR(32) NOT NULL, id BYTEA NOT NULL, visitor BYTEA NOT NULL,
  at BIGINT NOT NULL, choices VARCHAR(4) NOT NULL, notice TEXT NOT NULL, language TEXT NOT NULL, how TEXT NOT NULL,
  device TEXT NOT NULL, widget TEXT NOT NULL, country TEXT NOT NULL,
  UNIQUE (site, id),
  FOREIGN KEY (site, notice) REFERENCES notice (site, version)
);
CREATE INDEX decision_of_visitor ON decision (site, visitor, seq);
CREATE TABLE tally (
  site VARCHAR(32) NOT NULL, day VARCHAR(10) NOT NULL, dimension TEXT NOT NULL, value TEXT NOT NULL,
  part SMALLINT DEFAULT '0' NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (site, day, dimension, value, part)
);
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO alembic_version VALUES ('0002');
"""
"""The same in PostgreSQL."""


def second_sqlite(path: Path) -> None:
    first_sqlite(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SECOND_TABLES)


def second_postgresql(server: PostgresqlServer) -> None:
    server.empty()
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(SECOND_SQL)
        row = (NOTICE.site, NOTICE.version, json.dumps(NOTICE.asked), NOTICE.document)
        connection.execute("INSERT INTO notice VALUES (%s, %s, %s, %s)", row)
        for one in KEPT:
            row_of = {name: value for name, value in columns(one).items() if name not in ("mark", "variant")}
            names, marks = ", ".join(row_of), ", ".join(["%s"] * len(row_of))
            connection.execute(f"INSERT INTO decision ({names}) VALUES ({marks})", list(row_of.values()))
        for each in COUNTED:
            counted = (each.site, each.day, each.dimension, each.value, 0, each.count)
            connection.execute("INSERT INTO tally VALUES (%s, %s, %s, %s, %s, %s)", counted)


def second_redis(client: redis.Redis | redis.RedisCluster, made: Sequence[Decision] = tuple(KEPT)) -> None:
    def number_of(one: Decision) -> bytes:
        return (made.index(one) + 1).to_bytes(4, "big")

    client.hset("akkoord:{shop}:notices", NOTICE.version, json.dumps([NOTICE.asked, NOTICE.document]))
    for partition in range(PARTITIONS):
        client.sadd(key("shop", partition, "known"), NOTICE.version)
    for one in made:
        visitor = visitor_bytes(one.visitor)
        here = partition_of(visitor)
        number = number_of(one)
        client.hset(key("shop", here, "shapes"), mapping={shape(one): number, number: shape(one)})
        client.hset(key("shop", here, "shapes"), "next", made.index(one) + 1)
        client.hset(key("shop", partition_of(one.id.bytes), "ids"), one.id.bytes, visitor)
        mine = [each for each in made if each.visitor == one.visitor and made.index(each) <= made.index(one)]
        joined = b"".join(record_start(each) + number_of(each) for each in mine)
        client.hset(key("shop", here, "visitors"), visitor, joined)
        client.hincrby(key("shop", here, "references"), one.notice, 1)
    for each in COUNTED:
        client.zadd(key("shop", 3, "days"), {each.day: 0})
        client.hset(key("shop", 3, f"tally:{each.day}"), f"{each.dimension}={each.value}", each.count)
    client.set(SCHEMA_KEY, 2)


def assert_all_waits(store: Store) -> None:
    """What was recorded before waits to be sealed, each decision once."""
    waiting = store.waiting("shop", 100)
    assert sorted(waiting.decisions, key=lambda one: one.id) == sorted(MARKED, key=lambda one: one.id)
    assert store.size("shop") == 0
    assert store.index("shop", DECISION.id) is None
    assert store.seal("shop", 0, [one.id for one in waiting.decisions], waiting, {Tile(0, 0): bytes(96)})
    assert store.waiting("shop", 100).decisions == []
    assert {store.index("shop", one.id) for one in KEPT} == {0, 1, 2}


def assert_all_is_there(store: Store) -> None:
    assert store.notice("shop", NOTICE.version) == NOTICE
    assert [store.find("shop", one.id) for one in KEPT] == MARKED
    assert store.history("shop", DECISION.visitor) == MARKED[:2]
    assert store.history("shop", OTHER_VISITOR) == [OTHER]
    assert store.tally("shop", "0001-01-01", "9999-12-31") == COUNTED


def assert_it_works(store: Store) -> None:
    made: Decision = replace(DECISION, id=UUID(int=9))
    assert store.append(made, [("how", "panel")]) == made
    assert store.append(DECISION, [("how", "panel")]) == DECISION
    assert store.latest("shop", DECISION.visitor) == made
    assert store.tally("shop", "2026-11-22", "2026-11-22")[1].count == 2
    assert store.forget("shop", DECISION.visitor, NOW) == 3


@pytest.mark.parametrize("times", [1, 2])
def test_the_first_sqlite_tables_are_refused_then_upgraded(tmp_path: Path, times: int) -> None:
    first_sqlite(tmp_path / "ledger.db")
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    with pytest.raises(SchemaError, match="run: akkoord upgrade"):
        open_store(url)
    for _ in range(times):
        open_store(url, upgrade=True).close()
    store = open_store(url)
    assert_all_is_there(store)
    assert_it_works(store)
    store.close()


CHOSEN = [
    {"functional": True, "analytics": False},
    {"functional": True, "analytics": False},
    {"functional": True, "analytics": True},
    {"functional": False, "analytics": True},
    {"functional": False, "analytics": False},
    {"functional": False, "analytics": False, "marketing": False},
    {"functional": True, "analytics": False, "marketing": False},
    {"functional": True, "analytics": True, "marketing": True},
]


def chosen_one_after_the_other() -> list[Decision]:
    """A visitor's decisions with what they came down to, as a rule says it."""
    made: list[Decision] = []
    for number, choices in enumerate(CHOSEN):
        one = replace(DECISION, id=UUID(int=number * 64 + 15), choices=choices)
        made.append(replace(one, mark=tally.mark(one, made[-1] if made else None)))
    return made


def test_what_later_decisions_came_down_to_is_found_out_in_sqlite(tmp_path: Path) -> None:
    made = chosen_one_after_the_other()
    first_sqlite(tmp_path / "ledger.db")
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        connection.execute("DELETE FROM decision")
        for one in made:
            row = {name: value for name, value in columns(one).items() if name not in ("mark", "variant")}
            names = ", ".join(row)
            connection.execute(f"INSERT INTO decision ({names}) VALUES ({', '.join('?' * len(row))})", [*row.values()])
        connection.commit()
    store = open_store(f"sqlite:///{tmp_path / 'ledger.db'}", upgrade=True)
    assert store.history("shop", DECISION.visitor) == made
    assert "".join(one.mark for one in made) == "nawwrsa"
    store.close()


def test_what_later_decisions_came_down_to_is_found_out_in_redis(shared_redis: Server) -> None:
    made = chosen_one_after_the_other()
    with redis.Redis.from_url(shared_redis.url) as client:
        client.flushall()
        store = open_store(shared_redis.url)
        store.publish(NOTICE)
        store.append_all([replace(one, mark="") for one in made])
        store.close()
        client.set(SCHEMA_KEY, 3)
        for _ in range(2):
            open_store(shared_redis.url, upgrade=True).close()
    store = open_store(shared_redis.url)
    assert store.history("shop", DECISION.visitor) == made
    store.close()


@pytest.mark.parametrize("times", [1, 2])
def test_the_first_redis_layout_is_refused_then_upgraded(shared_redis: Server, times: int) -> None:
    with redis.Redis.from_url(shared_redis.url) as client:
        first_redis(client)
        with pytest.raises(SchemaError, match="run: akkoord upgrade"):
            open_store(shared_redis.url)
        for _ in range(times):
            open_store(shared_redis.url, upgrade=True).close()
        left = {name.decode() for name in client.scan_iter("akkoord:{shop}:*")}
    assert left == {"akkoord:{shop}:notices"}
    store = open_store(shared_redis.url)
    assert_all_is_there(store)
    assert_it_works(store)
    store.close()


@pytest.mark.parametrize("times", [1, 2])
def test_the_second_sqlite_tables_are_upgraded(tmp_path: Path, times: int) -> None:
    second_sqlite(tmp_path / "ledger.db")
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    assert_upgraded(url, times)


@pytest.mark.parametrize("times", [1, 2])
def test_the_second_postgresql_tables_are_upgraded(shared_postgresql: PostgresqlServer, times: int) -> None:
    second_postgresql(shared_postgresql)
    assert_upgraded(shared_postgresql.url, times)


@pytest.mark.parametrize("times", [1, 2])
def test_the_second_redis_layout_is_upgraded(shared_redis: Server, times: int) -> None:
    with redis.Redis.from_url(shared_redis.url) as client:
        client.flushall()
        second_redis(client)
        assert_upgraded(shared_redis.url, times)
        assert list(client.scan_iter("*:upgrading")) == list(client.scan_iter("*:visitors:2")) == []


def test_the_second_layout_of_a_cluster_is_upgraded(shared_cluster: Cluster) -> None:
    shared_cluster.empty()
    with redis.RedisCluster.from_url(shared_cluster.nodes[0].url) as client:
        second_redis(client)
    assert_upgraded(shared_cluster.url, 1)


def assert_upgraded(url: str, times: int) -> None:
    with pytest.raises(SchemaError, match="run: akkoord upgrade"):
        open_store(url)
    for _ in range(times):
        open_store(url, upgrade=True).close()
    store = open_store(url)
    assert_all_is_there(store)
    assert_all_waits(store)
    assert_all_is_there(store)
    assert_it_works(store)
    store.close()


@pytest.mark.parametrize("writes", [0, 1, 2, 3, 15, 16, 17, 60, 70, 80, 120])
def test_an_upgrade_of_the_second_redis_layout_may_break_off_anywhere(
    shared_redis: Server, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    with redis.Redis.from_url(shared_redis.url) as client:
        client.flushall()
        second_redis(client)
    ask: Any = redis.Redis.execute_command
    left = writes

    def ask_until_it_breaks(client: redis.Redis, *args: Any, **options: Any) -> Any:
        nonlocal left
        if args[0] in ("RENAME", "SET", "EVALSHA", "UNLINK"):
            left -= 1
            if left < 0:
                raise redis.ConnectionError("gone")
        return ask(client, *args, **options)

    with monkeypatch.context() as broken:
        broken.setattr(redis.Redis, "execute_command", ask_until_it_breaks)
        with pytest.raises(StoreError):
            open_store(shared_redis.url, upgrade=True)
    open_store(shared_redis.url, upgrade=True).close()
    store = open_store(shared_redis.url)
    assert_all_is_there(store)
    assert_all_waits(store)
    store.close()
    with redis.Redis.from_url(shared_redis.url) as client:
        assert list(client.scan_iter("*:upgrading")) == []


def test_the_fifth_sqlite_tables_are_upgraded_and_keep_variants_from_then_on(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    store = open_store(url)
    store.publish(NOTICE)
    store.append(DECISION, [])
    store.close()
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        connection.execute("ALTER TABLE decision DROP COLUMN variant")
        connection.execute("UPDATE alembic_version SET version_num = '0005'")
        connection.commit()
    assert_variants_are_kept(url)


def test_the_fifth_redis_layout_is_upgraded_and_keeps_variants_from_then_on(shared_redis: Server) -> None:
    with redis.Redis.from_url(shared_redis.url) as client:
        client.flushall()
        store = open_store(shared_redis.url)
        store.publish(NOTICE)
        store.append(DECISION, [])
        store.close()
        client.set(SCHEMA_KEY, 5)
    assert_variants_are_kept(shared_redis.url)


def assert_variants_are_kept(url: str) -> None:
    with pytest.raises(SchemaError, match="run: akkoord upgrade"):
        open_store(url)
    open_store(url, upgrade=True).close()
    store = open_store(url)
    later = replace(DECISION, id=UUID(int=9), mark="n", variant="b")
    store.append(later, [])
    assert store.history("shop", DECISION.visitor) == [DECISION, later]
    store.close()


def test_a_broken_upgrade_of_redis_is_simply_run_again(shared_redis: Server) -> None:
    with redis.Redis.from_url(shared_redis.url) as client:
        first_redis(client)
        row = client.hget("akkoord:{shop}:decisions", OTHER.id.bytes)
        client.hset("akkoord:{shop}:decisions", OTHER.id.bytes, "no JSON")
        with pytest.raises(json.JSONDecodeError):
            open_store(shared_redis.url, upgrade=True)
        client.hset("akkoord:{shop}:decisions", OTHER.id.bytes, row)
    open_store(shared_redis.url, upgrade=True).close()
    store = open_store(shared_redis.url)
    assert_all_is_there(store)
    store.close()


def test_an_upgraded_sqlite_file_has_the_tables_of_a_new_one(tmp_path: Path) -> None:
    first_sqlite(tmp_path / "old.db")
    open_store(f"sqlite:///{tmp_path / 'old.db'}", upgrade=True).close()
    open_store(f"sqlite:///{tmp_path / 'new.db'}").close()

    def indexes(inspector: sa.Inspector, table: str) -> list[dict[str, Any]]:
        """Their conditions as well, which are objects."""
        return [
            {**dict(each), "dialect_options": {key: str(value) for key, value in each["dialect_options"].items()}}
            for each in inspector.get_indexes(table)
        ]

    def tables(name: str) -> dict[str, Any]:
        engine = sa.create_engine(f"sqlite:///{tmp_path / name}")
        inspector = sa.inspect(engine)
        found = {
            table: (
                [(each["name"], str(each["type"]), each["nullable"]) for each in inspector.get_columns(table)],
                inspector.get_pk_constraint(table)["constrained_columns"],
                indexes(inspector, table),
                inspector.get_unique_constraints(table),
                inspector.get_foreign_keys(table),
            )
            for table in sorted(inspector.get_table_names())
        }
        engine.dispose()
        return found

    assert tables("old.db") == tables("new.db")
    assert set(tables("new.db")) == {*metadata.tables, version.name}


def newer_sqlite(path: Path, _: PostgresqlServer, __: Server) -> str:
    open_store(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
        connection.commit()
    return f"sqlite:///{path}"


def newer_postgresql(_: Path, server: PostgresqlServer, __: Server) -> str:
    server.empty()
    open_store(server.url).close()
    server.run("UPDATE alembic_version SET version_num = '0999'")
    return server.url


def newer_redis(_: Path, __: PostgresqlServer, server: Server) -> str:
    with redis.Redis.from_url(server.url) as client:
        client.flushall()
        client.set(SCHEMA_KEY, 999)
    return server.url


@pytest.mark.parametrize("make", [newer_sqlite, newer_postgresql, newer_redis])
@pytest.mark.parametrize("upgrade", [False, True])
def test_a_store_of_a_newer_version_is_refused_and_left_alone(
    make: Callable[[Path, PostgresqlServer, Server], str],
    upgrade: bool,
    tmp_path: Path,
    shared_postgresql: PostgresqlServer,
    shared_redis: Server,
) -> None:
    url = make(tmp_path / "ledger.db", shared_postgresql, shared_redis)
    with pytest.raises(SchemaError, match="install the version of Akkoord that it was made by"):
        open_store(url, upgrade=upgrade)


def test_a_new_place_has_the_present_version(shared_redis: Server, shared_postgresql: PostgresqlServer) -> None:
    with redis.Redis.from_url(shared_redis.url) as client:
        client.flushall()
        open_store(shared_redis.url).close()
        assert client.get(SCHEMA_KEY) == str(SCHEMA).encode()
    shared_postgresql.empty()
    for _ in range(2):
        open_store(shared_postgresql.url).close()
    engine = sa.create_engine(shared_postgresql.url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        assert connection.execute(sa.select(version)).scalar_one() == f"{TABLES:04}"
    engine.dispose()


def test_the_newest_step_is_the_version_of_the_tables() -> None:
    from alembic.script import ScriptDirectory

    steps = ScriptDirectory(str(Path(open_store.__code__.co_filename).with_name("migrations")))
    assert steps.get_current_head() == f"{TABLES:04}"
