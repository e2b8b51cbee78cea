"""What only trees in Redis promise: whoever is stopped between two steps, and whoever comes late, does no harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID

import pytest
import redis

from akkoord.errors import StoreError
from akkoord.model import Tile
from akkoord.store import open_store
from akkoord.store.base import WHILE_SEALING, Erased, Waiting
from akkoord.store.redis import RedisStore
from akkoord.store.redis_layout import key, partition_of, site_key
from akkoord.store.redis_sealing import Batch, RedisSealing, by_partition
from akkoord.store.rows import visitor_bytes
from tests.contract.test_redis_store import everything
from tests.contract.test_tree import LATER, LINE, Sealing, assert_whole, decided, nothing_waits, put, ready, seal
from tests.samples import DECISION, NOTICE, VISITOR
from tests.servers import Server


@pytest.fixture
def client(shared_redis: Server) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(shared_redis.url) as client:
        client.flushall()
        yield client


@pytest.fixture
def store(shared_redis: Server, client: redis.Redis) -> Iterator[RedisStore]:
    store = open_store(shared_redis.url)
    assert isinstance(store, RedisStore)
    store.publish(NOTICE)
    yield store
    store.close()


@pytest.fixture
def sealing(store: RedisStore) -> RedisSealing:
    """The steps of sealing, one by one."""
    return store._sealing


def commit(sealing: RedisSealing, what: Sealing) -> Batch:
    """The first step alone, as if the process ended after it."""
    assert sealing.commit("shop", what.taken.size, what.entries, what.taken, what.tiles)
    return sealing.unsettled("shop")


def mark(sealing: RedisSealing, batch: Batch, partitions: int = 64) -> None:
    """The second step, in so many partitions."""
    for partition, marks in list(by_partition(batch.marks).items())[:partitions]:
        sealing.mark("shop", partition, batch.size, marks)


@pytest.mark.parametrize("partitions", [0, 1, 5, 64])
@pytest.mark.parametrize(
    "come",
    [
        lambda store, _: store.waiting("shop", 1),
        lambda store, id: store.index("shop", id),
        lambda store, _: list(store.entries("shop")),
        lambda store, _: store.forget("shop", VISITOR, LATER),
        lambda store, _: store.seal("shop", 0, ["a line"], Waiting(0, [], [], []), {}),
    ],
    ids=["waiting", "index", "entries", "forget", "seal"],
)
def test_whoever_comes_next_ends_what_was_begun(
    store: RedisStore, sealing: RedisSealing, partitions: int, come: Callable[[RedisStore, UUID], object]
) -> None:
    made = decided(store, 20)
    store.say("shop", LINE)
    mark(sealing, commit(sealing, ready(store)), partitions)
    come(store, made[0].id)
    assert sealing.unsettled("shop") == Batch(21, b"")
    assert {store.index("shop", one.id) for one in made} == set(range(20))
    assert nothing_waits(store)
    assert_whole(store)


def test_nothing_is_sealed_over_what_is_not_settled(store: RedisStore, sealing: RedisSealing) -> None:
    decided(store, 3)
    batch = commit(sealing, ready(store))
    assert not sealing.commit("shop", batch.size, ["a line"], Waiting(batch.size, [], [], []), {})
    assert store.size("shop") == batch.size


@pytest.mark.parametrize("partitions", [0, 1, 64])
def test_who_is_erased_between_two_steps_leaves_no_hole(
    store: RedisStore, sealing: RedisSealing, client: redis.Redis, partitions: int
) -> None:
    decided(store, 3)
    mine = decided(store, 3, VISITOR)
    what = ready(store)
    mark(sealing, commit(sealing, what), partitions)
    store.forget("shop", VISITOR, LATER)
    assert repr(visitor_bytes(VISITOR))[2:-1].encode() not in everything(client)
    gone = store.waiting("shop", 10).erased
    assert sorted(one.index for one in gone) == sorted(what.entries.index(one.id) for one in mine)
    assert {one.why for one in gone} <= {"visitor", WHILE_SEALING}
    assert_whole(store, gone)


def test_who_is_late_with_a_batch_changes_nothing(
    store: RedisStore, sealing: RedisSealing, client: redis.Redis
) -> None:
    made = decided(store, 10)
    decided(store, 2, VISITOR)
    batch = commit(sealing, ready(store))
    seal(store)
    # of these, one comes back under the same id and one does not
    store.forget("shop", VISITOR, LATER)
    store.forget("shop", made[0].visitor, LATER)
    again = replace(made[0], at=LATER)
    store.append(again, [])
    store.waiting("shop", 10)
    before = everything(client)
    mark(sealing, batch)
    sealing.tiles.move_full("shop")
    sealing.let_go("shop", batch.size)
    assert everything(client) == before
    assert store.waiting("shop", 10).decisions == [again]


def test_who_is_late_does_not_let_go_of_another_batch(store: RedisStore, sealing: RedisSealing) -> None:
    decided(store, 2)
    first = commit(sealing, ready(store))
    seal(store)
    decided(store, 2)
    second = commit(sealing, ready(store))
    sealing.let_go("shop", first.size)
    assert sealing.unsettled("shop") == second


def test_erased_decisions_that_were_gathered_twice_are_told_once(store: RedisStore, client: redis.Redis) -> None:
    decided(store, 3, VISITOR)
    seal(store)
    store.forget("shop", VISITOR, LATER)
    place = key("shop", partition_of(visitor_bytes(VISITOR)), "erased")
    values = client.lrange(place, 0, -1)
    first = store.waiting("shop", 10)
    # as if the process had ended before it took them away
    client.rpush(place, *values)
    assert store.waiting("shop", 10) == first
    assert len(first.erased) == 3
    assert client.exists(place) == 0


def test_full_tiles_are_spread_over_the_partitions(store: RedisStore, client: redis.Redis) -> None:
    decided(store, 600)
    seal(store, 250)
    assert sorted(client.hkeys(site_key("shop", "tiles"))) == [b"0/2", b"1/0"]
    assert client.hlen(key("shop", 0, "tiles")) == client.hlen(key("shop", 1, "tiles")) == 2
    assert len(store.tiles("shop", [Tile(0, 0), Tile(0, 1), Tile(0, 2), Tile(1, 0), Tile(2, 0)])) == 4


def test_sealing_leaves_nothing_but_the_place_in_the_record(store: RedisStore, client: redis.Redis) -> None:
    store.append(DECISION, [])
    seal(store)
    names = {name.decode().rpartition(":")[2] for name in client.scan_iter("akkoord:{shop*")}
    assert not names & {"unsealed", "erased", "gone", "said", "restricted"}
    assert client.hkeys(site_key("shop", "tree")) == [b"size"]


def test_a_full_tree_is_refused(store: RedisStore, client: redis.Redis) -> None:
    client.hset(site_key("shop", "tree"), "size", 2**32 - 2)
    with pytest.raises(OverflowError):
        store.seal("shop", 2**32 - 2, ["a line"], Waiting(2**32 - 2, [], [], []), {})


@pytest.mark.parametrize("broken", ["tree", "tiles", "lines", "said", "gone"])
def test_whatever_key_of_the_tree_is_broken_nothing_is_half_sealed(
    store: RedisStore, client: redis.Redis, broken: str
) -> None:
    decided(store, 2)
    store.say("shop", LINE)
    what = ready(store)
    what.taken.erased.append(Erased(0, LATER, "visitor"))
    client.delete(site_key("shop", broken))
    client.set(site_key("shop", broken), "not what it should be")
    before = everything(client)
    with pytest.raises(StoreError):
        put(store, what)
    assert everything(client) == before
