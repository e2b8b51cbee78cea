"""A ledger is the same ledger in another place: between any two stores, and through a file."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
import redis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from akkoord import tally
from akkoord.archive import digest_of, keep, read_file, read_showing
from akkoord.errors import ExportError, LedgersDiffer
from akkoord.export_archive import Kept
from akkoord.export_file import ExportReader, Heading, write
from akkoord.export_lines import Piece
from akkoord.model import Decision, Notice, Tally
from akkoord.moving import check_nothing_else, move, pieces_of, summary, take
from akkoord.store import Store, open_store
from akkoord.store.rows import visitor_text
from tests.pieces import decisions, notices, several, tallies
from tests.postgresql_server import PostgresqlServer
from tests.redis_cluster import Cluster
from tests.samples import DECISION, NOTICE, NOW
from tests.servers import Server

DAY = "2026-11-22"
OLD_NOTICE = replace(NOTICE, version="ba9876543210", asked=("marketing",))
ELSEWHERE = replace(NOTICE, site="other")
STORES = ("sqlite", "postgresql", "redis", "cluster")
PAIRS = [(source, target) for source in STORES for target in STORES if source != target]

Place = Callable[[str], str]


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Place:
    """Gives the URL of an empty store of that kind."""

    def empty(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'ledger.db'}"
        server: PostgresqlServer | Cluster | Server = request.getfixturevalue(f"shared_{kind}")
        if isinstance(server, PostgresqlServer | Cluster):
            server.empty()
        else:
            with redis.Redis.from_url(server.url) as client:
                client.flushall()
        return server.url

    return empty


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path / 'source.db'}")) as store:
        fill(store)
        yield store


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path / 'target.db'}")) as store:
        yield store


def decision(number: int, **changes: object) -> Decision:
    """One of a few visitors' decisions; clocks go back now and then."""
    return replace(
        DECISION,
        id=UUID(int=number * 2**40 + number),
        visitor=visitor_text((number % 20).to_bytes(16, "big")),
        at=NOW + timedelta(minutes=number * 7 % 100),
        choices={"functional": number % 2 == 0, "analytics": number % 3 == 0, "marketing": False},
        widget=f"1.{number % 3}.é",
        variant=("", "a", "b")[number % 3],
        **changes,  # type: ignore[arg-type]
    )


def fill(store: Store) -> None:
    """A ledger with a past: somebody withdrew, somebody is erased, old decisions are gone; their tallies are not."""
    for notice in (NOTICE, OLD_NOTICE, ELSEWHERE):
        store.publish(notice)
    for number in range(60):
        one = decision(number, notice=OLD_NOTICE.version if number < 5 else NOTICE.version)
        one = replace(one, mark=tally.mark(one, store.latest("shop", one.visitor)))
        store.append(one, tally.counts(one))
    store.append(replace(DECISION, site="other"), [("how", "panel")])
    store.forget("shop", decision(7).visitor, NOW, counts=tally.erased_counts)
    store.prune("shop", NOW + timedelta(minutes=3), NOTICE.version, NOW, tally.erased_counts)
    for _ in range(3):
        store.count("shop", DAY, [("display", "all"), ("unknown", "host.test"), *tally.error_counts("internal", 2)])


def held(store: Store, site: str = "shop") -> tuple[list[Notice], dict[str, list[Decision]], list[Tally]]:
    """All that a ledger says of a site, visitor by visitor."""
    visitors = {one.visitor for one in store.decisions(site, None, None)}
    histories = {visitor: store.history(site, visitor) for visitor in visitors}
    return store.notices(site), histories, store.tally(site, "0001-01-01", "9999-12-31")


def export_of(store: Store, *sites: str) -> bytes:
    out = BytesIO()
    write(out, Heading("0.1.0", sites, NOW), (piece for site in sites for piece in pieces_of(store, site)))
    return out.getvalue()


def read(raw: bytes) -> Iterator[Piece]:
    return ExportReader(BytesIO(raw)).pieces()


@pytest.mark.parametrize(("here", "there"), PAIRS)
def test_what_was_shown_moves_along(place: Place, here: str, there: str) -> None:
    with closing(open_store(place(here))) as source, closing(open_store(place(there))) as target:
        source.publish(NOTICE)
        scripts = {"gate.js": digest_of(b"a script")}
        kept = keep(source, "shop", {"notice": NOTICE.version, "scripts": scripts}, [b"a script"], NOW)
        assert kept is not None
        source.keep_showing("shop", replace(kept, last=NOW + timedelta(days=9)))
        for _ in range(2):
            move(source, target, "shop")
        (showing,) = target.showings("shop")
        assert [showing] == source.showings("shop")
        assert read_showing(target, showing) == {"notice": NOTICE.version, "scripts": scripts}
        assert read_file(target, digest_of(b"a script")) == b"a script"


@pytest.mark.parametrize(("here", "there"), PAIRS)
def test_what_was_shown_is_in_an_export(place: Place, here: str, there: str) -> None:
    with closing(open_store(place(here))) as source, closing(open_store(place(there))) as target:
        source.publish(NOTICE)
        for colour in ("red", "blue"):
            document = {"notice": NOTICE.version, "scripts": {"gate.js": digest_of(b"a script")}, "colour": colour}
            keep(source, "shop", document, [b"a script"], NOW)
        exported = export_of(source, "shop")
        assert exported.count(b'{"kind":"file"') == 3, "a script that showed both is there once"
        for _ in range(2):
            take(target, read(exported))
        assert target.showings("shop") == source.showings("shop")
        assert [read_showing(target, each) for each in target.showings("shop")] == [
            read_showing(source, each) for each in source.showings("shop")
        ]
        assert export_of(target, "shop") == exported


@pytest.mark.parametrize("packed", [b"", b"no zlib", zlib.compress(b"another script"), zlib.compress(b"a script")[:-1]])
def test_a_file_that_is_not_what_its_name_says_is_refused(packed: bytes) -> None:
    out = BytesIO()
    write(out, Heading("0.1.0", ("shop",), NOW), [Kept("shop", digest_of(b"a script"), packed)])
    with pytest.raises(ExportError, match="this is not the file of that digest"):
        list(read(out.getvalue()))


@pytest.mark.parametrize(("here", "there"), PAIRS)
def test_a_ledger_moves_between_any_two_stores(place: Place, here: str, there: str) -> None:
    with closing(open_store(place(here))) as source, closing(open_store(place(there))) as target:
        fill(source)
        # a page was shown in the new place before
        target.publish(NOTICE)
        before = held(source)
        moved = move(source, target, "shop")
        assert held(target) == held(source) == before
        assert moved == summary(source, "shop")
        assert moved.decisions == sum(map(len, before[1].values())) > 40
        assert target.sites() == ["shop"]
        # and the new place goes on
        assert move(source, target, "shop") == moved
        later = decision(500)
        assert target.append(later, [("how", "panel")]) == later
        assert target.latest("shop", later.visitor) == later


@pytest.mark.parametrize("kind", STORES)
def test_a_ledger_goes_through_a_file_and_may_come_again(place: Place, source: Store, kind: str) -> None:
    raw = export_of(source, "other", "shop")
    with closing(open_store(place(kind))) as target:
        assert take(target, read(raw)) == summary(source, "shop").decisions + 1
        assert take(target, read(raw)) == 0
        for site in ("shop", "other"):
            assert held(target, site) == held(source, site)
            assert summary(target, site) == summary(source, site)


def test_an_import_that_broke_off_is_done_again(source: Store, target: Store) -> None:
    raw = export_of(source, "shop")
    for number in (1, 3, 20, 50, 60):
        take(target, islice(read(raw), number))
        check_nothing_else(target, "shop", of_decisions(read(raw)))
    take(target, read(raw))
    assert held(target) == held(source)


def of_decisions(pieces: Iterable[Piece]) -> Iterator[Decision]:
    return (piece for piece in pieces if isinstance(piece, Decision))


@pytest.mark.parametrize("kind", STORES)
@settings(deadline=None, max_examples=25, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(several(decisions), st.lists(notices, unique_by=lambda one: one.version), st.lists(tallies))
def test_an_import_is_what_was_exported(
    place: Place, kind: str, made: list[Decision], asked: list[Notice], counted: list[Tally]
) -> None:
    with TemporaryDirectory() as directory:
        with closing(open_store(f"sqlite:///{directory}/source.db")) as source:
            for notice in (NOTICE, *asked):
                source.publish(notice)
            source.append_all(made)
            source.top_up(counted)
            raw, before = export_of(source, "shop"), summary(source, "shop")
        with closing(open_store(f"sqlite:///{directory}/target.db" if kind == "sqlite" else place(kind))) as target:
            assert take(target, read(raw)) == len(made)
            assert [target.find("shop", one.id) for one in made] == made
            assert summary(target, "shop") == before
            again = export_of(target, "shop")
            # Redis has another order, which changes the digest in the last line too
            assert again == raw or kind in ("redis", "cluster")
            assert sorted(again.splitlines()[:-1]) == sorted(raw.splitlines()[:-1])


def test_what_is_recorded_while_a_ledger_is_read_brings_its_notice_along(source: Store, target: Store) -> None:
    reading = pieces_of(source, "shop")
    first = next(reading)
    new = replace(NOTICE, version="cccccccccccc")
    source.publish(new)
    source.append(late := decision(501, notice=new.version), [])
    pieces = [first, *reading]
    assert pieces.index(new) == pieces.index(late) - 1
    take(target, pieces)
    assert target.find("shop", late.id) == late


def test_only_some_days_are_taken_with_all_notices(source: Store) -> None:
    source.append(next_day := decision(502), [])
    source.append(replace(next_day, id=UUID(int=1), at=NOW + timedelta(days=1)), [("how", "api")])
    pieces = list(pieces_of(source, "shop", "2026-11-23", "2026-11-23"))
    assert pieces[:2] == source.notices("shop")
    assert [one.id for one in of_decisions(pieces)] == [UUID(int=1)]
    assert pieces[3:] == [Tally("shop", "2026-11-23", "how", "api", 1)]
    days = [("2026-11-22", None), (None, "2026-11-22"), (None, "2026-11-21"), ("2026-11-24", None)]
    numbers = [sum(1 for _ in of_decisions(pieces_of(source, "shop", *each))) for each in days]
    everything = summary(source, "shop").decisions
    assert numbers == [everything, everything - 1, 0, 0]


def test_a_target_with_other_decisions_is_refused_before_anything_is_written(source: Store, target: Store) -> None:
    fill(target)
    target.append(decision(503), [])
    before = held(target)
    source.append(decision(504), [])
    with pytest.raises(LedgersDiffer, match="1 other decision"):
        move(source, target, "shop")
    assert held(target) == before


def test_older_decisions_are_no_hindrance_to_an_import_of_later_days(source: Store, target: Store) -> None:
    fill(target)
    later = replace(decision(505), at=NOW + timedelta(days=2))
    check_nothing_else(target, "shop", [later], later.at)
    target.append(replace(decision(506), at=later.at), [])
    with pytest.raises(LedgersDiffer, match="1 other decision"):
        check_nothing_else(target, "shop", [later], later.at)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda store: store.publish(replace(NOTICE, document="something else")), "holds other notices"),
        (lambda store: store.publish(replace(NOTICE, version="cccccccccccc")), "holds other notices"),
        (lambda store: store.count("shop", DAY, [("display", "all")] * 4), "has counted more"),
        (lambda store: store.count("shop", "2026-11-20", [("display", "all")]), "has counted more"),
    ],
)
def test_a_target_that_could_never_be_the_same_is_refused(
    source: Store, target: Store, spoil: Callable[[Store], None], problem: str
) -> None:
    spoil(target)
    before = held(target)
    with pytest.raises(LedgersDiffer, match=problem):
        move(source, target, "shop")
    assert held(target) == before


def test_the_same_id_with_other_content_is_refused(source: Store, target: Store) -> None:
    target.publish(NOTICE)
    target.append(decision(30, country="NL"), [])
    with pytest.raises(LedgersDiffer, match="says something else"):
        move(source, target, "shop")
    with pytest.raises(LedgersDiffer, match="says something else"):
        take(target, pieces_of(source, "shop"))


class Lossy:
    """A store that says it wrote what it did not."""

    def __init__(self, store: Store, lost: str) -> None:
        self._store = store
        self._lost = lost

    def __getattr__(self, name: str) -> object:
        if name == self._lost:
            return {"append_all": lambda given: [self._mine(one) for one in given], "top_up": lambda given: None}[name]
        return getattr(self._store, name)

    def _mine(self, one: Decision) -> Decision:
        return one if one.id.int % 7 == 0 else self._store.append(one, [])


@pytest.mark.parametrize(("lost", "problem"), [("append_all", "same decisions"), ("top_up", "same tallies")])
def test_what_got_lost_on_the_way_is_noticed(source: Store, target: Store, lost: str, problem: str) -> None:
    with pytest.raises(LedgersDiffer, match=problem):
        move(source, Lossy(target, lost), "shop")  # type: ignore[arg-type]


def test_what_was_recorded_in_the_old_place_meanwhile_is_noticed(source: Store, target: Store) -> None:
    def along(pieces: Iterable[Piece]) -> Iterator[Piece]:
        yield from pieces
        source.append(decision(507), [])

    with pytest.raises(LedgersDiffer, match=r"same decisions of shop: \d+ and \d+") as raised:
        move(source, target, "shop", along)
    assert "stop every server" in raised.value.details[0].hint
    assert move(source, target, "shop") == summary(source, "shop")


def test_the_digest_tells_any_two_ledgers_apart(source: Store, target: Store) -> None:
    take(target, pieces_of(source, "shop"))
    one = next(target.decisions("shop", None, None))
    target.forget("shop", one.visitor, NOW)
    histories = held(source)[1][one.visitor]
    target.append_all([replace(each, how="api") if each == one else each for each in histories])
    assert summary(target, "shop").decisions == summary(source, "shop").decisions
    assert summary(target, "shop").digest != summary(source, "shop").digest
