"""Periods of whole days."""

from __future__ import annotations

from datetime import date

import pytest

from akkoord.errors import InvalidRequest
from akkoord.periods import OWN, PRESETS, period, preset

TODAY = date(2026, 3, 15)


def test_a_number_of_days_ends_today() -> None:
    week = preset("7", TODAY)
    assert (week.first, week.last, week.days) == (date(2026, 3, 9), TODAY, 7)


def test_months_are_those_of_the_calendar() -> None:
    this, last = preset("month", TODAY), preset("last-month", TODAY)
    assert (this.first, this.last) == (date(2026, 3, 1), TODAY)
    assert (last.first, last.last) == (date(2026, 2, 1), date(2026, 2, 28))
    assert preset("last-month", date(2026, 1, 31)).first == date(2025, 12, 1)


def test_without_a_word_it_is_30_days() -> None:
    assert period("", "", "", TODAY) == preset("30", TODAY)


def test_days_go_before_a_name_but_for_the_days_of_that_name() -> None:
    own = period("7", "2026-03-01", "2026-03-02", TODAY)
    assert (own.name, own.days) == (OWN, 2)
    assert period("7", "2026-03-09", "2026-03-15", TODAY).name == "7"
    assert period("", "2026-03-01", "", TODAY).days == 1


@pytest.mark.parametrize(
    ("name", "first"), [("year", ""), ("", "yesterday"), ("", "20260301"), ("7", "2026-02-30"), ("", "1999-12-31")]
)
def test_what_is_no_period_is_refused(name: str, first: str) -> None:
    with pytest.raises(InvalidRequest):
        period(name, first, "", TODAY)


def test_every_name_is_a_period() -> None:
    assert all(preset(name, TODAY).days >= 1 for name in PRESETS)
