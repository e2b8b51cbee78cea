"""What is usual."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkoord.alarms.bands import (
    ENOUGH,
    LEAST_USUAL,
    NEW_HOST,
    Band,
    count_band,
    new_hosts,
    share_band,
    side_of_count,
    side_of_share,
)

counts = st.lists(st.integers(0, 100_000), min_size=ENOUGH, max_size=8)


@pytest.mark.parametrize(
    ("history", "band"),
    [
        ([1000] * 8, Band(750, 1250)),
        ([100] * 8, Band(65, 135)),
        ([900, 950, 1000, 1000, 1000, 1000, 1050, 1100], Band(750, 1250)),
        ([800, 900, 900, 1000, 1000, 1100, 1100, 1200], Band(1000 - 6 * 148.26, 1000 + 6 * 148.26)),
        ([0, 1000, 1000, 1000, 1000, 1000], Band(750, 1250)),
        ([500, 600, 800, 1000, 1000, 1400, 1500, 1600], Band(100, 1000 + 6 * 1.4826 * 400)),
        ([1000] * (ENOUGH - 1), None),
        ([LEAST_USUAL - 1] * 8, None),
        ([0] * 8, None),
        ([], None),
    ],
)
def test_the_band_of_a_count(history: list[int], band: Band | None) -> None:
    found = count_band(history)
    assert (found and (found.low, found.high)) == (band and pytest.approx((band.low, band.high)))


@given(counts)
def test_a_fall_to_nothing_is_never_usual_and_the_middle_always_is(history: list[int]) -> None:
    band = count_band(history)
    if band is not None:
        assert side_of_count(0, band) == "low"
        assert side_of_count(round((band.low + band.high) / 2), band) == "usual"


@given(st.integers(0, 10**9))
def test_one_strange_day_does_not_move_a_band_beyond_the_others(strange: int) -> None:
    others = [1000, 1010, 1020, 1000, 1010, 1020, 1000]
    band = count_band([*others, strange])
    assert band is not None
    assert side_of_count(1005, band) == "usual"
    assert side_of_count(300, band) == "low"


@pytest.mark.parametrize(
    ("count", "of", "side"),
    [(500, 1000, "usual"), (440, 1000, "usual"), (430, 1000, "low"), (570, 1000, "high"), (0, 60, "low"), (0, 49, "")],
)
def test_a_share_is_out_of_its_band_if_all_of_its_interval_is(count: int, of: int, side: str) -> None:
    band = share_band([(500, 1000)] * 8)
    assert band == Band(0.47, 0.53)
    assert side_of_share(count, of, band) == side


def test_a_share_is_not_compared_with_days_of_few_answers() -> None:
    assert share_band([(500, 1000)] * 5 + [(1, 49)] * 3) is None
    assert share_band([(500, 1000)] * 6 + [(1, 49)] * 2) == Band(0.47, 0.53)
    assert side_of_share(1, 1000, None) == ""


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(500, 1000)), min_size=ENOUGH, max_size=8))
def test_the_band_of_a_share_is_one_of_shares(history: list[tuple[int, int]]) -> None:
    band = share_band(history)
    assert band is not None
    assert 0 <= band.low < band.high <= 1


def test_a_third_party_is_new_on_the_first_day_on_which_it_is_held_often() -> None:
    now = {"new.example": 30, "old.example": 30, "growing.example": NEW_HOST, "few.example": NEW_HOST - 1, "a.new": 30}
    before = [{"old.example": NEW_HOST}, {"growing.example": NEW_HOST - 1, "old.example": 1}]
    assert new_hosts(now, before) == {"a.new": 30, "new.example": 30, "growing.example": NEW_HOST}
    assert [*new_hosts(now, before)] == ["a.new", "new.example", "growing.example"]
