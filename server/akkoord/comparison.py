"""What the variants of a site led to, read from its tallies: all that a page or a table about them needs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from . import experiment, tally
from .experiment import Counted, Difference, Estimate
from .figures import figures
from .figures_asked import MOST_DAYS, asked
from .model import Site
from .small_cells import LEAST
from .stats import CHOICES
from .store import Store
from .variants import OWN, shares

SMALLEST = 0.03
"""The difference that is worth finding, unless somebody says another one: three percentage points."""
_DISPLAYS = f"{tally.DISPLAY}variant"


@dataclass(frozen=True, slots=True)
class Arm:
    """One variant.

    :param share: of how many pages it is.
    :param displays: None where they are few.
    :param opted_in: first decisions that allow anything; None where the figures do not tell that.
    :param rate: of its displays, how many led to one of those.
    :param difference: of the rate against variant a's; none for that one.
    """

    id: str
    share: float
    displays: int | None
    opted_in: int | None
    rate: Estimate | None
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is known of the variants of one site.

    :param first: the UTC day since which all of them are shown; empty if that has not begun.
    :param arms: the site itself comes first.
    :param smallest: the difference that is worth finding.
    :param displays: of all variants together; None where that is not shown.
    :param needed: how many displays it takes to find that; None if nobody can say yet.
    """

    site: str
    first: str
    last: str
    arms: tuple[Arm, ...]
    smallest: float
    displays: int | None
    needed: int | None

    @property
    def waits(self) -> bool:
        """Whether a difference is not shown yet, and more displays may show it."""
        undecided = any(arm.difference is None or not arm.difference.shown for arm in self.arms[1:])
        return undecided and self.needed is not None and self.displays is not None and self.displays < self.needed


def compare(store: Store, site: Site, last: str, first: str = "", smallest: float = SMALLEST) -> Comparison:
    """Compare the variants of a site since they run beside each other.

    :param last: the last UTC day that counts.
    :param first: the first one; it must not be chosen by what was counted.
    """
    parts = shares(site)
    first = first or _begun(store, site, last)
    counts = _counts(store, site.id, first, last) if first else {}
    counted = {id: _counted(*counts.get(id, (None, None))) for id in parts}
    own = counted.get(OWN)
    comparisons = max(1, len(parts) - 1)
    arms = tuple(
        Arm(
            id,
            part,
            *counts.get(id, (None, None)),
            experiment.share(mine) if (mine := counted[id]) else None,
            experiment.difference(own, mine, comparisons) if id != OWN and own and mine else None,
        )
        for id, part in parts.items()
    )
    known = [arm.displays for arm in arms if arm.displays is not None]
    return Comparison(
        site.id,
        first,
        last,
        arms,
        smallest,
        sum(known) if known and len(known) == len(arms) else None,
        _needed(own, parts, smallest, comparisons),
    )


def _needed(own: Counted | None, parts: dict[str, float], smallest: float, comparisons: int) -> int | None:
    """For the comparison that takes longest."""
    if own is None:
        return None
    each = [
        experiment.needed(own.share, smallest, (parts[OWN], part), comparisons)
        for id, part in parts.items()
        if id != OWN
    ]
    known = [number for number in each if number is not None]
    return max(known) if known and len(known) == len(each) else None


def _counts(store: Store, site: str, first: str, last: str) -> dict[str, tuple[int | None, int | None]]:
    """Variant -> its displays, and the first decisions that allow anything, as far as the figures tell these."""
    displays: Counter[str] = Counter()
    for (_, value), count in store.totals(site, first, last, [_DISPLAYS]).items():
        displays[value.partition(" ")[0]] += count
    found: dict[str, tuple[int | None, int | None]] = {}
    for row in figures(store, site, asked(first, last, ["variant"])).rows:
        id, choices, refused = row.group["variant"], row.counts[CHOICES], row.counts["refused"]
        # a display is nobody's choice: the figures hide more of them where some decided without one
        shown = displays[id] if displays[id] >= LEAST else None
        opted_in = None if choices is None or refused is None else choices - refused
        # a beacon that a browser blocks leaves fewer displays than decisions
        found[id] = shown, opted_in if shown is None or opted_in is None else min(shown, opted_in)
    return found


def _counted(displays: int | None, opted_in: int | None) -> Counted | None:
    return None if displays is None or opted_in is None else Counted(opted_in, displays)


def _begun(store: Store, site: Site, last: str) -> str:
    """The day since which all variants are shown; empty if one of them was not shown yet."""
    earliest = (date.fromisoformat(last) - timedelta(days=MOST_DAYS - 1)).isoformat()
    days: dict[str, str] = {}
    for each in store.tally(site.id, earliest, last, [_DISPLAYS]):
        days[each.value] = min(each.day, days.get(each.value, each.day))
    ids = shares(site)
    return max(days[id] for id in ids) if ids and ids.keys() <= days.keys() else ""
