"""What waits is sealed, and what is sealed is signed."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from akkoord.ledger import publish
from akkoord.proof import sealing
from akkoord.proof.checkpoints import opened
from akkoord.proof.sealing import reader, seal, seal_all, sign
from akkoord.proof.searching import first_covering, newest, some
from akkoord.proof.tree import root
from akkoord.store import Store, open_store
from akkoord.store.base import Waiting
from tests.proof.books import (
    HALF,
    KEYS,
    LAST,
    LATER,
    SIGNING,
    EveryStore,
    InPostgresql,
    InRedis,
    InRedisCluster,
    InSqlite,
    Place,
    audited,
    fill,
    make_book,
    seal_and_sign,
)
from tests.samples import NOTICE, NOW, VISITOR

MINUTE = timedelta(minutes=1)


class SealingContract(EveryStore):
    @pytest.fixture
    def store(self, empty: Store) -> Store:
        empty.publish(NOTICE)
        return empty

    def test_nothing_is_sealed_where_nothing_waits(self, store: Store) -> None:
        assert seal(store, "shop", NOW) == 0
        assert sign(store, "shop", NOW, SIGNING) is None
        assert store.size("shop") == 0

    def test_all_that_waits_is_sealed_in_steps(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sealing, "BATCH", 70)
        fill(store, 0, 300, NOW)
        assert seal(store, "shop", NOW) == store.size("shop") == 300
        assert sorted(index for _, index in store.entries("shop") if index is not None) == list(range(300))
        assert audited(store).found == 0

    def test_erased_decisions_are_told_in_one_line_a_reason(self, store: Store) -> None:
        made = fill(store, 0, HALF, NOW)
        seal(store, "shop", NOW)
        store.forget("shop", VISITOR, LATER)
        store.forget("shop", made[9].visitor, LATER, "visitor")
        store.prune("shop", made[5].at, NOTICE.version, LAST)
        assert seal(store, "shop", LAST) == 2
        lines = [line for _, line in store.lines("shop", 0, HALF + 2)]
        assert len(lines) == 2
        assert sum('"why":"retention"' in line for line in lines) == 1
        report = audited(store)
        assert (report.found, report.erased) == (0, 6)

    def test_what_was_erased_before_it_was_sealed_leaves_no_trace(self, store: Store) -> None:
        fill(store, 0, 2, NOW)
        assert store.forget("shop", VISITOR, NOW) == 2
        assert seal(store, "shop", NOW) == store.size("shop") == 0

    def test_several_at_once_seal_everything_once(
        self, store: Store, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sealing, "BATCH", 20)
        fill(store, 0, 400, NOW)

        def work(_: int) -> int:
            mine = open_store(place.url)
            try:
                return seal(mine, "shop", NOW)
            finally:
                mine.close()

        with ThreadPoolExecutor(4) as threads:
            assert sum(threads.map(work, range(4))) + seal(store, "shop", NOW) == 400
        assert Counter(index for _, index in store.entries("shop")) == Counter(range(400))
        assert audited(store).found == 0

    def test_a_checkpoint_is_signed_when_the_tree_grew_and_time_went_by(self, store: Store) -> None:
        fill(store, 0, 3, NOW)
        seal(store, "shop", NOW)
        first = sign(store, "shop", NOW, SIGNING)
        assert first is not None
        checkpoint = opened(first, KEYS, "shop")
        assert (checkpoint.size, checkpoint.at) == (3, NOW)
        assert checkpoint.root == root(reader(store, "shop"), 3)
        assert sign(store, "shop", LATER, SIGNING) is None, "the tree did not grow"
        fill(store, 3, 1, NOW)
        seal(store, "shop", NOW)
        assert sign(store, "shop", NOW + MINUTE / 2, SIGNING) is None, "too little time went by"
        assert sign(store, "shop", NOW + MINUTE, SIGNING) is not None
        fill(store, 4, 1, NOW)
        seal(store, "shop", NOW)
        assert sign(store, "shop", NOW + MINUTE, SIGNING, at_once=True) is not None
        assert [size for size, _ in store.checkpoints("shop")] == [3, 4, 5]

    def test_of_two_that_sign_one_size_one_is_kept_and_told(self, store: Store) -> None:
        fill(store, 0, 3, NOW)
        seal(store, "shop", NOW)
        mine = sign(store, "shop", NOW, SIGNING)
        store.add_checkpoint("shop", 3, "another one")
        assert store.checkpoints("shop") == [(3, mine)]

    def test_checkpoints_are_found_among_many(self, store: Store) -> None:
        fill(store, 0, 700, NOW)
        seal(store, "shop", NOW)
        assert newest(store, "shop") is first_covering(store, "shop", 0) is None
        for size in (3, 40, 41, 600):
            store.add_checkpoint("shop", size, f"note {size}")
        assert newest(store, "shop") == (600, "note 600")
        assert first_covering(store, "shop", 0) == (3, "note 3")
        assert first_covering(store, "shop", 3) == (40, "note 40")
        assert first_covering(store, "shop", 41) == (600, "note 600")
        assert first_covering(store, "shop", 600) is None
        assert some(store, "shop", 4, 2) == [(40, "note 40"), (41, "note 41")]
        assert some(store, "shop", 0, 9)[-1] == (600, "note 600")

    def test_while_it_is_verified_it_may_grow_and_shrink(self, store: Store) -> None:
        make_book(store)

        class Meddled:
            """Another process, which seals and erases in the midst of it."""

            def __getattr__(self, name: str) -> object:
                if name == "lines":
                    fill(store, 400, 10, LAST)
                    store.forget("shop", fill(store, 410, 1, LAST)[0].visitor, LAST)
                    store.forget("shop", next(one.visitor for one, _ in store.entries("shop")), LAST)
                    seal_and_sign(store, LAST + MINUTE)
                    store.forget("shop", next(one.visitor for one, _ in store.entries("shop")), LAST)
                return getattr(store, name)

        assert audited(Meddled()).found == 0  # type: ignore[arg-type]
        assert audited(store).found == 0


class TestSqliteSealing(InSqlite, SealingContract):
    pass


class TestRedisSealing(InRedis, SealingContract):
    pass


class TestRedisClusterSealing(InRedisCluster, SealingContract):
    pass


class TestPostgresqlSealing(InPostgresql, SealingContract):
    pass


def test_a_backlog_is_not_signed_before_all_of_it_is_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Contested:
        """A store in which somebody else is always quicker."""

        def waiting(self, site: str, limit: int) -> object:
            return Waiting(0, [], [], ["{}"])

        def tiles(self, site: str, wanted: object) -> dict[object, object]:
            return {}

        def seal(self, *given: object) -> bool:
            return False

    assert seal_all(Contested(), "shop", NOW) == (0, False)  # type: ignore[arg-type]


def test_notices_are_told_once_in_the_tree(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/ledger.db")) as store:
        for _ in range(2):
            publish(store, {"shop": NOTICE}, lambda: NOW)
        assert len(store.waiting("shop", 10).lines) == 1
        assert seal(store, "shop", NOW) == 1
