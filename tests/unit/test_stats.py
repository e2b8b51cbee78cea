"""Rates, how sure they are, and how they moved."""

from __future__ import annotations

from statistics import NormalDist

import pytest

from akkoord.stats import COUNTS, RATES, change, median_seconds, rate, wilson

NUMBERS = {name: 0 for name in COUNTS} | {
    "displays": 1000,
    "choices": 800,
    "accepted": 400,
    "partial": 100,
    "refused": 300,
    "granted_analytics": 480,
    "gpc": 80,
    "withdrawn": 50,
    "decisions": 1000,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("interaction", 0.8),
        ("no_choice", 0.2),
        ("full_acceptance", 0.5),
        ("partial_acceptance", 0.125),
        ("refusal", 0.375),
        ("opt_in_analytics_of_choices", 0.6),
        ("opt_in_analytics_of_displays", 0.48),
        ("opt_in_marketing_of_choices", 0),
        ("withdrawal", 0.05),
        ("gpc_share", 0.1),
    ],
)
def test_each_rate_is_what_its_formula_says(name: str, value: float) -> None:
    found = rate(name, NUMBERS)
    assert found is not None
    assert found.value == pytest.approx(value)
    assert found.low <= found.value <= found.high
    assert " / " in RATES[name].words


def test_the_interval_is_that_of_the_textbook() -> None:
    """Newcombe 1998, table I: method 3."""
    for count, of, low, high in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ]:
        found = wilson(count, of)
        assert [found.low, found.high] == pytest.approx([low, high], abs=5e-5)


@pytest.mark.parametrize("changes", [{"accepted": None}, {"choices": None}, {"choices": 0}])
def test_what_is_hidden_or_nothing_has_no_rate(changes: dict[str, int | None]) -> None:
    assert rate("full_acceptance", {**NUMBERS, **changes}) is None
    assert change("full_acceptance", NUMBERS, {**NUMBERS, **changes}) is None


def test_more_decisions_than_displays_are_all_of_them() -> None:
    found = rate("interaction", {**NUMBERS, "displays": 700})
    assert found is not None
    assert found.value == 1


def test_a_change_is_compared_with_chance() -> None:
    before = {**NUMBERS, "accepted": 320}
    found = change("full_acceptance", NUMBERS, before)
    assert found is not None
    assert found.points == pytest.approx(0.1)
    z = 0.1 / (0.45 * 0.55 * (2 / 800)) ** 0.5
    assert found.p == pytest.approx(2 * (1 - NormalDist().cdf(z)))
    assert found.word == "up"
    small = change("full_acceptance", {**NUMBERS, "accepted": 405}, NUMBERS)
    assert small is not None
    assert small.word == "no clear change"
    down = change("no_choice", NUMBERS, {**NUMBERS, "choices": 500})
    assert down is not None
    assert down.word == "down"
    assert down.points == pytest.approx(-0.3)


@pytest.mark.parametrize(
    ("classes", "median"),
    [
        ({"0-2": 10}, 1),
        ({"0-2": 10, "2-5": 10}, 2),
        ({"2-5": 30, "5-10": 10}, 4),
        ({"10-30": 5, "300+": 20}, 300),
        ({"2-5": 9}, None),
        ({}, None),
    ],
)
def test_the_median_is_interpolated_in_its_class(classes: dict[str, int], median: float | None) -> None:
    assert median_seconds(classes) == median
