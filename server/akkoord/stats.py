"""What tallies say: rates, each with its formula in words and how sure it is. Pure.

The interval is Wilson's for a proportion (Newcombe, “Two-sided confidence intervals for the single proportion”,
Statistics in Medicine 17 (1998) 857, method 3); the comparison is the z-test of two proportions with a pooled variance
(NIST/SEMATECH e-Handbook of Statistical Methods, 7.3.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from .model import OPTIONAL_CATEGORIES
from .tally import SECONDS

CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
SURE = 0.05
"""Under this p-value a change is more than chance."""

CHOICES = "choices"
FIRST = ("accepted", "partial", "refused")
"""What a first decision is; together they are the choices."""
GRANTED = tuple(f"granted_{category}" for category in OPTIONAL_CATEGORIES)
COUNTS: dict[str, str] = {
    "displays": "how often the banner was shown",
    CHOICES: "first decisions: each visitor's first answer",
    "accepted": "first decisions that allow all that was asked",
    "partial": "first decisions that allow a part",
    "refused": "first decisions that allow nothing",
    **{f"granted_{each}": f"first decisions that allow {each}" for each in OPTIONAL_CATEGORIES},
    "gpc": "first decisions that a browser's Global Privacy Control made",
    "withdrawn": "later decisions that take something back",
    "renewed": "later decisions that take nothing back: the same again, or more",
    "decisions": "all decisions",
}
"""What is counted -> in words."""


@dataclass(frozen=True, slots=True)
class Formula:
    """How a rate is made.

    :param of: what it is a part of; ``words`` says it.
    :param rest: it is what is left of the whole.
    """

    count: str
    of: str
    words: str
    rest: bool = False


RATES: dict[str, Formula] = {
    "interaction": Formula(CHOICES, "displays", "first decisions / displays"),
    "no_choice": Formula(CHOICES, "displays", "1 - first decisions / displays", rest=True),
    "full_acceptance": Formula("accepted", CHOICES, "first decisions that allow all / first decisions"),
    "partial_acceptance": Formula("partial", CHOICES, "first decisions that allow a part / first decisions"),
    "refusal": Formula("refused", CHOICES, "first decisions that allow nothing / first decisions"),
    **{
        f"opt_in_{each}_of_choices": Formula(
            f"granted_{each}", CHOICES, f"first decisions that allow {each} / first decisions"
        )
        for each in OPTIONAL_CATEGORIES
    },
    **{
        f"opt_in_{each}_of_displays": Formula(
            f"granted_{each}", "displays", f"first decisions that allow {each} / displays"
        )
        for each in OPTIONAL_CATEGORIES
    },
    "withdrawal": Formula("withdrawn", "decisions", "decisions that take something back / all decisions"),
    "gpc_share": Formula("gpc", CHOICES, "first decisions by Global Privacy Control / first decisions"),
}
"""Rate -> its formula."""

Counts = Mapping[str, int | None]
"""What was counted; None where it is not shown."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A proportion, from 0 to 1, and the interval that has the true one in 95 of 100 cases."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Change:
    """How a rate differs from that of the period before.

    :param points: the difference of the two, 0.05 for five percentage points.
    :param p: how likely a difference like that is by chance alone.
    :param word: ``up``, ``down``, or ``no clear change``.
    """

    points: float
    p: float
    word: str


def rate(name: str, counts: Counts) -> Rate | None:
    """A rate of these counts; None where something that it is made of is not shown, or there is nothing to divide."""
    formula = RATES[name]
    count, of = counts.get(formula.count), counts.get(formula.of)
    if count is None or not of:
        return None
    # a beacon that a browser blocks leaves fewer displays than decisions
    count = min(count, of)
    return wilson(of - count if formula.rest else count, of)


def wilson(count: int, of: int) -> Rate:
    """A proportion with Wilson's score interval."""
    share = count / of
    middle = share + _Z**2 / (2 * of)
    wide = _Z * sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    whole = 1 + _Z**2 / of
    return Rate(share, max(0.0, (middle - wide) / whole), min(1.0, (middle + wide) / whole))


def change(name: str, counts: Counts, before: Counts) -> Change | None:
    """How a rate moved against the period before; None where one of the two is not known."""
    formula = RATES[name]
    found = [(each.get(formula.count), each.get(formula.of)) for each in (counts, before)]
    (count, of), (earlier, of_earlier) = found
    if count is None or earlier is None or not of or not of_earlier:
        return None
    now, then = min(count, of) / of, min(earlier, of_earlier) / of_earlier
    pooled = (min(count, of) + min(earlier, of_earlier)) / (of + of_earlier)
    spread = sqrt(pooled * (1 - pooled) * (1 / of + 1 / of_earlier))
    p = 2 * (1 - NormalDist().cdf(abs(now - then) / spread)) if spread else 1.0
    points = then - now if formula.rest else now - then
    return Change(points, p, ("up" if points > 0 else "down") if p < SURE else "no clear change")


def median_seconds(classes: Mapping[str, int]) -> float | None:
    """The median time until a decision, interpolated within its class as if times were spread evenly there.

    To half seconds: an exact one would tell how many there are in each class. None where fewer than ten are known. Of
    the last class, which has no end, its beginning.
    """
    total = sum(classes.values())
    if total < 10:
        return None
    left = total / 2
    for name in SECONDS:
        number = classes.get(name, 0)
        if number and left <= number:
            low, _, high = name.rstrip("+").partition("-")
            exact = float(low) + (float(high) - float(low)) * left / number if high else float(low)
            return round(2 * exact) / 2
        left -= number
    raise ValueError(f"no class has the median: {dict(classes)}")
