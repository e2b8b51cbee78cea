"""A tree goes along with its ledger: through a file, and between any two stores."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest

from akkoord.errors import ExportError, LedgersDiffer, ProofInvalid
from akkoord.export_file import ExportReader, Heading, write
from akkoord.export_lines import text_of
from akkoord.model import Tile
from akkoord.moving import move, pieces_of, take
from akkoord.proof.audit import Audit
from akkoord.proof.auditing import Asked, audit_export
from akkoord.proof.entries import decision_entry
from akkoord.proof.finding import Report
from akkoord.proof.sealing import reader, seal
from akkoord.proof.tree import leaf_hash, root
from akkoord.store import Store, open_store
from tests.proof.books import (
    ENTRIES,
    HALF,
    KEYS,
    LAST,
    EveryStore,
    InPostgresql,
    InRedis,
    InRedisCluster,
    InSqlite,
    audited,
    fill,
    make_book,
    numbered,
    seal_and_sign,
)
from tests.proof.vandals import SqliteVandal
from tests.samples import DECISION, NOW

Lines = list[dict[str, object]]
Change = Callable[[Lines], Lines]


def exported(store: Store, first_day: str | None = None) -> bytes:
    out = BytesIO()
    write(out, Heading("0.1.0", ("shop",), LAST, first_day), pieces_of(store, "shop", first_day))
    return out.getvalue()


def report_of(raw: bytes, *notes: str) -> Report:
    [report] = audit_export(ExportReader(BytesIO(raw)), Asked(KEYS, LAST, {"shop": list(notes)}))
    return report


def imported(raw: bytes, store: Store) -> int:
    export = ExportReader(BytesIO(raw))
    return take(store, export.pieces(), export.heading.whole)


def top(store: Store) -> bytes:
    return root(reader(store, "shop"), store.size("shop"))


def altered(raw: bytes, change: Change) -> bytes:
    """The export with some of its lines changed, and an end that fits them."""
    lines = [json.loads(line) for line in raw.splitlines()]
    lines = change(lines)
    number = sum(line["kind"] == "decision" for line in lines)
    body = b"".join(f"{text_of(line)}\n".encode() for line in lines[:-1])
    end = {**lines[-1], "decisions": number, "sha256": sha256(body).hexdigest()}
    return body + f"{text_of(end)}\n".encode()


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Store]:
    """A sealed ledger of which something waits as well: a decision, a line, and an erased place."""
    with closing(open_store(f"sqlite:///{tmp_path / 'book.db'}")) as store:
        make_book(store)
        fill(store, 400, 1, LAST)
        store.say("shop", '{"a":"line that waits"}')
        store.forget("shop", numbered(9, NOW).visitor, LAST)
        yield store


class TravellingContract(EveryStore):
    def test_a_tree_comes_along_through_a_file(self, store: Store, book: Store) -> None:
        raw = exported(book)
        for new in (2 * HALF - 2, 0):
            assert imported(raw, store) == new
            assert (store.size("shop"), top(store)) == (ENTRIES, top(book))
            assert store.checkpoints("shop") == book.checkpoints("shop")
            assert store.waiting("shop", 9) == book.waiting("shop", 9)
            assert sorted(store.entries("shop"), key=str) == sorted(book.entries("shop"), key=str)
            report = audited(store)
            assert (report.found, report.size, report.unsealed) == (0, ENTRIES, 1)
        seal_and_sign(store, LAST)
        assert audited(store).found == 0
        assert audited(store, *[note for _, note in book.checkpoints("shop")]).found == 0

    def test_a_tree_moves_from_one_store_to_another(self, store: Store, book: Store) -> None:
        for _ in range(2):
            assert f"a tree of {ENTRIES} entries" in move(book, store, "shop").numbers
        assert top(store) == top(book)
        assert audited(store).found == 0

    def test_an_export_of_it_can_be_verified_alone(self, store: Store) -> None:
        make_book(store)
        report = report_of(exported(store))
        assert (report.found, report.size, report.root) == (0, ENTRIES, top(store))
        assert (report.decisions, report.erased, report.lines, report.checkpoints) == (2 * HALF - 2, 2, 3, 2)


class TestSqliteTravelling(InSqlite, TravellingContract):
    pass


class TestRedisTravelling(InRedis, TravellingContract):
    pass


class TestRedisClusterTravelling(InRedisCluster, TravellingContract):
    pass


class TestPostgresqlTravelling(InPostgresql, TravellingContract):
    pass


def test_what_waits_is_no_finding_in_an_export(book: Store) -> None:
    report = report_of(exported(book))
    assert (report.found, report.erased, report.unsealed) == (0, 3, 1)


def test_what_was_erased_while_the_export_was_written_is_told(book: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = book.entries

    def meddled(site: str) -> Iterator[object]:
        book.forget("shop", numbered(20, NOW).visitor, LAST)
        book.forget("shop", numbered(30, NOW).visitor, LAST)
        seal(book, "shop", LAST)
        book.forget("shop", numbered(40, NOW).visitor, LAST)
        yield from entries(site)

    monkeypatch.setattr(book, "entries", meddled)
    report = report_of(exported(book))
    assert (report.found, report.size, report.erased) == (0, ENTRIES, 6)


def test_some_days_of_it_come_without_the_tree_and_can_be_verified(book: Store, tmp_path: Path) -> None:
    raw = exported(book, "2026-11-22")
    assert report_of(raw).found == 0
    none = exported(book, "2026-11-23")
    assert (report_of(none).found, report_of(none).decisions) == (0, 0)
    with closing(open_store(f"sqlite:///{tmp_path / 'other.db'}")) as store:
        assert imported(raw, store) == 2 * HALF - 2
        assert (store.size("shop"), len(store.waiting("shop", 1000).decisions)) == (0, 2 * HALF - 2)


def line_number(lines: Lines, kind: str, number: int = 5) -> int:
    return [at for at, line in enumerate(lines) if line["kind"] == kind][number]


def changed(kind: str, number: int = 5, **changes: object) -> Change:
    def change(lines: Lines) -> Lines:
        at = line_number(lines, kind, number)
        return [*lines[:at], lines[at] | changes, *lines[at + 1 :]]

    return change


def dropped(kind: str, number: int = 5) -> Change:
    def change(lines: Lines) -> Lines:
        at = line_number(lines, kind, number)
        return lines[:at] + lines[at + 1 :]

    return change


def twice(lines: Lines) -> Lines:
    at = line_number(lines, "decision")
    return [*lines[: at + 1], lines[at], *lines[at + 1 :]]


def late_part(lines: Lines) -> Lines:
    at = line_number(lines, "checkpoint", 0)
    return [*lines[:at], *lines[at + 1 : -1], lines[at], lines[-1]]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (changed("decision", how="gpc"), "it is not what was sealed here"),
        (changed("decision", index=9_999), "beyond the end of the tree"),
        (changed("decision", index=3), "it is not what was sealed here"),
        (dropped("decision"), "what was sealed here is gone"),
        (twice, "two decisions have this place"),
        (dropped("line", 0), "what was sealed here is gone"),
        (dropped("line", 2), "no line tells that it was erased"),
        (changed("line", 1, line="{}"), "the line is not what was sealed here"),
        (dropped("erased", 0), "no line tells that it was erased"),
        (dropped("leaves", 1), "hash(es) of the tree are missing"),
        (dropped("tree", 0), "the end of the tree is gone"),
        (changed("tree", 0, size=ENTRIES - 1), "the end of the tree is gone"),
        (changed("tree", 0, root="A" * 43 + "="), "the root that the export tells is not that of its leaves"),
        (changed("notice", 0, document="{}"), "is not the one that was published"),
        (late_part, "stands behind a decision"),
    ],
)
def test_an_export_that_was_altered_and_signed_off_anew_is_found(book: Store, change: Change, problem: str) -> None:
    report = report_of(altered(exported(book), change))
    assert any(problem in found.problem for found in report.findings), report.findings


def test_a_decision_that_is_in_the_tree_twice_is_found(book: Store) -> None:
    """Only a ledger of somebody else's making has it: a store takes each decision once."""
    audit = Audit("shop", KEYS, LAST)
    audit.tree(bytearray(leaf_hash(decision_entry(DECISION)) * 2), 2)
    for index in (0, 1):
        audit.decision(DECISION, index)
    report = audit.end(book.notices("shop"))
    assert [(found.index, found.problem) for found in report.findings] == [(1, "it is the same decision as entry 0.")]


def test_an_import_refuses_another_tree_and_leaves_that_do_not_fit(book: Store, tmp_path: Path) -> None:
    raw = exported(book)
    with closing(open_store(f"sqlite:///{tmp_path / 'other.db'}")) as store:
        store.publish(book.notices("shop")[0])
        store.append_all([replace(DECISION, id=UUID(int=7))])
        seal(store, "shop", NOW)
        with pytest.raises(LedgersDiffer, match="another tree of shop"):
            imported(raw, store)
    with (
        closing(open_store(f"sqlite:///{tmp_path / 'third.db'}")) as store,
        pytest.raises(LedgersDiffer, match="do not lead to the root"),
    ):
        imported(altered(raw, changed("tree", 0, root="A" * 43 + "=")), store)


def test_an_import_may_come_again_after_the_tree_grew(book: Store, tmp_path: Path) -> None:
    raw = exported(book)
    with closing(open_store(f"sqlite:///{tmp_path / 'other.db'}")) as store:
        imported(raw, store)
        seal_and_sign(store, LAST)
        assert imported(raw, store) == 0
        assert audited(store).found == 0


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("leaves", {"hashes": "AAAA"}),
        ("leaves", {"hashes": ""}),
        ("leaves", {"hashes": "not base64"}),
        ("erased", {"at": "never"}),
        ("line", {"index": -1}),
        ("checkpoint", {"note": "a\0b"}),
    ],
)
def test_a_part_of_a_tree_that_no_ledger_wrote_is_refused(book: Store, kind: str, changes: dict[str, object]) -> None:
    with pytest.raises(ExportError, match="Line "):
        report_of(altered(exported(book), changed(kind, 0, **changes)))


def test_a_damaged_tree_is_not_written_down(book: Store, tmp_path: Path) -> None:
    with closing(SqliteVandal(tmp_path / "book.db")) as vandal:
        vandal.put_tile(Tile(0, 0), bytes(32))
    with pytest.raises(ProofInvalid, match="The tree of shop is damaged from entry 0 on"):
        exported(book)
    with closing(SqliteVandal(tmp_path / "book.db")) as vandal:
        vandal.drop_tile(Tile(1, 0))
    with pytest.raises(ProofInvalid, match="Tile 0 of level 1 is missing"):
        exported(book)
