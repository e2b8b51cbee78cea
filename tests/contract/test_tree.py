"""What every store promises of its hash trees. A store joins by adding a class with one fixture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from threading import Barrier
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
import redis

from akkoord.model import Decision, Tile
from akkoord.proof.entries import decision_entry, erasure_line, line_entry, publication_line
from akkoord.proof.tree import grown, leaf_hash, root
from akkoord.store import Store, open_store
from akkoord.store.base import WHILE_SEALING, Erased, Waiting
from akkoord.store.rows import in_steps, visitor_text
from akkoord.store.watched import WatchedStore
from tests.contract.test_store import Backend, PostgresqlDatabase, RedisCluster, RedisDatabase, SqliteFile
from tests.contract.test_watched_store import Seen
from tests.postgresql_server import PostgresqlServer
from tests.redis_cluster import Cluster
from tests.samples import DECISION, NOTICE, NOW, OTHER_VISITOR, VISITOR
from tests.servers import Server

LINE, OTHER_LINE = (publication_line("notice", version, "00" * 32, NOW) for version in ("one", "two"))
LATER = NOW + timedelta(hours=1)


class Sealing(NamedTuple):
    """What is ready to be sealed."""

    entries: list[UUID | str]
    taken: Waiting
    tiles: dict[Tile, bytes]


def decided(store: Store, number: int, visitor: str = "") -> list[Decision]:
    """So many new decisions, each a millisecond after the other."""
    made = [
        replace(DECISION, id=uuid4(), visitor=visitor or visitor_like(uuid4()), at=NOW + timedelta(milliseconds=each))
        for each in range(number)
    ]
    for batch in in_steps(made, 500):
        store.append_all(batch)
    return made


def visitor_like(id: UUID) -> str:
    return visitor_text(id.bytes)


def ready(store: Store, limit: int = 1000) -> Sealing:
    """All that waits, as it is sealed."""
    taken = store.waiting("shop", limit)
    lines = [erasure_line([one.index], one.at, one.why) for one in taken.erased] + taken.lines
    leaves = [decision_entry(one) for one in taken.decisions] + [line_entry(line) for line in lines]
    tiles = grown(lambda wanted: store.tiles("shop", wanted), taken.size, [leaf_hash(leaf) for leaf in leaves])
    return Sealing([*(one.id for one in taken.decisions), *lines], taken, tiles)


def put(store: Store, what: Sealing) -> bool:
    return store.seal("shop", what.taken.size, what.entries, what.taken, what.tiles)


def seal(store: Store, limit: int = 1000) -> list[UUID | str]:
    """Seal all that waits; what was sealed."""
    sealed: list[UUID | str] = []
    while (what := ready(store, limit)).entries:
        assert put(store, what)
        sealed += what.entries
    return sealed


def nothing_waits(store: Store) -> bool:
    waiting = store.waiting("shop", 10)
    return not (waiting.decisions or waiting.erased or waiting.lines)


def assert_whole(store: Store, gone: Sequence[Erased] = ()) -> None:
    """Each place of the tree has one decision or line whose hash stands there, or is one of those that are gone."""
    size = store.size("shop")
    at = {index: decision_entry(one) for one, index in store.entries("shop") if index is not None}
    lines = dict(store.lines("shop", 0, size))
    empty = {one.index for one in gone}
    assert sorted([*at, *lines, *empty]) == list(range(size))
    at |= {index: line_entry(line) for index, line in lines.items()}
    tiles = store.tiles("shop", [Tile(0, number) for number in range(-(-size // 256))])
    hashes = b"".join(tiles[tile] for tile in sorted(tiles))
    assert len(hashes) == 32 * size
    for index, entry in at.items():
        assert hashes[32 * index :][:32] == leaf_hash(entry)


class TreeContract:
    """The promises. Each subclass provides the fixture ``backend``."""

    @pytest.fixture
    def store(self, backend: Backend) -> Iterator[Store]:
        store = open_store(backend.url)
        for site in ("shop", "other"):
            store.publish(replace(NOTICE, site=site))
        yield store
        store.close()

    def test_a_tree_begins_empty(self, store: Store) -> None:
        assert store.size("shop") == 0
        assert store.waiting("shop", 10) == Waiting(0, [], [], [])
        assert store.tiles("shop", [Tile(0, 0)]) == {}
        assert store.index("shop", DECISION.id) is None
        assert list(store.lines("shop", 0, 10)) == []
        assert list(store.entries("shop")) == []
        assert store.checkpoints("shop") == []

    def test_what_was_appended_waits_until_it_is_sealed(self, store: Store) -> None:
        store.append(DECISION, [])
        store.say("shop", LINE)
        assert store.waiting("shop", 10) == Waiting(0, [DECISION], [], [LINE])
        assert store.index("shop", DECISION.id) is None
        assert list(store.entries("shop")) == [(DECISION, None)]

        assert seal(store) == [DECISION.id, LINE]
        assert nothing_waits(store)
        assert (store.size("shop"), store.size("other")) == (2, 0)
        assert store.index("shop", DECISION.id) == 0
        assert store.index("other", DECISION.id) is None
        assert list(store.entries("shop")) == [(DECISION, 0)]
        assert list(store.lines("shop", 0, 1)) == [(1, LINE)]
        assert_whole(store)

    def test_a_decision_that_comes_again_is_sealed_once(self, store: Store) -> None:
        for _ in range(2):
            store.append(DECISION, [])
        assert seal(store) == [DECISION.id]
        store.append(DECISION, [])
        assert nothing_waits(store)
        assert store.find("shop", DECISION.id) == DECISION

    def test_each_site_has_a_tree_of_its_own(self, store: Store) -> None:
        store.append(DECISION, [])
        store.append(replace(DECISION, site="other"), [])
        store.say("other", LINE)
        seal(store)
        assert store.waiting("other", 10) == Waiting(0, [replace(DECISION, site="other")], [], [LINE])

    def test_all_decisions_of_one_visitor_have_their_places(self, store: Store) -> None:
        made = decided(store, 20, VISITOR)
        seal(store, limit=7)
        more = decided(store, 5, VISITOR)
        seal(store)
        assert store.history("shop", VISITOR) == made + more
        assert {store.index("shop", one.id) for one in made} == set(range(20))
        assert_whole(store)

    def test_more_than_one_tile_is_sealed_step_by_step(self, store: Store) -> None:
        made = decided(store, 700)
        for limit in (1, 63, 256, 300):
            assert put(store, ready(store, limit))
        first = store.size("shop")
        assert 500 < first <= 620
        before = root(lambda wanted: store.tiles("shop", wanted), first)
        seal(store, 50)
        assert store.size("shop") == 700
        assert {id for id in (store.index("shop", one.id) for one in made)} == set(range(700))
        assert_whole(store)
        assert len(store.tiles("shop", [Tile(0, 0)])[Tile(0, 0)]) == 256 * 32
        assert len(store.tiles("shop", [Tile(1, 0)])[Tile(1, 0)]) == 2 * 32
        assert root(lambda wanted: store.tiles("shop", wanted), first) == before

    def test_no_more_is_given_than_was_asked_for_and_all_in_the_end(self, store: Store) -> None:
        made = decided(store, 40)
        for number in range(5):
            store.say("shop", f"{LINE}{number}")
        waiting = store.waiting("shop", 3)
        assert (len(waiting.decisions), len(waiting.lines)) == (3, 3)
        assert waiting.lines == [f"{LINE}{number}" for number in range(3)]
        assert set(seal(store, 3)) == {*(one.id for one in made), *(f"{LINE}{number}" for number in range(5))}

    def test_a_tree_of_another_size_is_left_alone(self, store: Store) -> None:
        made = decided(store, 3)
        store.say("shop", LINE)
        late = ready(store)
        seal(store)
        store.say("shop", OTHER_LINE)
        assert not put(store, late)
        assert store.size("shop") == 4
        assert store.waiting("shop", 10).lines == [OTHER_LINE]
        assert sorted(store.index("shop", one.id) or 0 for one in made) == [0, 1, 2]
        assert_whole(store)

    def test_the_same_line_twice_is_two_lines(self, store: Store) -> None:
        for _ in range(2):
            store.say("shop", LINE)
        assert store.waiting("shop", 1).lines == [LINE]
        assert put(store, ready(store, 1))
        assert store.waiting("shop", 10).lines == [LINE]
        seal(store)
        assert list(store.lines("shop", 0, 10)) == [(0, LINE), (1, LINE)]
        assert nothing_waits(store)

    def test_lines_are_read_by_place(self, store: Store) -> None:
        said = [f"{LINE}{number}" for number in range(2100)]
        for place in range(0, 2100, 700):
            what = Sealing(list(said[place : place + 700]), Waiting(place, [], [], []), {})
            assert put(store, what)
        assert list(store.lines("shop", 0, 3000)) == list(enumerate(said))
        assert list(store.lines("shop", 5, 6)) == [(5, said[5]), (6, said[6])]
        assert list(store.lines("shop", 2100, 3000)) == []

    def test_a_sealed_decision_that_is_erased_waits_to_be_told(self, store: Store) -> None:
        first, second = decided(store, 2)
        mine = decided(store, 2, VISITOR)
        seal(store)
        places = sorted(store.index("shop", one.id) or 0 for one in mine)
        assert store.forget("shop", VISITOR, LATER) == 2
        gone = [Erased(place, LATER, "visitor") for place in places]
        assert store.waiting("shop", 10) == Waiting(4, [], gone, [])
        assert store.waiting("shop", 1).erased == gone[:1]
        assert [store.index("shop", one.id) for one in mine] == [None, None]
        assert store.size("shop") == 4
        assert_whole(store, gone)

        assert len(seal(store)) == 2
        assert nothing_waits(store)
        assert_whole(store, gone)
        assert {one.id for one, _ in store.entries("shop")} == {first.id, second.id}

    def test_what_was_pruned_waits_to_be_told_in_the_order_of_the_tree(self, store: Store) -> None:
        made = decided(store, 90)
        seal(store)
        assert store.prune("shop", NOW + timedelta(milliseconds=80), NOTICE.version, LATER) == 80
        gone = store.waiting("shop", 100).erased
        assert gone == [Erased(index, LATER, "retention") for index in sorted(one.index for one in gone)]
        assert len(gone) == 80
        assert {store.index("shop", one.id) is None for one in made[:80]} == {True}
        assert_whole(store, gone)

    def test_another_reason_to_erase_is_kept(self, store: Store) -> None:
        store.append(DECISION, [])
        seal(store)
        store.forget("shop", VISITOR, LATER, "court")
        assert store.waiting("shop", 10).erased == [Erased(0, LATER, "court")]

    def test_what_was_never_sealed_leaves_no_trace(self, store: Store) -> None:
        decided(store, 2, VISITOR)
        other = decided(store, 1)
        assert store.forget("shop", VISITOR, LATER) == 2
        assert store.prune("shop", LATER, NOTICE.version, LATER) == len(other)
        assert nothing_waits(store)

    def test_who_is_erased_while_sealing_keeps_the_place(self, store: Store) -> None:
        other = decided(store, 1)[0]
        mine = decided(store, 2, VISITOR)
        what = ready(store)
        store.forget("shop", VISITOR, LATER)
        assert put(store, what)
        assert store.size("shop") == 3
        gone = store.waiting("shop", 10).erased
        assert sorted(one.index for one in gone) == sorted(what.entries.index(one.id) for one in mine)
        assert {one.why for one in gone} == {WHILE_SEALING}
        assert_whole(store, gone)
        assert [one for one, _ in store.entries("shop")] == [other]

    def test_another_decision_under_the_same_id_is_sealed_for_itself(self, store: Store) -> None:
        store.append(DECISION, [])
        what = ready(store)
        store.forget("shop", VISITOR, LATER)
        again = replace(DECISION, at=LATER, choices={"marketing": True})
        store.append(again, [])
        assert put(store, what)
        assert store.index("shop", DECISION.id) is None
        waiting = store.waiting("shop", 10)
        assert waiting.decisions == [again]
        assert [one.index for one in waiting.erased] == [0]
        seal(store)
        assert store.index("shop", DECISION.id) == 1
        assert_whole(store, waiting.erased)

    def test_a_restricted_visitor_is_not_pruned_but_may_be_forgotten(self, store: Store) -> None:
        decided(store, 2, VISITOR)
        decided(store, 1, OTHER_VISITOR)
        assert store.restricted("shop", VISITOR) is None
        store.restrict("shop", VISITOR, NOW)
        store.restrict("shop", VISITOR, LATER)
        store.restrict("shop", OTHER_VISITOR, NOW)
        store.restrict("shop", OTHER_VISITOR, None)
        assert (store.restricted("shop", VISITOR), store.restricted("other", VISITOR)) == (LATER, None)
        assert store.prune("shop", LATER, NOTICE.version, LATER) == 1
        assert len(store.history("shop", VISITOR)) == 2
        assert store.forget("shop", VISITOR, LATER) == 2
        assert store.restricted("shop", VISITOR) is None

    def test_who_is_no_visitor_is_not_restricted(self, store: Store) -> None:
        store.restrict("shop", "somebody", NOW)
        assert store.restricted("shop", "somebody") is None

    def test_checkpoints_are_kept_by_size(self, store: Store) -> None:
        for size in (70, 9, 1000):
            store.add_checkpoint("shop", size, f"note\n{size}\n")
            store.add_checkpoint("shop", size, f"another note\n{size}\n")
        every = [(size, f"note\n{size}\n") for size in (9, 70, 1000)]
        assert store.checkpoints("shop") == every
        assert store.checkpoints("shop", 10) == every[1:]
        assert store.checkpoints("shop", 9, 70) == every[:2]
        assert store.checkpoints("other") == []

    def test_threads_that_seal_at_once_seal_everything_once(self, store: Store, backend: Backend) -> None:
        visitors = [visitor_like(uuid4()) for _ in range(20)]
        start = Barrier(4)
        gone: list[Erased] = []

        def work(number: int) -> list[UUID | str]:
            own = open_store(backend.url)
            start.wait()
            done: list[UUID | str] = []
            while (what := ready(own, 7)).entries:
                if put(own, what):
                    done += what.entries
                    gone.extend(what.taken.erased)
                if number and len(done) < 40:
                    own.append(replace(DECISION, id=uuid4(), visitor=visitors[len(done) % 20]), [])
                elif number and len(done) < 60:
                    own.forget("shop", visitors[len(done) % 20], LATER)
            own.close()
            return done

        decided(store, 100)
        with ThreadPoolExecutor(4) as threads:
            sealed = [entry for each in threads.map(work, range(4)) for entry in each]
        gone += store.waiting("shop", 1000).erased
        sealed += seal(store)
        ids = [entry for entry in sealed if isinstance(entry, UUID)]
        assert len(set(ids)) == len(ids)
        assert store.size("shop") == len(sealed)
        # a place may be told to be empty twice
        assert_whole(store, list({one.index: one for one in gone}.values()))

    def test_scrubbing_keeps_what_is_there(self, store: Store) -> None:
        store.append(DECISION, [])
        seal(store)
        for thorough in (False, True):
            store.scrub(thorough)
        assert store.history("shop", VISITOR) == [DECISION]
        assert_whole(store)

    def test_a_tree_is_taken_to_another_ledger(self, store: Store) -> None:
        made = decided(store, 400)
        store.say("shop", LINE)
        seal(store)
        store.forget("shop", made[0].visitor, LATER)
        gone = store.waiting("shop", 10).erased
        index = {one.id: place for one, place in store.entries("shop") if place is not None}
        size = store.size("shop")
        tiles = store.tiles("shop", [Tile(0, 0), Tile(0, 1), Tile(1, 0)])
        assert len(tiles) == 3

        there = [replace(one, site="other") for one in made[1:]]
        store.append_all(there)
        for _ in range(2):
            store.restore("other", tiles=tiles, lines=list(store.lines("shop", 0, size)), erased=gone)
            for places in in_steps(index.items(), 100):
                store.restore("other", indexes=[*places, (uuid4(), 0)])
        assert store.size("other") == 0
        assert store.restored("other", size)
        assert store.restored("other", size)
        assert not store.restored("other", size + 1)
        assert store.waiting("other", 1000) == Waiting(size, [], gone, [])
        assert {(one.id, place) for one, place in store.entries("other")} == set(index.items())
        assert store.tiles("other", tiles) == tiles
        assert list(store.lines("other", 0, size)) == list(store.lines("shop", 0, size))

        store.append(replace(DECISION, site="other"), [])
        assert store.waiting("other", 10).decisions == [replace(DECISION, site="other")]

    def test_an_empty_tree_can_be_restored(self, store: Store) -> None:
        assert store.restored("shop", 0)
        store.append(DECISION, [])
        seal(store)
        assert not store.restored("shop", 0)

    def test_entries_are_read_while_others_are_sealed(self, store: Store) -> None:
        made = decided(store, 50)
        found = iter(store.entries("shop"))
        first = list(islice(found, 1))
        seal(store)
        assert {one.id for one, _ in [*first, *found]} == {one.id for one in made}


class TestSqliteTree(TreeContract):
    @pytest.fixture
    def backend(self, tmp_path: Path) -> SqliteFile:
        return SqliteFile(tmp_path / "ledger.db")


class TestRedisTree(TreeContract):
    @pytest.fixture
    def backend(self, shared_redis: Server) -> RedisDatabase:
        with redis.Redis.from_url(shared_redis.url) as client:
            client.flushall()
        return RedisDatabase(shared_redis)


class TestRedisClusterTree(TreeContract):
    @pytest.fixture
    def backend(self, shared_cluster: Cluster) -> RedisCluster:
        shared_cluster.empty()
        return RedisCluster(shared_cluster)


class TestPostgresqlTree(TreeContract):
    @pytest.fixture
    def backend(self, shared_postgresql: PostgresqlServer) -> PostgresqlDatabase:
        shared_postgresql.empty()
        return PostgresqlDatabase(shared_postgresql)


class TestWatchedTree(TreeContract):
    @pytest.fixture
    def backend(self, tmp_path: Path) -> SqliteFile:
        return SqliteFile(tmp_path / "ledger.db")

    @pytest.fixture
    def store(self, backend: SqliteFile) -> Iterator[Store]:
        store = WatchedStore(open_store(backend.url), Seen())
        for site in ("shop", "other"):
            store.publish(replace(NOTICE, site=site))
        yield store
        store.close()
