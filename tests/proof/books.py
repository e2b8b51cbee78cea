"""Ledgers in every store, sealed and signed, to be verified and damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import redis

from akkoord.ledger import publish
from akkoord.model import Decision
from akkoord.proof.auditing import Asked, audit_store
from akkoord.proof.finding import Report
from akkoord.proof.sealing import Signing, seal, sign
from akkoord.store import Store, open_store
from akkoord.store.rows import visitor_text
from akkoord.tokens import Signer
from tests.postgresql_server import PostgresqlServer
from tests.proof.vandals import PostgresqlVandal, RedisVandal, SqliteVandal, Vandal
from tests.redis_cluster import Cluster
from tests.samples import DECISION, NOTICE, NOW, VISITOR
from tests.servers import Server

SIGNER = Signer(["a-key-that-only-these-tests-know-of"])
KEYS = {"keys": SIGNER.public_keys()}
SIGNING = Signing(SIGNER, "https://consent.example")
OTHER_NOTICE = replace(NOTICE, version="ba9876543210", document='{"controller": "somebody else"}')
HALF = 150
"""How many decisions each of the two parts has."""
LATER = NOW + timedelta(hours=1)
LAST = LATER + timedelta(minutes=1)


def numbered(number: int, at: datetime) -> Decision:
    """A decision by number, of a visitor of its own; the first two of each part are those of one visitor."""
    visitor = {0: VISITOR, 1: VISITOR}.get(number % HALF, visitor_text((number + 1 + 2**64).to_bytes(16, "big")))
    return replace(DECISION, id=UUID(int=number + 1), visitor=visitor, at=at + timedelta(milliseconds=number))


def fill(store: Store, first: int, number: int, at: datetime) -> list[Decision]:
    made = [numbered(each, at) for each in range(first, first + number)]
    for begin in range(0, number, 500):
        store.append_all(made[begin : begin + 500])
    return made


def seal_and_sign(store: Store, at: datetime) -> str:
    seal(store, "shop", at)
    note = sign(store, "shop", at, SIGNING, at_once=True)
    assert note is not None
    return note


def audited(store: Store, *notes: str, now: datetime = LAST) -> Report:
    return audit_store(store, "shop", Asked(KEYS, now, {"shop": list(notes)}))


def make_book(store: Store) -> None:
    """Two parts, each signed: the second begins an hour later, and after the visitor of the first one was erased."""
    publish(store, {"shop": NOTICE}, lambda: NOW)
    publish(store, {"shop": OTHER_NOTICE}, lambda: NOW)
    fill(store, 0, HALF, NOW)
    seal_and_sign(store, NOW + timedelta(minutes=1))
    store.forget("shop", VISITOR, LATER)
    fill(store, HALF, HALF, LATER)
    seal_and_sign(store, LAST)


ENTRIES = 2 + HALF + 1 + HALF
"""The notices, the first part, the erasure, the second part."""


@dataclass(frozen=True)
class Place:
    """Where a ledger is, and who can damage it there."""

    url: str
    let_in: Callable[[], Vandal]


class EveryStore:
    """Tests over all stores: each subclass has one."""

    @pytest.fixture
    def place(self) -> Place:
        raise NotImplementedError

    @pytest.fixture
    def empty(self, place: Place) -> Iterator[Store]:
        """A store in which nothing is."""
        store = open_store(place.url)
        yield store
        store.close()

    @pytest.fixture
    def store(self, empty: Store) -> Store:
        """The store of the test."""
        return empty

    @pytest.fixture
    def vandal(self, place: Place, store: Store) -> Iterator[Vandal]:
        with closing(place.let_in()) as vandal:
            yield vandal


class InSqlite:
    @pytest.fixture
    def place(self, tmp_path: Path) -> Place:
        path = tmp_path / "ledger.db"
        return Place(f"sqlite:///{path}", lambda: SqliteVandal(path))


class InRedis:
    @pytest.fixture
    def place(self, shared_redis: Server) -> Place:
        with redis.Redis.from_url(shared_redis.url) as client:
            client.flushall()
        return Place(shared_redis.url, lambda: RedisVandal(redis.Redis.from_url(shared_redis.url)))


class InRedisCluster:
    @pytest.fixture
    def place(self, shared_cluster: Cluster) -> Place:
        shared_cluster.empty()
        return Place(shared_cluster.url, lambda: RedisVandal(redis.RedisCluster.from_url(shared_cluster.nodes[0].url)))


class InPostgresql:
    @pytest.fixture
    def place(self, shared_postgresql: PostgresqlServer) -> Place:
        shared_postgresql.empty()
        return Place(shared_postgresql.url, lambda: PostgresqlVandal(shared_postgresql.url))
