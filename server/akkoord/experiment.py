"""Whether two shares differ, however often somebody looks. Pure.

The test is the mixture sequential probability ratio test for two shares, with a normal mixture over their difference:
Johari, Koomen, Pekelis and Walsh, “Always Valid Inference: Continuous Monitoring of A/B Tests”, Operations Research 70
(2022) 1806; it goes back to Robbins, Annals of Mathematical Statistics 41 (1970) 1397. With the difference *d* of two
shares, the variance *v* of it, and the mixture's variance *t*::

    ratio    = sqrt(v / (v + t)) * exp(t * d² / (2 * v * (v + t)))
    p        = min(1, 1 / ratio)
    interval = d ± sqrt(v * (v + t) / t * (2 * ln(1 / alpha) + ln((v + t) / v)))

Where nothing differs, the ratio ever reaches 1 / alpha with a probability of at most alpha. So one may look each day,
and stop when a difference is shown. That is exact for normal numbers, which shares of many displays nearly are.
Variances come of counts with one more of either kind (Agresti and Caffo, The American Statistician 54 (2000) 280), or a
share of nothing would seem to be sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

ALPHA = 0.05
"""How often a difference is shown at most where there is none, all looks together."""
POWER = 0.8
"""How often the needed displays are enough to show a difference of that size."""
MIXTURE = 0.03
"""The size of differences that the test is best at, three percentage points. Chosen once: not by what was counted."""
LEAST = 50
"""How many of each kind, those who say yes and the others, are to be expected of each share before anything is said:
shares of fewer are not normal enough."""
MOST = 10**9
"""More displays nobody waits for."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of how many."""

    count: int
    of: int

    @property
    def share(self) -> float:
        """The share that was counted."""
        return self.count / self.of if self.of else 0.0

    @property
    def variance(self) -> float:
        """Of the share, as far as it is known."""
        share = (self.count + 1) / (self.of + 2)
        return share * (1 - share) / (self.of + 2)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number, and the interval that has the true one at every look, in 95 of 100 experiments."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much one share is higher than another.

    :param points: 0.05 for five percentage points.
    :param p: always valid; of several comparisons together.
    """

    points: Estimate
    p: float

    @property
    def shown(self) -> bool:
        """Whether it is more than chance. It is just where the interval leaves zero out."""
        return self.p <= ALPHA


def share(counted: Counted) -> Estimate:
    """A share with its interval."""
    wide = _radius(counted.variance, ALPHA)
    return Estimate(counted.share, max(0.0, counted.share - wide), min(1.0, counted.share + wide))


def difference(one: Counted, other: Counted, comparisons: int = 1) -> Difference | None:
    """By how much the share of the other one is higher; None where too few were counted to say anything.

    :param comparisons: how many are made beside each other; alpha is divided among them (Bonferroni).
    """
    both = Counted(one.count + other.count, one.of + other.of).share
    # asked of both together: to wait until one share is high enough would favour it
    if min(one.of, other.of) * min(both, 1 - both) < LEAST:
        return None
    points, variance = other.share - one.share, one.variance + other.variance
    wide = _radius(variance, ALPHA / comparisons)
    p = min(1.0, comparisons * min(1.0, exp(-_log_ratio(points, variance))))
    return Difference(Estimate(points, max(-1.0, points - wide), min(1.0, points + wide)), p)


def needed(rate: float, smallest: float, shares: tuple[float, float], comparisons: int = 1) -> int | None:
    """How many displays of a whole site it takes until a difference is shown in :data:`POWER` of all cases.

    Normal approximation of two shares (Fleiss, Levin and Paik, “Statistical Methods for Rates and Proportions”, third
    edition, 2003, chapter 4), with the interval of this test in the place of that of a single look. Whoever looks more
    often sees it sooner, on average. None if it takes more than anybody can wait for.

    :param rate: the share that is to be expected.
    :param smallest: the difference that is worth finding.
    :param shares: of how many displays the two variants are.
    """
    other = rate + smallest if rate + smallest < 1 else rate - smallest
    spread = rate * (1 - rate) / shares[0] + max(other, 0.0) * (1 - max(other, 0.0)) / shares[1]
    certain = NormalDist().inv_cdf(POWER)

    def shows(displays: int) -> bool:
        variance = spread / displays
        return _radius(variance, ALPHA / comparisons) + certain * sqrt(variance) <= smallest

    low, high = 0, 1
    while not shows(high):
        low, high = high, high * 2
        if low > MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if shows(middle) else (middle, high)
    return high


def _log_ratio(points: float, variance: float) -> float:
    mixture = MIXTURE**2
    both = variance + mixture
    return (log(variance / both) + mixture * points**2 / (variance * both)) / 2


def _radius(variance: float, alpha: float) -> float:
    mixture = MIXTURE**2
    both = variance + mixture
    return sqrt(variance * both / mixture * (2 * log(1 / alpha) + log(both / variance)))
