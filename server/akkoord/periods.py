"""Periods of whole UTC days, by name or from one day to another. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .errors import Detail, InvalidRequest

LENGTHS = {"7": 7, "30": 30, "90": 90}
"""Name -> how many days, today included."""
PRESETS = (*LENGTHS, "month", "last-month")
USUAL = "30"
OWN = ""
"""In the place of a name: from one day to another."""
EARLIEST = date(2000, 1, 1)
"""The first day that is taken: nothing was counted before, and the days before the first of all are no days."""
A_DAY = f"a UTC day as YYYY-MM-DD, from {EARLIEST} on"
"""What would be right where something is no day."""


def read_day(text: str) -> date:
    """A day that was written.

    :raises ValueError: there is no such day, or it is too early.
    """
    found = date.fromisoformat(text)
    if found.isoformat() != text or found < EARLIEST:
        raise ValueError
    return found


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are looked at.

    :param name: one of :data:`PRESETS`, or :data:`OWN`.
    """

    name: str
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def preset(name: str, today: date) -> Period:
    """The period of a name; today is in it, unless it is of the month before."""
    if name in LENGTHS:
        return Period(name, today - timedelta(days=LENGTHS[name] - 1), today)
    if name == "month":
        return Period(name, today.replace(day=1), today)
    if name == "last-month":
        last = today.replace(day=1) - timedelta(days=1)
        return Period(name, last.replace(day=1), last)
    hint = f"use one of: {', '.join(PRESETS)}"
    raise InvalidRequest(f"There is no period {name}.", Detail("period", "unknown", hint))


def period(name: str, first: str, last: str, today: date) -> Period:
    """What is asked for: days go before a name, but for the very days of that name; nothing at all is the usual one.

    :raises InvalidRequest: there is no such period, or no such day.
    """
    named = preset(name or USUAL, today)
    if not first and not last:
        return named
    own = Period(OWN, _day("from", first or last), _day("to", last or first))
    return named if name and (own.first, own.last) == (named.first, named.last) else own


def _day(field: str, text: str) -> date:
    try:
        return read_day(text)
    except ValueError:
        raise InvalidRequest(f"{text} is not a day.", Detail(field, "not a day", A_DAY)) from None
