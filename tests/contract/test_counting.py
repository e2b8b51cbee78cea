"""What was counted is what stands in the ledger and what is erased, whatever happened: in real stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime, timedelta
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
import redis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from akkoord import tally
from akkoord.ledger import Ledger, publish
from akkoord.model import Decision, Site, Tally
from akkoord.recount import recount
from akkoord.store import Store, open_store
from akkoord.store.redis import RedisStore
from akkoord.store.sql import SqlStore
from akkoord.tokens import Signer
from akkoord.wire import DecisionRequest, DisplayRequest
from tests.contract.test_documents import STORES
from tests.samples import DECISION, NOTICE, NOW
from tests.servers import Server

SHOP = Site("shop", ("https://www.shop.example",), "Shop BV", ("nl", "en"))
FIRST, LAST = "0001-01-01", "9999-12-31"
CELLS = ["outcome", *tally.CELLS]
HOURS = st.integers(0, 30)


class Crash(Exception):
    """A step that never came."""


@dataclass
class World:
    """A ledger, what its clock says, and what visitors have."""

    store: Store
    now: datetime = NOW
    tokens: list[str | None] = field(default_factory=lambda: [None] * 4)
    sent: list[tuple[int, DecisionRequest]] = field(default_factory=list)
    ids: int = 0

    def __post_init__(self) -> None:
        notices = {"shop": NOTICE}
        publish(self.store, notices)
        self.ledger = Ledger(self.store, Signer(["k" * 32]), notices, {"shop": SHOP}, lambda: self.now)

    def decide(self, visitor: int, granted: set[str], how: str, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.ids += 1
        request = DecisionRequest.model_validate(
            {
                "id": str(UUID(int=self.ids * 2**64 + self.ids * 7)),
                "choices": {category: category in granted for category in NOTICE.asked},
                "notice": NOTICE.version,
                "language": "nl" if visitor % 2 else "en",
                "how": how,
                "device": "narrow",
                "widget": "0.1.0",
                "seconds": hours,
            }
        )
        self.sent.append((visitor, request))
        self.send(visitor, request)

    def send(self, visitor: int, request: DecisionRequest) -> None:
        self.tokens[visitor], _ = self.ledger.record("shop", request, self.tokens[visitor], "NL" if visitor else "")

    def again(self, number: int) -> None:
        """A decision comes a second time, by the visitor who sent it."""
        if self.sent:
            visitor, request = self.sent[number % len(self.sent)]
            found = self.store.find("shop", request.id)
            proof = self.tokens[visitor]
            if found and proof and Signer(["k" * 32]).verify(proof, "shop").visitor == found.visitor:
                self.send(visitor, request)

    def display(self) -> None:
        shown = {"notice": NOTICE.version, "language": "nl", "device": "wide", "widget": "0.1.0"}
        self.ledger.display("shop", DisplayRequest.model_validate(shown))

    def forget(self, visitor: int) -> None:
        token = self.tokens[visitor]
        if token:
            self.ledger.forget("shop", Signer(["k" * 32]).verify(token, "shop").visitor)

    def prune(self, hours: int) -> None:
        self.ledger.prune("shop", self.now - timedelta(hours=hours))

    def fold(self, hours: int) -> None:
        self.store.fold("shop", (self.now - timedelta(hours=hours)).date().isoformat())

    def crash(self, steps: int, act: Callable[[], None]) -> None:
        """Whatever is done is cut off after so many steps."""
        with suppress(Crash), crashing(self.store, steps):
            act()


class crashing:
    """Cuts off what a store does after some steps: commands of Redis, transactions of SQL."""

    def __init__(self, store: Store, steps: int) -> None:
        self._store, self._left = store, steps

    def _step(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **named: Any) -> Any:
            if self._left <= 0:
                raise Crash("It ended here.")
            self._left -= 1
            return act(*given, **named)

        return step

    def __enter__(self) -> None:
        self._patch = pytest.MonkeyPatch()
        if isinstance(self._store, RedisStore):
            connection = redis.connection.Connection
            for name in ("send_command", "send_packed_command"):
                self._patch.setattr(connection, name, self._step(getattr(connection, name)))
        elif isinstance(self._store, SqlStore):
            self._patch.setattr(self._store, "_writing", self._step(self._store._writing))

    def __exit__(self, *_: object) -> None:
        self._patch.undo()


acts = st.one_of(
    st.builds(
        lambda visitor, granted, how, hours: lambda world: world.decide(visitor, granted, how, hours),
        st.integers(0, 3),
        st.sets(st.sampled_from(NOTICE.asked)),
        st.sampled_from(["banner", "panel", "api"]),
        HOURS,
    ),
    st.builds(lambda number: lambda world: world.again(number), st.integers(0, 20)),
    st.just(lambda world: world.display()),
    st.builds(lambda visitor: lambda world: world.forget(visitor), st.integers(0, 3)),
    st.builds(lambda hours: lambda world: world.prune(hours), st.integers(0, 90)),
    st.builds(lambda hours: lambda world: world.fold(hours), st.integers(-24, 90)),
)
cut = st.builds(lambda steps, act: lambda world: world.crash(steps, lambda: act(world)), st.integers(0, 12), acts)


def check(store: Store, story: list[Callable[[World], None]]) -> None:
    world = World(store)
    displays = 0
    for act in story:
        act(world)
        found = recount(store, "shop", FIRST, LAST)
        assert (found.missing, found.surplus, found.busy) == ([], [], [])
    counted = store.tally("shop", FIRST, LAST)
    displays = sum(each.count for each in counted if each.dimension == "display")
    pairs = sum(each.count for each in counted if each.dimension == "display_language_device")
    assert displays == pairs
    of_day = store.by_day("shop", FIRST, LAST, CELLS)
    one_by_one = [Tally("shop", *on, *values) for on, of in of_day.items() for values in of.items()]
    assert sorted(map(astuple, one_by_one)) == [astuple(each) for each in counted if each.dimension in CELLS]
    totals = store.totals("shop", FIRST, LAST, CELLS)
    for cell in CELLS:
        mine = [each for each in counted if each.dimension == cell]
        assert sum(each.count for each in mine) == sum(count for (name, _), count in totals.items() if name == cell)


@given(st.lists(acts | cut, max_size=25))
@settings(max_examples=60, deadline=None)
def test_sqlite_counts_what_a_recount_counts(story: list[Callable[[World], None]]) -> None:
    with TemporaryDirectory() as directory, closing(open_store(f"sqlite:///{directory}/ledger.db")) as store:
        check(store, story)


@given(st.lists(acts | cut, max_size=25))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_redis_counts_what_a_recount_counts(shared_redis: Server, story: list[Callable[[World], None]]) -> None:
    with redis.Redis.from_url(shared_redis.url) as client:
        client.flushall()
    with closing(open_store(shared_redis.url)) as store:
        check(store, story)


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    store = open_store(request.param(request))
    yield store
    store.close()


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


def test_every_store_counts_what_is_erased(store: Store) -> None:
    world = World(store)
    for number in range(4):
        world.decide(number, {"analytics"}, "banner", 1)
        world.decide(number, set(), "panel", 20)
    world.prune(60)
    world.forget(2)
    found = recount(store, "shop", FIRST, LAST)
    assert (found.missing, found.surplus, found.busy) == ([], [], [])
    totals = store.totals("shop", FIRST, LAST, ["outcome", "erased_outcome"])
    erased = sum(count for (name, _), count in totals.items() if name == "erased_outcome")
    assert totals["outcome", "withdraw"] == 4
    assert erased == 8 - found.decisions > 2


def test_what_could_not_be_recorded_is_counted_and_no_recount_minds(store: Store) -> None:
    world = World(store)
    world.decide(1, {"analytics"}, "banner", 1)
    day = f"{NOW.date()}"
    store.count("shop", day, [*tally.error_counts("store_unavailable", 500), *tally.error_counts("internal", 1)])
    store.count("shop", day, tally.error_counts("store_unavailable", 500))
    store.fold("shop", LAST)
    assert store.totals("shop", FIRST, LAST, [tally.ERROR]) == {
        ("error", "store_unavailable"): 1000,
        ("error", "internal"): 1,
    }
    before = store.tally("shop", FIRST, LAST)
    found = recount(store, "shop", FIRST, LAST)
    assert (found.missing, found.surplus, found.busy) == ([], [], [])
    store.top_up(found.missing)
    assert store.tally("shop", FIRST, LAST) == before


def test_folding_changes_no_count_and_may_be_done_again(store: Store) -> None:
    world = World(store)
    for number in range(30):
        world.tokens = [None] * 4
        world.decide(number % 4, {"analytics"}, "banner", 5)
        world.display()
    before = store.tally("shop", FIRST, LAST)
    middle = later(3).date().isoformat()
    assert store.fold("shop", middle) in (0, 3)
    assert store.tally("shop", FIRST, LAST) == before
    assert store.fold("shop", middle) == 0
    # what comes late is counted in its day all the same, and folded with it
    day = before[0].day
    store.count("shop", day, [("display", "all"), ("unknown", "é=→漢 :\"'/\\\n")])
    store.top_up([Tally("shop", day, "display", "all", 1_000)])
    for _ in range(2):
        counted = {(each.dimension, each.value): each.count for each in store.tally("shop", day, day)}
        assert counted["display", "all"] == 1_000
        assert counted["unknown", "é=→漢 :\"'/\\\n"] == 1
        store.fold("shop", middle)


def test_only_what_is_asked_for_is_read(store: Store) -> None:
    world = World(store)
    world.decide(1, {"analytics"}, "banner", 0)
    world.display()
    day = NOW.date().isoformat()
    assert [each.dimension for each in store.tally("shop", day, day, ["display"])] == ["display"]
    for _ in range(2):
        assert store.totals("shop", day, day, ["display", "outcome"]) == {("display", "all"): 1, ("outcome", "some"): 1}
        of_day = {(day, "display"): {"all": 1}, (day, "outcome"): {"some": 1}}
        assert store.by_day("shop", FIRST, LAST, ["outcome", "display", "display"]) == of_day
        store.fold("shop", LAST)
    assert store.totals("shop", day, day, []) == store.totals("nowhere", day, day, ["outcome"]) == {}
    assert store.by_day("shop", day, day, []) == store.by_day("nowhere", day, day, ["outcome"]) == {}


def test_what_is_counted_on_a_folded_day_is_added_to_it(store: Store) -> None:
    days = [later(number).date().isoformat() for number in range(3)]
    for _ in range(3):
        for number, day in enumerate(days):
            store.count("shop", day, [("display", "all")] * (number + 1))
        store.fold("shop", days[-1])
    store.count("shop", days[0], [("display", "all")])
    counted = {day: store.by_day("shop", FIRST, LAST, ["display"])[day, "display"] for day in days}
    assert counted == {days[0]: {"all": 4}, days[1]: {"all": 6}, days[2]: {"all": 9}}
    assert store.totals("shop", FIRST, LAST, ["display"]) == {("display", "all"): 19}


def test_a_recount_finds_what_was_not_counted_and_what_stands_nowhere(store: Store) -> None:
    publish(store, {"shop": NOTICE})
    store.append(DECISION, [])
    day = NOW.date().isoformat()
    store.count("shop", day, [("outcome", "renew")])
    found = recount(store, "shop", day, day)
    assert found.decisions == 1
    assert found.missing == [Tally("shop", day, name, value, 1) for name, value in sorted(tally.counts(DECISION))]
    assert found.surplus == [Tally("shop", day, "outcome", "renew", 1)]
    store.top_up(found.missing)
    assert recount(store, "shop", day, day).missing == []


def test_of_a_day_on_which_somebody_decides_meanwhile_nothing_is_said(store: Store) -> None:
    publish(store, {"shop": NOTICE})
    store.append(DECISION, tally.counts(DECISION))

    class Busy:
        def __getattr__(self, name: str) -> Any:
            return getattr(store, name)

        def decisions(self, *given: Any) -> Iterator[Decision]:
            yield from store.decisions(*given)
            store.append(late, tally.counts(late))

    late = replace(DECISION, id=UUID(int=9))
    day = NOW.date().isoformat()
    busy: Any = Busy()
    assert recount(busy, "shop", day, day).busy == [day]
    assert recount(busy, "shop", "2026-01-01", "2026-01-02").busy == []


def test_two_who_fold_at_once_add_nothing_twice(shared_redis: Server) -> None:
    """Whoever stops anywhere while another one goes on to the end."""
    for steps in range(12):
        with redis.Redis.from_url(shared_redis.url) as client:
            client.flushall()
        with closing(open_store(shared_redis.url)) as one, closing(open_store(shared_redis.url)) as other:
            publish(one, {"shop": NOTICE})
            one.append(DECISION, tally.counts(DECISION))
            before = one.tally("shop", FIRST, LAST)
            days: Any = one._tallies.days  # type: ignore[attr-defined]
            plain = days._fold

            def late(keys: Any, args: Any, fold: Any = plain, stop: int = steps, at: Any = other) -> Any:
                at.fold("shop", LAST)
                if stop % 2:
                    at.count("shop", NOW.date().isoformat(), [("display", "all")])
                if stop % 3:
                    at.fold("shop", LAST)
                return fold(keys, args)

            days._fold = late
            one.fold("shop", LAST)
            days._fold = plain
            after = one.tally("shop", FIRST, LAST)
            assert [each for each in after if each.dimension != "display"] == before
            assert sum(each.count for each in after if each.dimension == "display") == steps % 2
