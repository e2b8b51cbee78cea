"""What figures are wanted: which days, by what they are told apart, and of whom alone. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from . import tally
from .errors import Detail, InvalidRequest
from .periods import A_DAY, read_day

SPLITS = (*tally.THINGS, "how", "day")
"""By what figures can be told apart."""
MOST_SPLITS = 2
MOST_DAYS = 800


@dataclass(frozen=True, slots=True)
class Asked:
    """What figures are wanted.

    :param first: the first UTC day, ``YYYY-MM-DD``.
    :param by: by what they are told apart, of :data:`SPLITS`.
    :param only: of whom alone: thing -> value.
    """

    first: str
    last: str
    by: tuple[str, ...] = ()
    only: Mapping[str, str] | None = None

    @property
    def sides(self) -> tuple[str, ...]:
        """All that the counts must be told apart by, in one order whatever was asked first."""
        named = {*self.by, *(self.only or {})}
        return tuple(each for each in SPLITS if each in named)


def asked(first: str, last: str, by: Sequence[str] = (), only: Mapping[str, str] | None = None) -> Asked:
    """What is wanted, checked.

    :raises InvalidRequest: there is no such day or split, or there are too many.
    """
    for name, text in (("from", first), ("to", last)):
        try:
            read_day(text)
        except ValueError:
            raise refusal(name, f"{text} is not a day", A_DAY) from None
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    if not 1 <= days <= MOST_DAYS:
        raise refusal("to", f"{days} days", f"from 1 to {MOST_DAYS} days, from the first one on")
    for name in (*by, *(only or {})):
        if name not in SPLITS:
            raise refusal("by", f"there is no {name}", f"use one or two of: {', '.join(SPLITS)}")
    wanted = Asked(first, last, tuple(dict.fromkeys(by)), only)
    if len(wanted.sides) > MOST_SPLITS:
        raise refusal("by", f"{len(wanted.sides)} at once", f"{MOST_SPLITS} at most, what is filtered by included")
    return wanted


def before(wanted: Asked) -> Asked:
    """The period before, of the same length."""
    first, last = date.fromisoformat(wanted.first), date.fromisoformat(wanted.last)
    length = last - first + timedelta(days=1)
    return Asked((first - length).isoformat(), (last - length).isoformat(), wanted.by, wanted.only)


def refusal(field: str, problem: str, hint: str) -> InvalidRequest:
    """The error that says why not, and what would be right."""
    return InvalidRequest(f"These figures cannot be had: {problem}.", Detail(field, problem, hint))
