"""Whether a difference is shown: not more often than it may be, although somebody looks all the time."""

from __future__ import annotations

from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkoord.experiment import ALPHA, LEAST, POWER, Counted, Difference, difference, needed, share

RUNS = 300
LOOKS = 100
BETWEEN = 150
"""Displays from one look to the next."""
SEED = 20261126


@st.composite
def counted(draw: st.DrawFn) -> Counted:
    of = draw(st.integers(1, 10**7))
    return Counted(draw(st.integers(0, of)), of)


def is_shown(one: Counted, other: Counted) -> bool:
    found = difference(one, other)
    return found is not None and found.shown


def told(one: Counted, other: Counted, comparisons: int = 1) -> Difference:
    """Of so many that something can be said."""
    found = difference(one, other, comparisons)
    assert found is not None
    return found


def shown_at_any_look(chance: Random, rates: tuple[float, float], second: float) -> tuple[bool, bool]:
    """Whether a difference is ever shown, by our test and by one that is made for a single look."""
    counts, displays = [0, 0], [0, 0]
    ours = single = False
    for _ in range(LOOKS):
        for _ in range(BETWEEN):
            arm = chance.random() < second
            displays[arm] += 1
            counts[arm] += chance.random() < rates[arm]
        one, other = (Counted(count, of) for count, of in zip(counts, displays, strict=True))
        ours = ours or is_shown(one, other)
        single = single or abs(other.share - one.share) > 1.96 * sqrt(one.variance + other.variance)
    return ours, single


@pytest.mark.parametrize(("rate", "second"), [(0.02, 0.5), (0.05, 0.05), (0.3, 0.5), (0.3, 0.1), (0.7, 0.2)])
def test_who_looks_all_the_time_is_told_of_a_difference_that_is_none_in_5_of_100_cases_at_most(
    rate: float, second: float
) -> None:
    chance = Random(SEED)
    runs = [shown_at_any_look(chance, (rate, rate), second) for _ in range(RUNS)]
    assert sum(ours for ours, _ in runs) <= ALPHA * RUNS
    assert sum(single for _, single in runs) > 2 * ALPHA * RUNS, "the fallacy that this test is there to avoid"


def test_the_needed_displays_are_enough_in_80_of_100_cases() -> None:
    chance, runs, found = Random(SEED), 200, 0
    displays = needed(0.4, 0.06, (0.5, 0.5))
    assert displays is not None
    for _ in range(runs):
        one, other = (
            Counted(sum(chance.random() < rate for _ in range(displays // 2)), displays // 2) for rate in (0.4, 0.46)
        )
        found += is_shown(one, other)
    assert POWER - 0.1 <= found / runs <= POWER + 0.1


@given(counted(), counted(), st.integers(1, 5))
def test_a_difference_is_shown_just_where_its_interval_leaves_zero_out(
    one: Counted, other: Counted, comparisons: int
) -> None:
    found = difference(one, other, comparisons)
    if found is None:
        return
    assert 0 <= found.p <= 1
    assert -1 <= found.points.low <= found.points.value <= found.points.high <= 1
    assert found.shown == (found.points.low > 0 or found.points.high < 0) or found.p == pytest.approx(ALPHA)


@given(counted(), counted())
def test_the_other_way_round_it_is_the_same_difference(one: Counted, other: Counted) -> None:
    there, back = difference(one, other), difference(other, one)
    assert (there is None) == (back is None)
    if there and back:
        assert (there.p, there.points.value) == (back.p, -back.points.value)


@given(counted())
def test_a_share_is_within_its_interval(one: Counted) -> None:
    found = share(one)
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_known_numbers() -> None:
    found = told(Counted(3000, 10_000), Counted(3300, 10_000))
    # v = 4.311e-5, t = 9e-4: the ratio is sqrt(v / (v + t)) * exp(t * 0.03² / (2 * v * (v + t))) = 4530
    assert found.points.value == pytest.approx(0.03)
    assert found.p == pytest.approx(1 / 4530, rel=0.01)
    assert found.points.low == pytest.approx(0.0098, abs=1e-4)
    assert found.points.high == pytest.approx(0.0502, abs=1e-4)


def test_several_comparisons_share_what_may_go_wrong() -> None:
    pair = Counted(3000, 10_000), Counted(3300, 10_000)
    alone, beside = told(*pair), told(*pair, comparisons=3)
    assert beside.p == pytest.approx(3 * alone.p)
    assert beside.points.low < alone.points.low


def test_of_too_few_nothing_is_said() -> None:
    assert difference(Counted(0, 0), Counted(0, 0)) is None
    assert difference(Counted(0, 100), Counted(100, 10_000)) is None
    assert difference(Counted(0, 1000), Counted(1000, 1000)) is not None
    assert difference(Counted(LEAST - 1, 100), Counted(LEAST - 1, 100)) is None
    assert difference(Counted(LEAST, 100), Counted(LEAST, 100)) is not None


def test_smaller_differences_and_uneven_shares_need_more_displays() -> None:
    numbers = [
        needed(0.3, points, shares) for points, shares in [(0.06, (0.5, 0.5)), (0.03, (0.5, 0.5)), (0.03, (0.9, 0.1))]
    ]
    assert numbers == sorted(number for number in numbers if number is not None)
    assert needed(0.3, 0.03, (0.5, 0.5), 3) > numbers[1]  # type: ignore[operator]
    assert needed(0.3, 1e-6, (0.5, 0.5)) is None
    assert needed(0.99, 0.05, (0.5, 0.5)) is not None
    assert needed(0.0, 0.05, (0.5, 0.5)) is not None
