"""What is counted of decisions and displays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from akkoord.model import Decision, Display
from akkoord.tally import counts, display_counts, outcome
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


def test_a_decision_counts_once_under_each_dimension_and_each_granted_category() -> None:
    assert counts(chose("functional", "marketing"), None) == [
        ("outcome", "some"),
        ("granted", "functional"),
        ("granted", "marketing"),
        ("how", "panel"),
        ("language", "nl_NL_formal"),
        ("device", "narrow"),
        ("notice", DECISION.notice),
    ]


def test_a_display_counts_without_naming_anybody() -> None:
    assert display_counts(Display("0123456789ab", "en", "wide", "0.1.0")) == [
        ("display", "all"),
        ("display_language", "en"),
        ("display_device", "wide"),
        ("display_notice", "0123456789ab"),
    ]
