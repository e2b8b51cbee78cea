"""What was counted of each group that figures are asked of, read from a store; nothing is hidden yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations

from . import tally
from .figures_asked import Asked
from .small_cells import Place
from .stats import CHOICES
from .store import Store

NONE = "-"
"""The group of those of whom nothing is known in that respect."""
_ALONE = {"language": "language_device", "device": "device_notice", "notice": "device_notice"}
"""Where one thing alone is counted: in the smallest of its pairs."""
_ALL_CELL = "device_notice"

Numbers = dict[Place, dict[str, int]]
"""Group -> what was counted there."""


def numbers_of(store: Store, site: str, wanted: Asked, sides: Sequence[str]) -> Numbers:
    """What was counted of each group, the unknown ones included."""
    things = [side for side in sides if side in tally.THINGS]
    found = _read(store, site, wanted, things, "how" in sides, "day" in sides)
    some = [thing for thing in things if thing in tally.SINGLES]
    # who has no country is counted nowhere by country, but among all
    for gone in (each for number in range(1, len(some) + 1) for each in combinations(some, number)):
        rest = [each for each in things if each not in gone]
        known: defaultdict[Place, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        for place, counts in found.items():
            of = known[tuple(name for side, name in zip(sides, place, strict=True) if side not in gone)]
            for name, count in counts.items():
                of[name] += count
        for place, counts in _read(store, site, wanted, rest, "how" in sides, "day" in sides).items():
            left = {name: max(0, count - known[place][name]) for name, count in counts.items()}
            if any(left.values()):
                names = iter(place)
                found[tuple(NONE if side in gone else next(names) for side in sides)] = left
    # in one order, whatever that of the store is: of two counts that are the same, always the same one is hidden
    return dict(sorted(found.items()))


def by_day(store: Store, site: str, first: str, last: str) -> dict[str, dict[str, int]]:
    """Day -> what was counted on it, nothing hidden: for rules that judge a day. Not to be shown as it is."""
    found = _read(store, site, Asked(first, last), (), False, True)
    return {day: counts for (day,), counts in sorted(found.items())}


def _read(store: Store, site: str, wanted: Asked, things: Sequence[str], how: bool, day: bool) -> Numbers:
    cell = "_".join(things) if len(things) == 2 else _ALONE.get(things[0], things[0]) if things else _ALL_CELL
    names = cell.split("_")
    at = [names.index(thing) for thing in things]

    @cache
    def asked_of(value: str) -> Place:
        """What is asked of a value, without what else it tells apart: the names of the group, and what was decided."""
        words = value.split(" ")
        return (*(words[number] for number in at), *words[len(names) :])

    found: defaultdict[Place, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    # nobody decided yet to whom a banner is shown, so that there is no way in which it was done
    for on, dimension, values in _counted(store, site, wanted, [cell, *([] if how else [tally.DISPLAY + cell])], day):
        sums: defaultdict[Place, int] = defaultdict(int)
        for value, count in values.items():
            sums[asked_of(value)] += count
        for words, count in sums.items():
            way, measures = _counted_as(words[-1]) if dimension == cell else ("", ("displays",))
            row = found[*words[: len(at)], *([way] if how else []), *([on] if day else [])]
            for name in measures:
                row[name] += count
    return {place: dict(counts) for place, counts in found.items()}


def _counted(
    store: Store, site: str, wanted: Asked, dimensions: Sequence[str], day: bool
) -> Iterator[tuple[str, str, Mapping[str, int]]]:
    """Day, if they are wanted one by one, dimension, and what was counted there."""
    if day:
        for (on, dimension), values in store.by_day(site, wanted.first, wanted.last, dimensions).items():
            yield on, dimension, values
    else:
        together: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for (dimension, value), count in store.totals(site, wanted.first, wanted.last, dimensions).items():
            together[dimension][value] = count
        for dimension, values in together.items():
            yield "", dimension, values


@lru_cache(maxsize=1024)
def _counted_as(word: str) -> tuple[str, tuple[str, ...]]:
    """In which way a decision was made, and what it is counted as: by the last word of its cell."""
    fact = tally.fact_of(word)
    return fact.how, tuple(_measures(fact))


def _measures(fact: tally.Fact) -> Iterator[str]:
    """What one decision is counted as."""
    yield "decisions"
    if fact.first:
        yield {"accept_all": "accepted", "reject_all": "refused", "some": "partial"}[fact.outcome]
        yield CHOICES
        yield from (f"granted_{category}" for category in fact.granted)
        if fact.how == "gpc":
            yield "gpc"
    elif fact.outcome == "withdraw":
        yield "withdrawn"
    else:
        # not the same again alone: who has said yes to more would be what is left of all decisions, and few
        yield "renewed"
