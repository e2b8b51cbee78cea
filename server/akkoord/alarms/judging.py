"""Judges one day of a site by its tallies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..figures import figures
from ..figures_asked import asked
from ..figures_read import by_day
from ..stats import CHOICES
from ..store import Store
from ..tally import ERROR
from .bands import WEEKS, Band, Side, count_band, new_hosts, share_band, side_of_count, side_of_share

CONSENT, DISPLAYS, HELD, ERRORS, HOSTS = "consent", "displays", "held", "errors", "hosts"
KINDS = (CONSENT, DISPLAYS, HELD, ERRORS)
"""What has a usual band: the share of first answers that allow something, how often the banner was shown, how often
unknown third parties were held, the share of decisions that could not be recorded."""
SHARES = (CONSENT, ERRORS)
REQUESTS = (HELD, ERRORS)
"""What is counted there is nobody's choice: it need not be hidden where it is small."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How something was on a day.

    :param of: what the count is a part of; 0 for a count of its own.
    :param band: what is usual, in the unit of what is judged; None if that is not known.
    :param shown: of consent, whether the figures of that day show what its share is made of.
    """

    kind: str
    side: Side
    count: int
    of: int = 0
    band: Band | None = None
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be said of a day.

    :param hosts: new third parties that were held -> how often.
    """

    day: date
    verdicts: tuple[Verdict, ...]
    hosts: Mapping[str, int]


def judge(store: Store, site: str, day: date) -> Judged:
    """Judge a UTC day that is over. Nothing that is small is hidden here: what is told hides it."""
    # one day more, so that the first of the days to compare with is known to be a whole one
    first = day - timedelta(days=7 * WEEKS + 1)
    counted = by_day(store, site, f"{first}", f"{day}")
    held: dict[str, dict[str, int]] = {}
    failed: Counter[str] = Counter()
    for each in store.tally(site, f"{first}", f"{day}", ["unknown", ERROR]):
        if each.dimension == ERROR:
            failed[each.day] += each.count
        else:
            held.setdefault(each.day, {})[each.value] = each.count
    begun = min((*counted, *held), default=f"{day}")
    # the day on which a site began is not whole
    before = [on for week in range(WEEKS, 0, -1) if (on := f"{day - timedelta(days=7 * week)}") > begun]

    def of(name: str, on: str) -> int:
        return counted.get(on, {}).get(name, 0)

    def allowed(on: str) -> tuple[int, int]:
        return of(CHOICES, on) - of("refused", on), of(CHOICES, on)

    def unrecorded(on: str) -> tuple[int, int]:
        return failed[on], failed[on] + of("decisions", on)

    def times(on: str) -> int:
        return sum(held.get(on, {}).values())

    today = f"{day}"
    shares, shows, holds, fails = (
        share_band(allowed(on) for on in before),
        count_band([of("displays", on) for on in before]),
        count_band([times(on) for on in before]),
        share_band(unrecorded(on) for on in before),
    )
    verdicts = (
        Verdict(CONSENT, side_of_share(*allowed(today), shares), *allowed(today), shares, _shown(store, site, today)),
        Verdict(DISPLAYS, side_of_count(of("displays", today), shows), of("displays", today), 0, shows),
        Verdict(HELD, _if_more(side_of_count(times(today), holds)), times(today), 0, holds),
        Verdict(ERRORS, _if_more(side_of_share(*unrecorded(today), fails)), *unrecorded(today), fails),
    )
    # in its first week everything would be new
    new = new_hosts(held.get(today, {}), (held[on] for on in held if on != today)) if before else {}
    return Judged(day, verdicts, new)


def _shown(store: Store, site: str, day: str) -> bool:
    """Whether the figures of a day show of how many first answers how many refuse: then a share tells nothing more."""
    counts = figures(store, site, asked(day, day)).total.counts
    return counts[CHOICES] is not None and counts["refused"] is not None


def _if_more(side: Side) -> Side:
    """Where something lies of which less than usual is no trouble."""
    return "usual" if side == "low" else side
