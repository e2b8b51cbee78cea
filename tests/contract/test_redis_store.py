"""What only the store in a Redis server promises."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import redis

from akkoord.errors import ConfigurationError, StoreError
from akkoord.store import Store, open_store
from tests.samples import DECISION, NOTICE, NOW, VISITOR
from tests.servers import Server

COUNTS = [("how", "panel")]


@pytest.fixture
def client(shared_redis: Server) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(shared_redis.url) as client:
        client.flushall()
        yield client


@pytest.fixture
def store(shared_redis: Server, client: redis.Redis) -> Iterator[Store]:
    store = open_store(shared_redis.url)
    store.publish(NOTICE)
    yield store
    store.close()


def everything(client: redis.Redis) -> bytes:
    """All keys with their values."""
    keys: list[bytes] = sorted(client.scan_iter())
    readers: dict[object, Callable[[bytes], object]] = {
        b"hash": client.hgetall,
        b"list": lambda key: client.lrange(key, 0, -1),
        b"zset": lambda key: client.zrange(key, 0, -1, withscores=True),
        b"string": client.get,
    }
    return repr([(key, readers[client.type(key)](key)) for key in keys]).encode()


def test_every_key_names_its_site_as_hash_tag(store: Store, client: redis.Redis) -> None:
    store.append(DECISION, COUNTS)
    store.count("shop", "2026-11-22", [("display", "all")])
    keys: list[bytes] = list(client.scan_iter())
    assert len(keys) == 7
    assert all(key.startswith(b"akkoord:{shop}:") for key in keys)


@pytest.mark.parametrize("way", ["forget", "prune"])
def test_erasing_leaves_no_trace(store: Store, client: redis.Redis, way: str) -> None:
    empty = everything(client)
    traces = [VISITOR.encode(), repr(DECISION.id.bytes)[2:-1].encode()]
    store.append(DECISION, [])
    assert all(trace in everything(client) for trace in traces)
    if way == "forget":
        assert store.forget("shop", VISITOR) == 1
    else:
        assert store.prune("shop", NOW + timedelta(days=1), NOTICE.version) == 1
    assert everything(client) == empty


def test_a_silent_server_is_a_store_error_within_seconds(store: Store, shared_redis: Server) -> None:
    store.ping()
    with shared_redis.silent():
        start = time.monotonic()
        with pytest.raises(StoreError):
            store.append(DECISION, COUNTS)
        assert time.monotonic() - start < 5
    assert store.append(DECISION, COUNTS) == DECISION
    assert [tally.count for tally in store.tally("shop", "2026-11-22", "2026-11-22")] == [1]


def test_a_full_server_is_a_store_error_and_records_nothing(store: Store, client: redis.Redis) -> None:
    store.append(DECISION, COUNTS)
    client.config_set("maxmemory", 1)
    try:
        with pytest.raises(StoreError):
            store.append(replace(DECISION, id=uuid4()), COUNTS)
        with pytest.raises(StoreError):
            store.ping()
    finally:
        client.config_set("maxmemory", 0)
    assert store.history("shop", VISITOR) == [DECISION]
    store.ping()


def test_a_cut_connection_and_a_forgotten_script_are_mended_unseen(store: Store, client: redis.Redis) -> None:
    store.append(DECISION, COUNTS)
    client.script_flush()
    client.client_kill_filter(_type="normal", skipme=True)
    later = replace(DECISION, id=uuid4())
    assert store.append(later, COUNTS) == later
    assert store.history("shop", VISITOR) == [DECISION, later]


@pytest.mark.parametrize(
    "broken", ["decisions", f"visitor:{VISITOR}", "times", "references", "days", "tally:2026-11-22"]
)
def test_whatever_key_is_broken_nothing_is_half_written(store: Store, client: redis.Redis, broken: str) -> None:
    client.set(f"akkoord:{{shop}}:{broken}", "not what it should be")
    before = everything(client)
    with pytest.raises(StoreError):
        store.append(DECISION, COUNTS)
    assert everything(client) == before


@pytest.mark.parametrize("url", ["redis://host:port/0", "redis://host/0?socket_timeout=soon"])
def test_it_refuses_a_url_that_cannot_be_read(url: str) -> None:
    with pytest.raises(ConfigurationError):
        open_store(url)
