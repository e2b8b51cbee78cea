"""What the variants of a site led to, read from its tallies: all that a page or a table about them needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from . import experiment, tally
from .experiment import Counted, Difference, Estimate
from .figures import MOST_DAYS, Row, asked, figures
from .model import Site
from .store import Store
from .variants import OWN, shares

SMALLEST = 0.03
"""The difference that is worth finding, unless somebody says another one: three percentage points."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One variant.

    :param share: of how many pages it is.
    :param displays: None where it is not shown, as it is small (:mod:`akkoord.small_cells`); the others likewise.
    :param opted_in: first decisions that allow anything.
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


def compare(store: Store, site: Site, last: str, first: str = "", smallest: float = SMALLEST) -> Comparison:
    """Compare the variants of a site since they run beside each other.

    :param last: the last UTC day that counts.
    :param first: the first one; it must not be chosen by what was counted.
    """
    parts = shares(site)
    first = first or _begun(store, site, last)
    found: dict[str, Row] = {}
    if first:
        rows = figures(store, site.id, asked(first, last, ["variant"])).rows
        found = {row.group["variant"]: row for row in rows}
    counted = {id: _counted(found.get(id)) for id in parts}
    own = counted.get(OWN)
    comparisons = max(1, len(parts) - 1)
    arms = tuple(
        Arm(
            id,
            part,
            found[id].counts["displays"] if id in found else None,
            _opted_in(found[id]) if id in found else None,
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


def _counted(row: Row | None) -> Counted | None:
    if row is None:
        return None
    opted_in, displays = _opted_in(row), row.counts["displays"]
    # a beacon that a browser blocks leaves fewer displays than decisions
    return None if opted_in is None or not displays else Counted(min(opted_in, displays), displays)


def _opted_in(row: Row) -> int | None:
    choices, refused = row.counts["choices"], row.counts["refused"]
    return None if choices is None or refused is None else choices - refused


def _begun(store: Store, site: Site, last: str) -> str:
    """The day since which all variants are shown; empty if one of them was not shown yet."""
    earliest = (date.fromisoformat(last) - timedelta(days=MOST_DAYS - 1)).isoformat()
    days: dict[str, str] = {}
    for each in store.tally(site.id, earliest, last, [f"{tally.DISPLAY}variant"]):
        days[each.value] = min(each.day, days.get(each.value, each.day))
    ids = shares(site)
    return max(days[id] for id in ids) if ids and ids.keys() <= days.keys() else ""
