"""What every store promises. A store joins by adding a class with one fixture."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4, uuid5

import pytest
import redis

from akkoord.errors import StoreError, UnknownNotice
from akkoord.model import Decision, Tally, Tile
from akkoord.store import Showing, Store, open_store
from akkoord.store.base import Waiting
from akkoord.store.redis_layout import key, partition_of
from akkoord.store.rows import visitor_bytes, visitor_text
from tests.postgresql_server import PostgresqlServer, postgresql_server
from tests.redis_cluster import Cluster, redis_cluster
from tests.samples import DECISION, NOTICE, NOW, OTHER_VISITOR, VISITOR
from tests.servers import Server, redis_server

DAY = "2026-11-22"
COUNTS = [("outcome", "some"), ("how", "panel"), ("language", "nl_NL_formal")]
OTHER_SITE = replace(NOTICE, site="other")
OTHER_NOTICE = replace(NOTICE, version="ba9876543210", asked=("marketing",))
TALLY = key("shop", partition_of(visitor_bytes(VISITOR)), f"tally:{DAY}")
PROCESSES, EACH, SHARED = 4, 50, 10


class Backend(Protocol):
    """What a store is kept in, and how to harm it."""

    url: str

    def break_counting(self) -> None:
        """Make it impossible to count under ``how`` on :data:`DAY`."""

    def mend_counting(self) -> None:
        """Make it possible again."""

    def kill(self) -> None:
        """Make the store impossible to reach."""


def decision(**changes: object) -> Decision:
    """A decision like the sample, under an id of its own."""
    return replace(DECISION, id=uuid4(), **changes)  # type: ignore[arg-type]


def visitor_of(number: int) -> str:
    """A visitor by number; numbers that are 64 apart lie in the same partition of Redis."""
    return visitor_text(number.to_bytes(16, "big"))


def by_id(one: Decision) -> UUID:
    return one.id


def counted(tallies: list[Tally]) -> dict[tuple[str, str], int]:
    return {(tally.dimension, tally.value): tally.count for tally in tallies}


def nth_id(*names: int) -> UUID:
    return uuid5(DECISION.id, repr(names))


def append_many(url: str, number: int, start: Barrier) -> None:
    """Append, in a process of its own, ids that no other process has, and ids that all have."""
    start.wait()
    store = open_store(url)
    store.publish(NOTICE)
    for index in range(EACH):
        store.append(replace(DECISION, id=nth_id(number, index)), [("how", "panel")])
        if index < SHARED:
            store.append(replace(DECISION, id=nth_id(index)), [("how", "banner")])
    store.close()


def append_and_die(url: str) -> None:
    store = open_store(url)
    store.publish(NOTICE)
    store.append(DECISION, COUNTS)
    os.kill(os.getpid(), signal.SIGKILL)


class StoreContract:
    """The promises. Each subclass provides the fixtures ``backend``, and ``mortal``: one that may be killed."""

    @pytest.fixture
    def store(self, backend: Backend) -> Iterator[Store]:
        store = open_store(backend.url)
        for notice in (NOTICE, OTHER_SITE, OTHER_NOTICE):
            store.publish(notice)
        yield store
        store.close()

    def test_an_appended_decision_is_found_in_every_way(self, store: Store) -> None:
        assert store.append(DECISION, COUNTS) == DECISION
        assert store.find("shop", DECISION.id) == DECISION
        assert store.latest("shop", VISITOR) == DECISION
        assert store.history("shop", VISITOR) == [DECISION]

    def test_a_decision_can_be_read_by_another_store_on_the_same_place(self, store: Store, backend: Backend) -> None:
        store.append(DECISION, COUNTS)
        other = open_store(backend.url)
        assert other.find("shop", DECISION.id) == DECISION
        other.close()

    def test_history_is_in_the_order_of_appending_whatever_the_clock_said(self, store: Store) -> None:
        made = [decision(at=NOW - timedelta(hours=hours)) for hours in range(5)]
        for one in made:
            store.append(one, [])
        assert store.history("shop", VISITOR) == made
        assert store.latest("shop", VISITOR) == made[-1]

    def test_the_same_id_returns_the_earlier_decision_and_counts_once(self, store: Store) -> None:
        assert store.append(DECISION, COUNTS) is DECISION
        again = replace(DECISION, visitor=OTHER_VISITOR, at=NOW + timedelta(days=1), how="api")
        assert store.append(again, COUNTS) == DECISION
        assert store.history("shop", OTHER_VISITOR) == []
        assert counted(store.tally("shop", DAY, "2026-12-31")) == dict.fromkeys(COUNTS, 1)

    def test_the_same_id_on_two_sites_is_two_decisions(self, store: Store) -> None:
        elsewhere = replace(DECISION, site="other", how="gpc")
        store.append(DECISION, COUNTS)
        assert store.append(elsewhere, COUNTS) == elsewhere
        assert store.find("shop", DECISION.id) == DECISION
        assert store.find("other", DECISION.id) == elsewhere
        assert store.history("other", VISITOR) == [elsewhere]

    @pytest.mark.parametrize(
        "choices",
        [
            {},
            {"marketing": False},
            {"marketing": True},
            {"functional": False, "analytics": True},
            {"functional": True, "analytics": True, "marketing": True},
        ],
    )
    def test_asked_and_granted_are_told_apart(self, store: Store, choices: dict[str, bool]) -> None:
        made = decision(choices=choices)
        store.append(made, [])
        found = store.find("shop", made.id)
        assert found is not None
        assert found.choices == choices

    def test_every_field_comes_back_as_it_was(self, store: Store) -> None:
        made = decision(language="zh_Hant_TW", how="gpc", device="wide", widget="1.2.3-é→漢", country="NL")
        store.append(made, [("widget", "é=→漢 :'")])
        assert store.find("shop", made.id) == made
        assert counted(store.tally("shop", DAY, DAY)) == {("widget", "é=→漢 :'"): 1}

    @pytest.mark.parametrize("mark", ["", "w"])
    @pytest.mark.parametrize("variant", ["", "b", "b" * 32])
    def test_a_variant_comes_back_with_and_without_a_mark(self, store: Store, mark: str, variant: str) -> None:
        made = decision(mark=mark, variant=variant)
        store.append(made, [])
        assert store.find("shop", made.id) == store.latest("shop", made.visitor) == made

    @pytest.mark.parametrize("milliseconds", [0, 1, 499, 999])
    def test_times_keep_their_milliseconds(self, store: Store, milliseconds: int) -> None:
        at = datetime(2026, 3, 29, 1, 59, 59, milliseconds * 1000, UTC)
        store.append(replace(DECISION, at=at), [])
        found = store.latest("shop", VISITOR)
        assert found is not None
        assert (found.at, found.at.tzinfo) == (at, UTC)

    def test_a_published_notice_stays_as_it_was_first_published(self, store: Store) -> None:
        store.publish(replace(NOTICE, document="something else"))
        assert store.notice("shop", NOTICE.version) == NOTICE

    def test_unknown_things_are_none_or_empty(self, store: Store) -> None:
        store.append(DECISION, COUNTS)
        assert store.find("shop", uuid4()) is None
        assert store.find("nowhere", DECISION.id) is None
        assert store.find_all("shop", []) == store.find_all("nowhere", [DECISION.id]) == {}
        assert store.notice("shop", "ffffffffffff") is None
        assert store.notice("nowhere", NOTICE.version) is None
        for visitor in (OTHER_VISITOR, "", "not a visitor", "é" * 22, VISITOR[:-1] + "x"):
            assert store.latest("shop", visitor) is None
            assert store.history("shop", visitor) == []
            assert store.forget("shop", visitor, NOW) == 0
        assert store.tally("nowhere", DAY, DAY) == []
        assert store.prune("nowhere", NOW, "", NOW) == 0
        assert store.find("shop", DECISION.id) == DECISION

    def test_a_decision_about_an_unpublished_notice_is_not_written(self, store: Store) -> None:
        with pytest.raises(UnknownNotice):
            store.append(replace(DECISION, notice="ffffffffffff"), COUNTS)
        assert store.find("shop", DECISION.id) is None
        assert store.tally("shop", DAY, DAY) == []

    def test_decisions_are_counted_under_their_utc_day(self, store: Store) -> None:
        last, first = datetime(2026, 11, 22, 23, 59, 59, 999000, UTC), datetime(2026, 11, 23, tzinfo=UTC)
        for at in (last, first, first):
            store.append(decision(at=at), [("how", "panel")])
        both = [Tally("shop", DAY, "how", "panel", 1), Tally("shop", "2026-11-23", "how", "panel", 2)]
        assert store.tally("shop", DAY, "2026-11-23") == both
        assert store.tally("shop", "0001-01-01", "9999-12-31") == both
        assert store.tally("shop", DAY, DAY) == both[:1]
        assert store.tally("shop", "2026-11-24", "2026-12-01") == []

    def test_tallies_add_up_and_come_in_order(self, store: Store) -> None:
        store.append(DECISION, COUNTS)
        store.count("shop", DAY, [("display", "all"), ("how", "panel"), ("how", "Panel")])
        store.count("shop", DAY, [("display", "all"), ("display", "all")])
        store.count("shop", DAY, [])
        store.count("other", DAY, [("display", "all")])
        assert [(tally.dimension, tally.value, tally.count) for tally in store.tally("shop", DAY, DAY)] == [
            ("display", "all", 3),
            ("how", "Panel", 1),
            ("how", "panel", 2),
            ("language", "nl_NL_formal", 1),
            ("outcome", "some", 1),
        ]

    def test_tallies_are_topped_up_and_never_lowered(self, store: Store) -> None:
        store.count("shop", DAY, [("display", "all"), ("display", "all"), ("how", "panel")])
        wanted = [
            Tally("shop", DAY, "display", "all", 5_000),
            Tally("shop", DAY, "how", "panel", 1),
            Tally("shop", DAY, "unknown", "host.test", 7),
            Tally("shop", "2026-11-21", "how", "é=→漢 :'", 3),
            Tally("other", DAY, "how", "panel", 2),
        ]
        for _ in range(2):
            store.top_up(reversed(wanted))
            store.top_up([Tally("shop", DAY, "display", "all", count) for count in (4_999, 5_000, 17)])
            store.top_up([])
            assert store.tally("shop", "0001-01-01", "9999-12-31") == [wanted[3], *wanted[:3]]
            assert store.tally("other", DAY, DAY) == [wanted[4]]
        store.count("shop", DAY, [("how", "panel")])
        assert counted(store.tally("shop", DAY, DAY))[("how", "panel")] == 2

    def test_several_who_top_up_at_once_add_nothing_twice(self, store: Store) -> None:
        wanted = [Tally("shop", DAY, "unknown", f"{number}.test", number) for number in range(1, 9)]
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(store.top_up, [wanted] * 8))
        assert store.tally("shop", DAY, DAY) == wanted

    def test_a_failing_count_rolls_the_decision_back(self, store: Store, backend: Backend) -> None:
        store.append(decision(), COUNTS)
        backend.break_counting()
        before = store.tally("other", DAY, DAY)
        with pytest.raises(StoreError):
            store.append(DECISION, COUNTS)
        assert store.find("shop", DECISION.id) is None
        assert len(store.history("shop", VISITOR)) == 1
        assert store.tally("other", DAY, DAY) == before
        backend.mend_counting()
        assert counted(store.tally("shop", DAY, DAY))[("outcome", "some")] == 1
        assert store.append(DECISION, COUNTS) == DECISION
        assert counted(store.tally("shop", DAY, DAY))[("outcome", "some")] == 2

    def test_forget_erases_one_visitor_of_one_site_and_leaves_the_tallies(self, store: Store) -> None:
        mine = [decision() for _ in range(3)]
        kept = [decision(visitor=OTHER_VISITOR), decision(site="other")]
        for one in mine + kept:
            store.append(one, COUNTS)
        assert store.forget("shop", VISITOR, NOW) == 3
        assert store.forget("shop", VISITOR, NOW) == 0
        assert store.latest("shop", VISITOR) is None
        assert all(store.find("shop", one.id) is None for one in mine)
        assert store.history("shop", OTHER_VISITOR) == kept[:1]
        assert store.history("other", VISITOR) == kept[1:]
        assert counted(store.tally("shop", DAY, DAY)) == dict.fromkeys(COUNTS, 4)

    def test_a_forgotten_visitor_may_decide_again_under_the_same_id(self, store: Store) -> None:
        store.append(DECISION, COUNTS)
        store.forget("shop", VISITOR, NOW)
        later = replace(DECISION, at=NOW + timedelta(seconds=1), how="api")
        assert store.append(later, COUNTS) == later
        assert store.history("shop", VISITOR) == [later]

    def test_prune_erases_what_is_older_and_keeps_what_is_younger(self, store: Store) -> None:
        old, edge, young = (decision(at=NOW + timedelta(milliseconds=shift)) for shift in (-1, 0, 1))
        elsewhere = decision(site="other", at=NOW - timedelta(days=1))
        for one in (young, edge, old, elsewhere):
            store.append(one, COUNTS)
        assert store.prune("shop", NOW, NOTICE.version, NOW) == 1
        assert store.find("shop", old.id) is None
        assert store.history("shop", VISITOR) == [young, edge]
        assert store.find("other", elsewhere.id) == elsewhere

    def test_prune_takes_any_number(self, store: Store) -> None:
        for index in range(1203):
            store.append(decision(visitor=VISITOR if index % 2 else OTHER_VISITOR), [])
        last = decision(at=NOW + timedelta(days=1))
        store.append(last, [])
        assert store.prune("shop", NOW + timedelta(seconds=1), NOTICE.version, NOW) == 1203
        assert store.history("shop", VISITOR) == [last]
        assert store.history("shop", OTHER_VISITOR) == []

    def test_a_notice_is_kept_as_long_as_a_decision_refers_to_it(self, store: Store) -> None:
        current = replace(NOTICE, version="cccccccccccc")
        store.publish(current)
        old = decision(at=NOW - timedelta(days=2), notice=OTHER_NOTICE.version)
        store.append(old, [])
        store.append(DECISION, [])
        store.prune("shop", NOW - timedelta(days=3), current.version, NOW)
        assert store.notice("shop", OTHER_NOTICE.version) == OTHER_NOTICE
        store.prune("shop", NOW - timedelta(days=1), current.version, NOW)
        assert store.notice("shop", OTHER_NOTICE.version) is None
        assert store.notice("shop", NOTICE.version) == NOTICE
        store.forget("shop", VISITOR, NOW)
        store.prune("shop", NOW, current.version, NOW)
        assert store.notice("shop", NOTICE.version) is None
        assert store.notice("shop", current.version) == current
        assert store.notice("other", NOTICE.version) == OTHER_SITE

    def test_what_was_shown_is_kept_with_the_times_of_the_first_and_the_last_showing(self, store: Store) -> None:
        later, day = NOW + timedelta(days=1), timedelta(days=1)
        one, other = Showing(NOTICE.version, "a" * 64, NOW, NOW), Showing(OTHER_NOTICE.version, "b" * 64, later, later)
        assert store.keep_showing("shop", other) and store.keep_showing("shop", one)
        assert store.showings("shop") == [one, other]
        assert store.showings("other") == []
        assert store.keep_showing("other", one)
        for first in (NOW + 3 * day, NOW + 2 * day):
            assert not store.keep_showing("shop", replace(one, first=first, last=first))
        assert store.showings("shop") == [replace(one, last=NOW + 3 * day), other]

    def test_a_file_of_the_archive_is_kept_as_it_came_first(self, store: Store) -> None:
        content = bytes(range(256)) * 400
        for _ in range(2):
            store.keep_file("c" * 64, content)
        store.keep_file("c" * 64, b"something else")
        assert store.file("c" * 64) == content
        assert store.file("d" * 64) is None

    def test_what_was_shown_goes_with_its_notice(self, store: Store) -> None:
        spent, kept = Showing(OTHER_NOTICE.version, "a" * 64, NOW, NOW), Showing(NOTICE.version, "b" * 64, NOW, NOW)
        for showing in (spent, kept):
            store.keep_showing("shop", showing)
            store.keep_file(showing.digest, b"words")
        store.keep_file("c" * 64, b"a script")
        store.prune("shop", NOW, NOTICE.version, NOW)
        assert store.showings("shop") == [kept]
        assert (store.file(spent.digest), store.file(kept.digest)) == (None, b"words")
        assert store.file("c" * 64) == b"a script"

    def test_several_decisions_are_found_at_once(self, store: Store) -> None:
        made = [decision(visitor=visitor_of(number)) for number in range(5)]
        store.append_all([*made, decision(site="other")])
        assert store.find_all("shop", [uuid4(), *(one.id for one in made[1:])]) == {one.id: one for one in made[1:]}

    def test_all_notices_and_sites_are_listed(self, store: Store) -> None:
        assert store.sites() == ["other", "shop"]
        assert store.notices("shop") == [NOTICE, OTHER_NOTICE]
        assert store.notices("other") == [OTHER_SITE]
        assert store.notices("nowhere") == []

    def test_decisions_counted_elsewhere_are_written_in_order_and_not_counted(self, store: Store) -> None:
        made = [decision(at=NOW - timedelta(hours=hours)) for hours in range(5)]
        elsewhere = [decision(site="other"), decision(visitor=OTHER_VISITOR)]
        store.append(made[0], [])
        assert store.append_all([*made, *elsewhere]) == [*made, *elsewhere]
        assert store.append_all([replace(made[1], how="api"), made[2]]) == made[1:3]
        assert store.append_all([]) == []
        assert store.history("shop", VISITOR) == made
        assert store.history("other", VISITOR) == elsewhere[:1]
        assert store.tally("shop", "0001-01-01", "9999-12-31") == []

    def test_decisions_counted_elsewhere_need_their_notice_too(self, store: Store) -> None:
        unasked = decision(notice="ffffffffffff")
        with pytest.raises(UnknownNotice):
            store.append_all([decision(), unasked, decision()])
        assert store.find("shop", unasked.id) is None
        # and the store is as usable as before
        assert store.append(DECISION, COUNTS) == DECISION

    def test_all_decisions_of_a_site_are_read(self, store: Store) -> None:
        made = [decision(visitor=visitor_of(index % 70), at=NOW - timedelta(hours=index)) for index in range(210)]
        store.append_all(made)
        store.append_all([decision(site="other")])
        read = list(store.decisions("shop", None, None))
        assert sorted(read, key=by_id) == sorted(made, key=by_id)
        for visitor in {one.visitor for one in made}:
            # a visitor's are in the order of appending, which decides which is the latest
            assert [one for one in read if one.visitor == visitor] == store.history("shop", visitor)
        assert list(store.decisions("nowhere", None, None)) == []

    @pytest.mark.parametrize(("first", "last"), [(1, 3), (None, 1), (3, None), (2, 2), (3, 1), (9, None)])
    def test_decisions_are_read_from_one_moment_to_another(
        self, store: Store, first: int | None, last: int | None
    ) -> None:
        made = [decision(visitor=visitor_of(shift), at=NOW + timedelta(milliseconds=shift)) for shift in range(5)]
        store.append_all(made)
        ends = [None if end is None else NOW + timedelta(milliseconds=end) for end in (first, last)]
        wanted = made[first : None if last is None else last + 1]
        assert sorted(store.decisions("shop", *ends), key=by_id) == sorted(wanted, key=by_id)

    def test_more_decisions_than_one_step_reads_each_come_once(self, store: Store) -> None:
        # two visitors with many, and many visitors in one partition, around where a step ends
        made = [decision(visitor=visitor_of(index % 2)) for index in range(999)]
        made += [decision(visitor=visitor_of(64 * index)) for index in range(1001)]
        for start in range(0, len(made), 500):
            store.append_all(made[start : start + 500])
        assert sorted(one.id for one in store.decisions("shop", None, None)) == sorted(one.id for one in made)
        store.append(last := decision(), [])
        assert sorted(store.decisions("shop", None, None), key=by_id) == sorted([*made, last], key=by_id)

    def test_decisions_can_be_read_while_others_are_written_and_erased(self, store: Store) -> None:
        kept = [decision(visitor=visitor_of(64 * index)) for index in range(2500)]
        for start in range(0, len(kept), 500):
            store.append_all(kept[start : start + 500])
        store.append_all([decision(visitor=visitor_of(63 - index)) for index in range(60)])
        reading = store.decisions("shop", None, None)
        read = [next(reading)]
        with ThreadPoolExecutor(1) as other:
            # a hash that grows and shrinks, and rows behind and before the place where the reader is
            for index in range(60):
                other.submit(store.forget, "shop", visitor_of(63 - index), NOW).result()
            added = [decision(visitor=visitor_of(64 * index)) for index in range(2500, 3000)]
            other.submit(store.append_all, added).result()
            read += islice(reading, 600)
            for one in added:
                other.submit(store.forget, "shop", one.visitor, NOW).result()
        read += reading
        ids = Counter(one.id for one in read)
        assert max(ids.values()) == 1
        assert {one.id for one in kept} <= ids.keys()

    def test_erased_visitors_are_not_read(self, store: Store) -> None:
        store.append_all([decision() for _ in range(3)])
        store.append_all([kept := decision(visitor=OTHER_VISITOR)])
        reading = store.decisions("shop", None, None)
        store.forget("shop", VISITOR, NOW)
        assert list(reading) == [kept]
        store.prune("shop", NOW + timedelta(days=1), NOTICE.version, NOW)
        assert list(store.decisions("shop", None, None)) == []

    def test_threads_share_one_store(self, store: Store) -> None:
        made = [decision() for _ in range(200)]

        def append(one: Decision) -> Decision:
            return store.append(one, [("how", "panel")])

        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(append, made)) == made
        assert sorted(one.id for one in store.history("shop", VISITOR)) == sorted(one.id for one in made)
        assert counted(store.tally("shop", DAY, DAY)) == {("how", "panel"): 200}

    def test_processes_share_one_place_from_its_first_moment_on(self, backend: Backend) -> None:
        spawned = multiprocessing.get_context("spawn")
        start = spawned.Barrier(PROCESSES)
        processes = [spawned.Process(target=append_many, args=(backend.url, n, start)) for n in range(PROCESSES)]
        for process in processes:
            process.start()
        for process in processes:
            process.join(120)
        assert [process.exitcode for process in processes] == [0] * PROCESSES
        store = open_store(backend.url)
        expected = [nth_id(number, index) for number in range(PROCESSES) for index in range(EACH)]
        expected += [nth_id(index) for index in range(SHARED)]
        assert sorted(one.id for one in store.history("shop", VISITOR)) == sorted(expected)
        assert counted(store.tally("shop", DAY, DAY)) == {("how", "panel"): PROCESSES * EACH, ("how", "banner"): SHARED}
        store.close()

    def test_what_was_appended_survives_a_killed_process(self, backend: Backend) -> None:
        process = multiprocessing.get_context("spawn").Process(target=append_and_die, args=(backend.url,))
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL
        store = open_store(backend.url)
        assert store.latest("shop", VISITOR) == DECISION
        assert counted(store.tally("shop", DAY, DAY)) == dict.fromkeys(COUNTS, 1)
        store.close()

    def test_ping_returns_and_leaves_nothing(self, store: Store) -> None:
        store.ping()
        assert store.tally("shop", "0001-01-01", "9999-12-31") == []

    @pytest.mark.parametrize(
        "call",
        [
            lambda store: store.ping(),
            lambda store: store.publish(NOTICE),
            lambda store: store.notice("shop", NOTICE.version),
            lambda store: store.append(DECISION, COUNTS),
            lambda store: store.find("shop", DECISION.id),
            lambda store: store.find_all("shop", [DECISION.id]),
            lambda store: store.latest("shop", VISITOR),
            lambda store: store.history("shop", VISITOR),
            lambda store: store.count("shop", DAY, COUNTS),
            lambda store: store.tally("shop", DAY, DAY),
            lambda store: store.by_day("shop", DAY, DAY, ["how"]),
            lambda store: store.totals("shop", DAY, DAY, ["how"]),
            lambda store: store.sites(),
            lambda store: store.notices("shop"),
            lambda store: store.append_all([DECISION]),
            lambda store: list(store.decisions("shop", None, None)),
            lambda store: store.top_up([Tally("shop", DAY, "how", "panel", 1)]),
            lambda store: store.forget("shop", VISITOR, NOW),
            lambda store: store.prune("shop", NOW, NOTICE.version, NOW),
            lambda store: store.scrub(),
            lambda store: store.restrict("shop", VISITOR, NOW),
            lambda store: store.restricted("shop", VISITOR),
            lambda store: store.say("shop", "a line"),
            lambda store: store.waiting("shop", 1),
            lambda store: store.seal("shop", 0, ["a line"], Waiting(0, [], [], ["a line"]), {}),
            lambda store: store.size("shop"),
            lambda store: store.tiles("shop", [Tile(0, 0)]),
            lambda store: store.index("shop", DECISION.id),
            lambda store: list(store.lines("shop", 0, 1)),
            lambda store: list(store.entries("shop")),
            lambda store: store.add_checkpoint("shop", 1, "a note"),
            lambda store: store.checkpoints("shop"),
            lambda store: store.restore("shop", lines=[(0, "a line")]),
            lambda store: store.restored("shop", 1),
        ],
        ids=[
            *(
                "ping",
                "publish",
                "notice",
                "append",
                "find",
                "find_all",
                "latest",
                "history",
                "count",
                "tally",
                "by_day",
            ),
            *("totals", "sites", "notices", "append_all", "decisions", "top_up", "forget", "prune"),
            *("scrub", "restrict", "restricted", "say", "waiting", "seal", "size", "tiles", "index", "lines"),
            *("entries", "add_checkpoint", "checkpoints", "restore", "restored"),
        ],
    )
    def test_a_dead_store_is_a_store_error(self, dead: Store, call: Callable[[Store], object]) -> None:
        with pytest.raises(StoreError) as raised:
            call(dead)
        assert raised.value.__cause__ is not None

    @pytest.fixture(scope="class")
    @classmethod
    def dead(cls, mortal: Backend) -> Store:
        """A store that was there, and is not any more."""
        store = open_store(mortal.url)
        store.publish(NOTICE)
        store.close()
        mortal.kill()
        return store


@dataclass
class SqliteFile:
    path: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def run(self, sql: str) -> None:
        connection = sqlite3.connect(self.path)
        connection.execute(sql)
        connection.close()

    def break_counting(self) -> None:
        self.run(
            "CREATE TRIGGER no BEFORE INSERT ON tally WHEN new.dimension = 'how' BEGIN SELECT RAISE(ABORT, 'no'); END"
        )

    def mend_counting(self) -> None:
        self.run("DROP TRIGGER no")

    def kill(self) -> None:
        self.path.write_bytes(b"not a database, " * 1024)


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def backend(self, tmp_path: Path) -> SqliteFile:
        return SqliteFile(tmp_path / "ledger.db")

    @pytest.fixture(scope="class")
    @classmethod
    def mortal(cls, tmp_path_factory: pytest.TempPathFactory) -> SqliteFile:
        return SqliteFile(tmp_path_factory.mktemp("mortal") / "ledger.db")


@dataclass
class RedisDatabase:
    server: Server

    @property
    def url(self) -> str:
        return self.server.url

    def break_counting(self) -> None:
        with redis.Redis.from_url(self.url) as client:
            client.hset(TALLY, "how=panel", "not a number")

    def mend_counting(self) -> None:
        with redis.Redis.from_url(self.url) as client:
            client.hdel(TALLY, "how=panel")

    def kill(self) -> None:
        self.server.stop()


class TestRedisStore(StoreContract):
    @pytest.fixture
    def backend(self, shared_redis: Server) -> RedisDatabase:
        with redis.Redis.from_url(shared_redis.url) as client:
            client.flushall()
        return RedisDatabase(shared_redis)

    @pytest.fixture(scope="class")
    @classmethod
    def mortal(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisDatabase]:
        with redis_server(tmp_path_factory.mktemp("mortal")) as server:
            yield RedisDatabase(server)


@dataclass
class RedisCluster:
    cluster: Cluster

    @property
    def url(self) -> str:
        return self.cluster.url

    def client(self) -> redis.RedisCluster:
        return redis.RedisCluster.from_url(self.cluster.nodes[0].url)

    def break_counting(self) -> None:
        with self.client() as client:
            client.hset(TALLY, "how=panel", "not a number")

    def mend_counting(self) -> None:
        with self.client() as client:
            client.hdel(TALLY, "how=panel")

    def kill(self) -> None:
        self.cluster.stop()


class TestRedisCluster(StoreContract):
    @pytest.fixture
    def backend(self, shared_cluster: Cluster) -> RedisCluster:
        shared_cluster.empty()
        return RedisCluster(shared_cluster)

    @pytest.fixture(scope="class")
    @classmethod
    def mortal(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisCluster]:
        with redis_cluster(tmp_path_factory.mktemp("mortal")) as cluster:
            yield RedisCluster(cluster)


@dataclass
class PostgresqlDatabase:
    server: PostgresqlServer

    @property
    def url(self) -> str:
        return self.server.url

    def break_counting(self) -> None:
        self.server.run("ALTER TABLE tally ADD CONSTRAINT broken CHECK (dimension <> 'how') NOT VALID")

    def mend_counting(self) -> None:
        self.server.run("ALTER TABLE tally DROP CONSTRAINT broken")

    def kill(self) -> None:
        self.server.stop()


class TestPostgresqlStore(StoreContract):
    @pytest.fixture
    def backend(self, shared_postgresql: PostgresqlServer) -> PostgresqlDatabase:
        shared_postgresql.empty()
        return PostgresqlDatabase(shared_postgresql)

    @pytest.fixture(scope="class")
    @classmethod
    def mortal(cls) -> Iterator[PostgresqlDatabase]:
        with postgresql_server() as server:
            yield PostgresqlDatabase(server)
