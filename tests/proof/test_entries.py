"""What stands in the tree."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from akkoord.model import Decision
from akkoord.proof.entries import (
    canonical,
    decision_entry,
    decision_fields,
    decision_from,
    erasure_line,
    line_entry,
    publication_line,
    ranges,
)
from tests.pieces import decisions
from tests.samples import DECISION, NOW, OTHER_VISITOR


def test_a_decision_is_written_in_one_way() -> None:
    salt = sha256(b"akkoord leaf salt 1\0" + bytes(range(16)) + DECISION.id.bytes).digest()
    assert decision_entry(DECISION) == salt + (
        b'{"at":"2026-11-22T13:14:15.678Z","choices":{"analytics":false,"functional":true,"marketing":false},'
        b'"country":"","device":"narrow","how":"panel","id":"6f1d8f7e-5f0e-4d0a-9f3b-1f0a2b3c4d5e",'
        b'"language":"nl_NL_formal","notice":"0123456789ab","site":"shop","visitor":"AAECAwQFBgcICQoLDA0ODw",'
        b'"widget":"0.1.0"}'
    )


def test_a_variant_is_in_the_entry_only_if_there_is_one() -> None:
    """So what was sealed before there were any is what it was."""
    assert b"variant" not in decision_entry(DECISION)
    assert b'"site":"shop","variant":"b","visitor":' in decision_entry(replace(DECISION, variant="b"))


def test_the_salt_is_another_one_for_each_visitor_and_decision() -> None:
    others = [DECISION, replace(DECISION, visitor=OTHER_VISITOR), replace(DECISION, id=UUID(int=1))]
    assert len({decision_entry(each)[:32] for each in others}) == 3


@given(decisions, decisions)
def test_two_decisions_have_the_same_entry_only_if_they_are_the_same(one: Decision, other: Decision) -> None:
    assert (decision_entry(one) == decision_entry(other)) == (one == other)


@given(decisions)
def test_what_is_written_by_hand_is_canonical_json_and_says_all_there_is(decision: Decision) -> None:
    text = decision_entry(decision)[32:].decode()
    assert text == canonical(decision_fields(decision))
    assert decision_from(json.loads(text)) == decision


def test_an_erasure_names_ranges() -> None:
    line = erasure_line([7, 3, 4, 5, 9, 4], NOW, "visitor")
    assert line == '{"at":1795353255678,"erased":[[3,5],[7,7],[9,9]],"why":"visitor"}'
    assert line_entry(line) == bytes(32) + line.encode()


def test_a_publication_names_a_digest() -> None:
    line = publication_line("notice", "0123456789ab", "ff" * 32, NOW)
    assert json.loads(line) == {
        "published": "notice",
        "name": "0123456789ab",
        "digest": "ff" * 32,
        "at": 1795353255678,
    }


@given(st.lists(st.integers(0, 40)))
def test_ranges_hold_exactly_the_numbers(numbers: list[int]) -> None:
    found = list(ranges(numbers))
    assert [number for first, last in found for number in range(first, last + 1)] == sorted(set(numbers))
    assert all(after[0] > before[1] + 1 for before, after in pairwise(found))
