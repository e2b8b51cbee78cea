"""What is counted of decisions and displays."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from akkoord.model import Decision, Display
from akkoord.tally import (
    CELLS,
    PAIRS,
    Fact,
    counts,
    display_counts,
    erased_counts,
    fact_of,
    mark,
    outcome,
    seconds_counts,
)
from tests.samples import DECISION

ASKED = ("functional", "analytics", "marketing")


def chose(*granted: str, asked: tuple[str, ...] = ASKED) -> Decision:
    return replace(DECISION, choices={category: category in granted for category in asked})


@pytest.mark.parametrize(
    ("decision", "word"),
    [
        (chose(*ASKED), "accept_all"),
        (chose(), "reject_all"),
        (chose("analytics"), "some"),
        (chose("analytics", asked=("analytics",)), "accept_all"),
        (chose(asked=()), "reject_all"),
    ],
)
def test_a_first_decision_accepts_all_rejects_all_or_is_between(decision: Decision, word: str) -> None:
    assert outcome(decision, None) == word


@pytest.mark.parametrize(
    ("previous", "decision", "word"),
    [
        (chose(*ASKED), chose(*ASKED), "renew"),
        (chose(), chose(), "renew"),
        (chose("analytics"), chose("analytics"), "renew"),
        (chose(*ASKED), chose(), "withdraw"),
        (chose(*ASKED), chose("functional", "analytics"), "withdraw"),
        (chose("functional"), chose("analytics", "marketing"), "withdraw"),
        (chose(), chose(*ASKED), "accept_all"),
        (chose(), chose("marketing"), "some"),
        (chose("functional"), chose("functional", "analytics"), "some"),
    ],
)
def test_a_later_decision_may_withdraw_or_renew(previous: Decision, decision: Decision, word: str) -> None:
    assert outcome(decision, previous) == word


def test_what_is_not_asked_any_more_was_not_withdrawn() -> None:
    assert outcome(chose("analytics", asked=("analytics",)), chose("analytics", "marketing")) == "accept_all"


def test_a_new_category_makes_it_a_new_decision() -> None:
    assert outcome(chose("analytics"), chose("analytics", asked=("analytics",))) == "some"


def test_a_decision_counts_in_a_cell_for_each_pair_of_what_is_known() -> None:
    assert counts(chose("functional", "marketing")) == [
        ("outcome", "some"),
        ("language_device", "nl_NL_formal narrow sFaMp"),
        ("language_notice", f"nl_NL_formal {DECISION.notice} sFaMp"),
        ("device_notice", f"narrow {DECISION.notice} sFaMp"),
    ]


def test_a_country_is_counted_where_there_is_one() -> None:
    found = dict(counts(replace(chose(), country="NL", how="gpc")))
    assert found["country"] == "NL rfamg"
    assert found["device_country"] == "narrow NL rfamg"
    assert set(found) == {"outcome", "country", *(name for name in PAIRS if "variant" not in name)}


def test_a_later_decision_tells_by_its_mark_what_it_came_down_to() -> None:
    before, after = chose("analytics"), chose()
    marked = replace(after, mark=mark(after, before))
    assert marked.mark == "w"
    assert counts(marked)[:2] == [("outcome", "withdraw"), ("language_device", "nl_NL_formal narrow Wfamp")]
    assert mark(before, None) == ""


@pytest.mark.parametrize("previous", [None, chose(), chose("analytics"), chose(*ASKED)])
@pytest.mark.parametrize("now", [chose(), chose("marketing"), chose("analytics"), chose(*ASKED)])
def test_what_a_cell_says_is_read_back(now: Decision, previous: Decision | None) -> None:
    marked = replace(now, mark=mark(now, previous))
    fact = fact_of(dict(counts(marked))["device_notice"].split(" ")[-1])
    assert fact == Fact(outcome(now, previous), previous is None, now.granted, "panel")


def test_what_is_erased_counts_just_what_it_counted() -> None:
    assert [(name.removeprefix("erased_"), value) for name, value in erased_counts(DECISION)] == counts(DECISION)


@pytest.mark.parametrize(
    ("seconds", "bucket"),
    [(0, "0-2"), (1.99, "0-2"), (2, "2-5"), (29, "10-30"), (300, "300+"), (86_400, "300+")],
)
def test_seconds_are_counted_in_classes(seconds: float, bucket: str) -> None:
    assert seconds_counts(seconds) == [("seconds", bucket)]
    assert seconds_counts(None) == []


def test_a_display_counts_without_naming_anybody() -> None:
    assert display_counts(Display("0123456789ab", "en", "wide", "0.1.0")) == [
        ("display", "all"),
        ("display_language_device", "en wide"),
        ("display_language_notice", "en 0123456789ab"),
        ("display_device_notice", "wide 0123456789ab"),
    ]


def test_each_dimension_has_a_name_that_an_export_takes() -> None:
    for name in CELLS:
        assert re.fullmatch(r"[a-z][a-z_]{0,31}", f"erased_{name}")
