"""What is usual, and what is not. Pure.

A day is compared with the same weekday of up to eight weeks before. The middle is their median, the spread their median
absolute deviation (MAD) times 1.4826, as for a normal distribution (Iglewicz and Hoaglin, “How to Detect and Handle
Outliers”, ASQC 1993; NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17). They take 3.5 spreads. Eight days say
little about a spread, so a count has :data:`SPREADS` of them here, and a share 3.5, whose own interval (Wilson's, see
:mod:`akkoord.stats`) must lie outside the band as a whole. No band is narrower than what chance does to a count
(Poisson), or than what anybody wants to be woken for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Literal

from ..stats import wilson

WEEKS = 8
"""How many weeks back it is looked."""
ENOUGH = 6
"""How many of their days must be known."""
LEAST_USUAL = 30
"""A count that is usually less is not judged."""
LEAST_ANSWERS = 50
"""A share of fewer is not judged, and no such day is compared with."""
NEW_HOST = 20
"""From so many times in a day on, a third party that was never held as often is told of."""
SPREADS, SHARE_SPREADS, CHANCE = 6.0, 3.5, 3.5
COUNT_FLOOR, SHARE_FLOOR = 0.25, 0.03
"""A band reaches so far from its middle at least: a quarter of a count, three percentage points."""
GONE = 0.1
"""Less than this part of the middle is unusual, however much days differ: else a fall to zero could be usual."""
_MAD = 1.4826

Side = Literal["", "usual", "low", "high"]
"""Where something lies; empty if that cannot be said."""


@dataclass(frozen=True, slots=True)
class Band:
    """From where to where something is usual; both ends are."""

    low: float
    high: float


def count_band(history: Sequence[int]) -> Band | None:
    """The usual band of a count; None if too little is known, or too little is usual.

    :param history: the same weekday of the weeks before.
    """
    if len(history) < ENOUGH or (middle := median(history)) < LEAST_USUAL:
        return None
    reach = max(SPREADS * _spread(history, middle), CHANCE * sqrt(middle), COUNT_FLOOR * middle)
    return Band(max(middle - reach, GONE * middle), middle + reach)


def share_band(history: Iterable[tuple[int, int]]) -> Band | None:
    """The usual band of a share; None if too little is known.

    :param history: count and whole, on the same weekday of the weeks before.
    """
    shares = [count / of for count, of in history if of >= LEAST_ANSWERS]
    if len(shares) < ENOUGH:
        return None
    middle = median(shares)
    reach = max(SHARE_SPREADS * _spread(shares, middle), SHARE_FLOOR)
    return Band(max(0.0, middle - reach), min(1.0, middle + reach))


def side_of_count(count: int, band: Band | None) -> Side:
    """Where a count lies."""
    if band is None:
        return ""
    return "low" if count < band.low else "high" if count > band.high else "usual"


def side_of_share(count: int, of: int, band: Band | None) -> Side:
    """Where a share lies: out of its band if the whole of its interval is."""
    if band is None or of < LEAST_ANSWERS:
        return ""
    rate = wilson(count, of)
    return "low" if rate.high < band.low else "high" if rate.low > band.high else "usual"


def new_hosts(now: Mapping[str, int], before: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The third parties that were held often on a day, and on none before, the most frequent first.

    :param before: what was held on each of the days before; one that was never held often stays new.
    """
    known = {host for counts in before for host, count in counts.items() if count >= NEW_HOST}
    found = {host: count for host, count in now.items() if count >= NEW_HOST and host not in known}
    return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))


def _spread(values: Sequence[float], middle: float) -> float:
    return _MAD * median(abs(value - middle) for value in values)
