"""Small documents beside the ledger, in every store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from akkoord.store import Store, open_store
from tests.postgresql_server import PostgresqlServer
from tests.redis_cluster import Cluster
from tests.servers import Server


def sqlite_url(request: pytest.FixtureRequest) -> str:
    path: Path = request.getfixturevalue("tmp_path")
    return f"sqlite:///{path / 'ledger.db'}"


def redis_url(request: pytest.FixtureRequest) -> str:
    server: Server = request.getfixturevalue("shared_redis")
    with redis.Redis.from_url(server.url) as client:
        client.flushall()
    return server.url


def cluster_url(request: pytest.FixtureRequest) -> str:
    cluster: Cluster = request.getfixturevalue("shared_cluster")
    cluster.empty()
    return cluster.url


def postgresql_url(request: pytest.FixtureRequest) -> str:
    server: PostgresqlServer = request.getfixturevalue("shared_postgresql")
    server.empty()
    return server.url


STORES = [sqlite_url, redis_url, cluster_url, postgresql_url]


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    store = open_store(request.param(request))
    yield store
    store.close()


def test_a_document_is_kept_replaced_and_dropped(store: Store) -> None:
    assert store.document("key", "b") is None
    assert store.documents("key") == {}
    store.put_document("key", "b", '{"name": "é=→漢"}')
    store.put_document("key", "a", "1")
    store.put_document("account", "b", "another kind")
    assert store.document("key", "b") == '{"name": "é=→漢"}'
    assert list(store.documents("key").items()) == [("a", "1"), ("b", '{"name": "é=→漢"}')]
    store.put_document("key", "b", "2")
    assert store.document("key", "b") == "2"
    assert store.drop_document("key", "b")
    assert not store.drop_document("key", "b")
    assert store.documents("key") == {"a": "1"}
    assert store.documents("account") == {"b": "another kind"}


def test_of_two_who_add_the_same_document_one_does(store: Store) -> None:
    assert store.add_document("account", "ann@shop.example", "first")
    assert not store.add_document("account", "ann@shop.example", "second")
    assert store.document("account", "ann@shop.example") == "first"
    store.drop_document("account", "ann@shop.example")
    assert store.add_document("account", "ann@shop.example", "third")


def test_documents_are_no_site(store: Store) -> None:
    store.put_document("notices", "a", "1")
    assert store.sites() == []
