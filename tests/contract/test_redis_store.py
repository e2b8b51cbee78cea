"""What only the store in a Redis server promises."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import redis
from redis.crc import key_slot

from akkoord.errors import ConfigurationError, StoreError
from akkoord.store import Store, open_store
from akkoord.store.redis_layout import PARTITIONS, key, partition_of
from akkoord.store.rows import new_visitor, visitor_bytes
from tests.samples import DECISION, NOTICE, NOW, OTHER_VISITOR, VISITOR
from tests.servers import Server

COUNTS = [("how", "panel")]
VISITOR_RAW = visitor_bytes(VISITOR)


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
        b"set": lambda key: sorted(client.smembers(key)),
        b"zset": lambda key: client.zrange(key, 0, -1, withscores=True),
        b"string": client.get,
    }
    return repr([(key, readers[client.type(key)](key)) for key in keys]).encode()


def test_what_changes_together_lies_on_one_slot_and_a_site_on_many(store: Store, client: redis.Redis) -> None:
    # the last byte of an id names its partition
    ids = [UUID(bytes=uuid4().bytes[:15] + bytes([last])) for last in range(256)]
    made = [replace(DECISION, id=id, visitor=new_visitor(id)) for id in ids]
    for one in made:
        store.append(one, COUNTS)
    tags = Counter(name.decode().split(":ids")[0] for name in client.scan_iter("*:ids"))
    assert len(tags) == PARTITIONS
    for tag in tags:
        kept = {name.decode().removeprefix(f"{tag}:") for name in client.scan_iter(f"{tag}:*")}
        assert kept == {"ids", "visitors", "shapes", "known", "references", "days", "tally:2026-11-22", "unsealed"}
    assert len({key_slot(f"{tag}:ids".encode()) for tag in tags}) > PARTITIONS * 0.9


@pytest.mark.parametrize("way", ["forget", "prune"])
def test_erasing_leaves_no_trace(store: Store, client: redis.Redis, way: str) -> None:
    empty = everything(client)
    traces = [VISITOR_RAW, DECISION.id.bytes]
    store.append(DECISION, [])
    assert all(repr(trace)[2:-1].encode() in everything(client) for trace in traces)
    if way == "forget":
        assert store.forget("shop", VISITOR, NOW) == 1
    else:
        assert store.prune("shop", NOW + timedelta(days=1), NOTICE.version, NOW) == 1
    # what many decisions have in common stays
    client.delete(key("shop", partition_of(VISITOR_RAW), "shapes"))
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
    "broken", ["ids", "visitors", "shapes", "known", "references", "days", "tally:2026-11-22", "unsealed"]
)
def test_whatever_key_is_broken_nothing_is_half_written(store: Store, client: redis.Redis, broken: str) -> None:
    together = replace(DECISION, id=UUID(bytes=DECISION.id.bytes[:15] + VISITOR_RAW[-1:]))
    place = key("shop", partition_of(VISITOR_RAW), broken)
    client.delete(place)
    client.set(place, "not what it should be")
    before = everything(client)
    with pytest.raises(StoreError):
        store.append(together, COUNTS)
    assert everything(client) == before


@pytest.mark.parametrize("claimed_by", [VISITOR_RAW, visitor_bytes(OTHER_VISITOR), DECISION.id.bytes])
def test_an_id_that_was_asked_for_and_not_written_is_free(store: Store, client: redis.Redis, claimed_by: bytes) -> None:
    assert partition_of(DECISION.id.bytes) != partition_of(VISITOR_RAW)
    client.hset(key("shop", partition_of(DECISION.id.bytes), "ids"), DECISION.id.bytes, claimed_by)
    assert store.find("shop", DECISION.id) is None
    assert store.append(DECISION, COUNTS) == DECISION
    assert store.find("shop", DECISION.id) == DECISION
    assert store.append(replace(DECISION, visitor=OTHER_VISITOR), COUNTS) == DECISION
    assert [tally.count for tally in store.tally("shop", "2026-11-22", "2026-11-22")] == [1]


def test_a_decision_lasts_once_enough_replicas_have_it(shared_redis: Server, client: redis.Redis) -> None:
    asking = open_store(shared_redis.url, min_replicas=1)
    asking.publish(NOTICE)
    with pytest.raises(StoreError, match="0 of 1 replicas"):
        asking.append(DECISION, COUNTS)
    asking.close()


@pytest.mark.parametrize("url", ["redis://host:port/0", "redis://host/0?socket_timeout=soon"])
def test_it_refuses_a_url_that_cannot_be_read(url: str) -> None:
    with pytest.raises(ConfigurationError):
        open_store(url)
