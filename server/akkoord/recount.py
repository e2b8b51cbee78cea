"""Counts the decisions of a ledger again, and compares: what was counted stands in the ledger, or is erased.

Displays, unknown hosts, the seconds until a decision, and decisions that could not be recorded leave nothing in the
ledger: there is nothing to count again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from . import tally
from .model import Tally
from .store import Store
from .store.rows import in_order, utc_day


@dataclass(frozen=True, slots=True)
class Recount:
    """What came of counting again.

    :param decisions: how many were counted.
    :param missing: what the tallies lack: more stands in the ledger than was counted.
    :param surplus: what was counted, and stands nowhere: erased before erased decisions left their counts.
    :param busy: days on which somebody decided or was erased meanwhile, so that nothing can be said of them.
    """

    decisions: int
    missing: list[Tally]
    surplus: list[Tally]
    busy: list[str]


def recount(store: Store, site: str, first_day: str, last_day: str) -> Recount:
    """Count the decisions of these UTC days again. Writes nothing."""
    before = _counted(store, site, first_day, last_day)
    first = datetime.combine(datetime.fromisoformat(first_day), time.min, UTC)
    last = datetime.combine(datetime.fromisoformat(last_day), time.max, UTC)
    found: Counter[tuple[str, str, str]] = Counter()
    decisions = 0
    for decision in store.decisions(site, first, last):
        decisions += 1
        day = utc_day(decision.at)
        found.update((day, dimension, value) for dimension, value in tally.counts(decision))
    there = _counted(store, site, first_day, last_day)
    # each decision and each erasure changes a tally: where none changed, what was read belongs together
    changed = {what[0] for what in before.keys() | there.keys() if before.get(what) != there.get(what)}
    lacking: list[Tally] = []
    surplus: list[Tally] = []
    for (day, dimension, value), count in there.items():
        if dimension.startswith(tally.ERASED):
            found[day, dimension.removeprefix(tally.ERASED), value] += count
    for day, dimension, value in found.keys() | there.keys():
        if day in changed or not tally.is_of_decisions(dimension):
            continue
        is_now, is_to_be = there.get((day, dimension, value), 0), found[day, dimension, value]
        one = Tally(site, day, dimension, value, is_to_be)
        if is_now < is_to_be:
            lacking.append(one)
        elif is_now > is_to_be:
            surplus.append(replace(one, count=is_now - is_to_be))
    return Recount(decisions, in_order(lacking), in_order(surplus), sorted(changed))


def _counted(store: Store, site: str, first_day: str, last_day: str) -> dict[tuple[str, str, str], int]:
    names = ["outcome", *tally.CELLS]
    found = store.tally(site, first_day, last_day, [*names, *(tally.ERASED + name for name in names)])
    return {(each.day, each.dimension, each.value): each.count for each in found}
