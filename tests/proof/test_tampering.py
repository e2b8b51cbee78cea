"""Whoever changes a ledger past Akkoord is found out, in every store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from akkoord.model import Decision, Tile
from akkoord.proof.auditing import Asked, audit_store
from akkoord.proof.entries import decision_entry, erasure_line, line_entry
from akkoord.proof.finding import Finding, Report
from akkoord.proof.sealing import Signing, seal, sign
from akkoord.proof.tree import HASH, grown, leaf_hash
from akkoord.store import Store
from akkoord.tokens import Signer
from tests.proof.books import (
    ENTRIES,
    HALF,
    KEYS,
    LAST,
    LATER,
    OTHER_NOTICE,
    SIGNING,
    EveryStore,
    InPostgresql,
    InRedis,
    InRedisCluster,
    InSqlite,
    audited,
    make_book,
    numbered,
    seal_and_sign,
)
from tests.proof.vandals import Vandal
from tests.samples import NOTICE, NOW, VISITOR

EARLY, LATE = numbered(9, NOW), numbered(HALF + 9, LATER)
"""A decision of the first part, and one of the second."""


def changed(one: Decision, field: str, value: object) -> Decision:
    return replace(one, **{field: value})  # type: ignore[arg-type]


FIELDS: dict[str, object] = {
    "id": UUID(int=2**70 + 10),
    "visitor": "AAECAwQFBgcICQoLDA0OCg",
    "at": EARLY.at + timedelta(milliseconds=1),
    "choices": {"functional": True, "analytics": True, "marketing": False},
    "notice": OTHER_NOTICE.version,
    "language": "en",
    "how": "banner",
    "device": "wide",
    "widget": "0.1.1",
    "country": "NL",
}


def at(store: Store, decision: Decision) -> int:
    index = store.index("shop", decision.id)
    assert index is not None
    return index


def first_of(report: Report) -> Finding:
    assert report.found > 0
    return report.findings[0]


def forged_tiles(store: Store, vandal: Vandal) -> None:
    """Make all tiles anew from what the rows say now, as somebody would who knows how."""
    size = store.size("shop")
    old = store.tiles("shop", [Tile(0, number) for number in range(-(-size // 256))])
    leaves = [old[Tile(0, index // 256)][index % 256 * HASH :][:HASH] for index in range(size)]
    for decision, index in store.entries("shop"):
        if index is not None:
            leaves[index] = leaf_hash(decision_entry(decision))
    for index, line in store.lines("shop", 0, size - 1):
        leaves[index] = leaf_hash(line_entry(line))
    for tile, hashes in grown(lambda wanted: {}, 0, leaves).items():
        vandal.put_tile(tile, hashes)


class TamperingContract(EveryStore):
    """A book of two parts, which nobody has touched; then somebody does."""

    @pytest.fixture
    def store(self, empty: Store) -> Store:
        make_book(empty)
        return empty

    def test_a_book_that_nobody_touched_is_whole(self, store: Store) -> None:
        report = audited(store)
        assert (report.found, report.findings) == (0, [])
        assert (report.size, report.covered, report.checkpoints) == (ENTRIES, ENTRIES, 2)
        assert (report.decisions, report.erased, report.lines, report.unsealed) == (2 * HALF - 2, 2, 3, 0)

    @pytest.mark.parametrize("field", FIELDS)
    def test_a_decision_that_says_something_else_is_found(self, store: Store, vandal: Vandal, field: str) -> None:
        index = at(store, EARLY)
        forged = changed(EARLY, field, FIELDS[field])
        vandal.drop(EARLY)
        vandal.put(forged, index)
        found = first_of(audited(store))
        assert (found.index, found.decision) == (index, forged.id)
        assert found.problem == "it is not what was sealed here: its hash is another one."

    def test_a_dropped_decision_is_found(self, store: Store, vandal: Vandal) -> None:
        index = at(store, LATE)
        vandal.drop(LATE)
        assert first_of(audited(store)) == Finding(
            "shop", "what was sealed here is gone, and no line tells that it was erased.", index
        )

    def test_two_decisions_that_changed_places_are_found(self, store: Store, vandal: Vandal) -> None:
        other = numbered(10, NOW)
        places = at(store, EARLY), at(store, other)
        for one, index in zip((EARLY, other), reversed(places), strict=True):
            vandal.drop(one)
            vandal.put(one, index)
        report = audited(store)
        assert sorted(each.index or 0 for each in report.findings) == sorted(places)

    def test_an_inserted_decision_without_a_place_is_found(self, store: Store, vandal: Vandal) -> None:
        vandal.put(replace(LATE, id=UUID(int=2**70 + 10)), None)
        assert audited(store, now=LAST).found == 0
        report = audited(store, now=LAST + timedelta(minutes=20))
        assert first_of(report).decision == UUID(int=2**70 + 10)
        assert "has no place in the tree" in first_of(report).problem

    def test_an_inserted_decision_in_the_place_of_another_is_found(self, store: Store, vandal: Vandal) -> None:
        index = at(store, LATE)
        vandal.put(replace(LATE, id=UUID(int=2**70 + 10)), index)
        problems = [each.problem for each in audited(store).findings]
        assert "two decisions have this place." in problems
        assert "it is not what was sealed here: its hash is another one." in problems

    def test_an_inserted_decision_beyond_the_end_is_found(self, store: Store, vandal: Vandal) -> None:
        vandal.put(replace(LATE, id=UUID(int=2**70 + 10)), ENTRIES + 5)
        assert "beyond the end of the tree" in first_of(audited(store)).problem

    def test_a_back_dated_decision_that_was_sealed_is_found(self, store: Store) -> None:
        forged = replace(EARLY, id=UUID(int=2**70 + 10), at=NOW - timedelta(days=3))
        store.append_all([forged])
        seal_and_sign(store, LAST + timedelta(minutes=1))
        found = first_of(audited(store))
        assert (found.decision, found.index) == (forged.id, ENTRIES)
        assert found.problem.startswith("it is back-dated: it says 2026-11-19T13:14:15.678Z")

    def test_a_decision_from_the_future_is_found(self, store: Store) -> None:
        forged = replace(EARLY, id=UUID(int=2**70 + 10), at=LAST + timedelta(hours=1))
        store.append_all([forged])
        seal_and_sign(store, LAST + timedelta(minutes=1))
        assert "was in the tree at the checkpoint of" in first_of(audited(store)).problem

    def test_an_erased_decision_that_comes_back_is_found(self, store: Store, vandal: Vandal) -> None:
        gone = numbered(0, NOW)
        assert gone.visitor == VISITOR
        vandal.put(gone, 2)
        report = audited(store)
        assert "a line tells that it was erased, and it is there all the same." in [e.problem for e in report.findings]

    def test_an_altered_line_is_found(self, store: Store, vandal: Vandal) -> None:
        index, _ = next(store.lines("shop", 2, ENTRIES))
        vandal.put_line(index, erasure_line([2, 3, at(store, EARLY)], LATER, "visitor"))
        vandal.drop(EARLY)
        problems = {each.index: each.problem for each in audited(store).findings}
        assert problems[index] == "the line is not what was sealed here: its hash is another one."
        assert "what was sealed here is gone" in problems[2]

    def test_a_dropped_line_is_found_with_all_that_it_told(self, store: Store, vandal: Vandal) -> None:
        index, _ = next(store.lines("shop", 2, ENTRIES))
        vandal.drop_line(index)
        found = {each.index: each.problem for each in audited(store).findings}
        assert set(found) == {2, index}
        assert found[2].startswith("what was sealed here is gone, and so are the 1 after it")

    @pytest.mark.parametrize("tile", [Tile(0, 0), Tile(0, 1), Tile(1, 0)])
    def test_a_dropped_tile_is_found(self, store: Store, vandal: Vandal, tile: Tile) -> None:
        vandal.drop_tile(tile)
        found = first_of(audited(store))
        assert found.index == tile.number * 256
        assert "missing, from here on" in found.problem or "does not hold the roots" in found.problem

    @pytest.mark.parametrize("tile", [Tile(0, 0), Tile(0, 1), Tile(1, 0)])
    def test_an_altered_tile_is_found(self, store: Store, vandal: Vandal, tile: Tile) -> None:
        hashes = bytearray(store.tiles("shop", [tile])[tile])
        hashes[5] ^= 1
        vandal.put_tile(tile, bytes(hashes))
        assert audited(store).found > 0
        assert (first_of(audited(store)).index or 0) <= tile.number * 256

    @pytest.mark.parametrize("by", ["altering", "dropping", "inserting"])
    def test_a_forger_who_makes_the_tiles_anew_is_found_by_a_checkpoint(
        self, store: Store, vandal: Vandal, by: str
    ) -> None:
        index = at(store, EARLY)
        vandal.drop(EARLY)
        if by == "altering":
            vandal.put(replace(EARLY, choices={"marketing": True}), index)
        elif by == "inserting":
            vandal.put(replace(EARLY, id=UUID(int=2**70 + 10)), index)
        else:
            vandal.put_line(index, erasure_line([2], NOW, "visitor"))
        forged_tiles(store, vandal)
        found = first_of(audited(store))
        assert found.problem.startswith(
            f"something from entry 0 to entry {HALF + 1} was altered: the checkpoint of {HALF + 2} entries"
        )

    def test_it_is_told_between_which_checkpoints_something_was_altered(self, store: Store, vandal: Vandal) -> None:
        index = at(store, LATE)
        vandal.drop(LATE)
        vandal.put(replace(LATE, how="gpc"), index)
        forged_tiles(store, vandal)
        found = first_of(audited(store))
        assert f"something from entry {HALF + 2} to entry {ENTRIES - 1} was altered" in found.problem

    def test_a_forger_who_also_signs_anew_is_found_by_a_checkpoint_that_others_kept(
        self, store: Store, vandal: Vandal
    ) -> None:
        kept = [note for _, note in store.checkpoints("shop")]
        index = at(store, EARLY)
        vandal.drop(EARLY)
        vandal.put(replace(EARLY, how="gpc"), index)
        forged_tiles(store, vandal)
        vandal.drop_checkpoints()
        assert sign(store, "shop", LAST, SIGNING, at_once=True)
        assert audited(store).found == 0, "an owner who shows nobody his checkpoints can write all of it anew"
        assert "was altered: the checkpoint of" in first_of(audited(store, kept[0])).problem
        assert audited(store, kept[1]).found == 1

    def test_a_tree_that_was_cut_off_is_found(self, store: Store, vandal: Vandal) -> None:
        for decision, index in list(store.entries("shop")):
            if index is not None and index >= ENTRIES - 10:
                vandal.drop(decision)
        vandal.cut(ENTRIES - 10)
        found = first_of(audited(store))
        assert found.index == ENTRIES - 10
        assert found.problem.startswith(
            f"the end of the tree is gone: it has {ENTRIES - 10} entries, and had {ENTRIES}"
        )

    def test_a_checkpoint_that_nobody_of_us_signed_is_found(self, store: Store, vandal: Vandal) -> None:
        size, note = store.checkpoints("shop")[-1]
        stranger = Signing(Signer(["another-key-that-nobody-else-knows-of"]), SIGNING.base_url)
        vandal.put_checkpoint(size, note.replace("consent.example/sites/shop", "consent.example/sites/shap"))
        assert "1 checkpoint(s) are not genuine" in audited(store).findings[-1].problem
        vandal.drop_checkpoints()
        sign(store, "shop", LAST, stranger, at_once=True)
        assert "It is not signed by any of the keys." in audited(store).findings[-1].problem

    def test_a_rewritten_notice_is_found(self, store: Store, vandal: Vandal) -> None:
        vandal.put_document(NOTICE.version, "what nobody was asked")
        found = first_of(audited(store))
        assert (found.index, "is not the one that was published" in found.problem) == (0, True)

    def test_a_dropped_notice_is_found(self, store: Store, vandal: Vandal) -> None:
        vandal.drop_notice(NOTICE.version)
        vandal.put_document(OTHER_NOTICE.version, OTHER_NOTICE.document)
        assert f"notice {NOTICE.version}, which its decision answers" in first_of(audited(store)).problem

    def test_a_tree_that_does_not_fit_is_not_signed_again(self, store: Store, vandal: Vandal) -> None:
        index = at(store, EARLY)
        vandal.drop(EARLY)
        vandal.put(replace(EARLY, how="gpc"), index)
        forged_tiles(store, vandal)
        store.append_all([numbered(400, LAST)])
        seal(store, "shop", LAST)
        with pytest.raises(Exception, match="no longer fits the checkpoint"):
            sign(store, "shop", LAST + timedelta(hours=1), SIGNING)
        vandal.cut(ENTRIES - 10)
        with pytest.raises(Exception, match="was signed when it had more"):
            sign(store, "shop", LAST + timedelta(hours=1), SIGNING)

    def test_a_part_of_the_tree_can_be_looked_at(self, store: Store, vandal: Vandal) -> None:
        index = at(store, EARLY)
        vandal.drop(EARLY)

        def found(first: object, last: object) -> list[int | None]:
            asked = Asked(KEYS, LAST, {}, first, last)  # type: ignore[arg-type]
            return [each.index for each in audit_store(store, "shop", asked).findings]

        assert found(0, index - 1) == found(index + 1, None) == []
        assert found(index, index) == found(0, 100) == [index]
        assert found(NOW, NOW) == found(None, NOW) == [index]
        assert found(LATER, None) == []


class TestSqliteTampering(InSqlite, TamperingContract):
    pass


class TestRedisTampering(InRedis, TamperingContract):
    pass


class TestRedisClusterTampering(InRedisCluster, TamperingContract):
    pass


class TestPostgresqlTampering(InPostgresql, TamperingContract):
    pass
