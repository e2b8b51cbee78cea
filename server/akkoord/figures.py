"""Figures of a site: what was counted in a period, apart by one or two things, small counts hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from . import small_cells
from .figures_asked import Asked, refusal
from .figures_read import Numbers, numbers_of
from .model import Notice
from .questions import Questions, asked_in_part, questions
from .small_cells import ALL, Place, Table
from .stats import CHOICES, COUNTS, FIRST, GRANTED, median_seconds
from .store import Store

MOST_GROUPS = 1_000
"""More are no figures, but a copy of the book-keeping."""

_TELLS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((*GRANTED, "gpc"), (*FIRST, CHOICES)),
    "decisions": (*FIRST, CHOICES, "withdrawn", "renewed"),
}
"""Count -> what it might tell of: where that is hidden, it is hidden too."""

IN_PART = "not always asked"
"""What is shown in the place of how many allow a category that was asked about in a part of the period alone: of all
answers they would be too few."""
_DEAR = frozenset({"refused", ALL})
"""Where a part of the first answers is small, it is rather the accepted that are hidden with it, and neither the
refused nor all together: so that it can be said how many allow anything at all."""

Group = dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One group.

    :param counts: what was counted, in the order of :data:`akkoord.stats.COUNTS`; None where it is not shown.
    :param hidden: what stands in the place of what is not shown.
    """

    group: Group
    counts: dict[str, int | None]
    hidden: dict[str, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted.

    :param rows: each group; without a split there is one, which has no name.
    :param total: all that were asked for together.
    :param seconds: the median time until a decision, of the whole site.
    :param questions: what was asked in the period.
    """

    asked: Asked
    rows: list[Row]
    total: Row
    seconds: float | None
    questions: Questions = frozenset()


def figures(store: Store, site: str, wanted: Asked) -> Figures:
    """Read and count them.

    :raises InvalidRequest: there are too many groups.
    """
    sides = wanted.sides
    numbers = numbers_of(store, site, wanted, sides)
    if len(numbers) > MOST_GROUPS:
        raise refusal("by", f"{len(numbers)} groups", f"{MOST_GROUPS} at most: ask for fewer days, or fewer splits")
    notices = store.notices(site)
    hidden = _hidden(numbers, len(sides), _first(notices, numbers))
    sums = _sums(numbers, len(sides))
    only = wanted.only or {}
    whole = tuple(only.get(side, ALL) for side in sides)
    places = [place for place in sorted(sums) if _is_asked(place, sides, wanted)]
    known = {name for name in COUNTS if "how" not in sides or name != "displays"}
    total = _row(whole, sides, sums, hidden, known)
    told = not sides and total.counts[CHOICES] is not None
    seconds = store.totals(site, wanted.first, wanted.last, ["seconds"]) if told else {}
    asks = questions(store, site, notices, wanted.first, wanted.last)
    in_part = [f"granted_{category}" for category in asked_in_part(asks)]
    return Figures(
        wanted,
        [_without(_row(place, sides, sums, hidden, known), in_part) for place in places],
        _without(total, in_part),
        median_seconds({name: count for (_, name), count in seconds.items()}),
        asks,
    )


def _without(row: Row, in_part: Sequence[str]) -> Row:
    """The group without what was asked in a part of the period alone."""
    gone = dict.fromkeys(in_part, IN_PART)
    return replace(row, counts={**row.counts, **dict.fromkeys(in_part, None)}, hidden={**row.hidden, **gone})


def _first(notices: Sequence[Notice], numbers: Numbers) -> tuple[str, ...]:
    """What a first answer can be.

    Where one category alone is asked, and ever was, it is all or nothing. Its script tells everybody so: a part that
    can never be hides nothing.
    """
    asked = [len(notice.asked) for notice in notices]
    whole = asked and max(asked) < 2 and not any(counts.get("partial") for counts in numbers.values())
    return tuple(each for each in FIRST if each != "partial" or not whole)


def _is_asked(place: Place, sides: Sequence[str], wanted: Asked) -> bool:
    only = wanted.only or {}
    return all(
        name == only[side] if side in only else (name != ALL) == (side in wanted.by)
        for side, name in zip(sides, place, strict=True)
    )


def _row(
    place: Place, sides: Sequence[str], sums: Numbers, hidden: Mapping[tuple[str, Place], str], known: set[str]
) -> Row:
    counts = sums.get(place, {})
    group = {side: name for side, name in zip(sides, place, strict=True) if name != ALL}
    not_shown = {name: hidden[name, place] for name in COUNTS if name in known and (name, place) in hidden}
    if place not in sums:
        not_shown = {name: small_cells.SMALL for name in COUNTS if name in known}
    shown = {name: None if name in not_shown or name not in known else counts.get(name, 0) for name in COUNTS}
    return Row(group, shown, not_shown)


def _sums(numbers: Numbers, sides: int) -> Numbers:
    found: defaultdict[Place, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for place, counts in numbers.items():
        for sum_of in _margins(place, sides):
            for name, count in counts.items():
                found[sum_of][name] += count
    return {place: dict(counts) for place, counts in found.items()}


def _margins(place: Place, sides: int) -> Iterator[Place]:
    for pattern in range(2**sides):
        yield tuple(ALL if pattern >> number & 1 else name for number, name in enumerate(place))


def _hidden(numbers: Numbers, sides: int, first: tuple[str, ...]) -> dict[tuple[str, Place], str]:
    """What is not shown: name of the count and place -> what stands there instead.

    :param first: what a first answer can be.

    Totals are settled first, then each split, then both together: so they say the same whatever is asked.
    """
    found: dict[tuple[str, Place], str] = {}
    for kinds in (first, *((kind,) for kind in COUNTS if kind not in (*FIRST, CHOICES))):
        cells = {(kind, *place): counts.get(kind, 0) for place, counts in numbers.items() for kind in kinds}
        told = {place for name, place in found if name in _TELLS.get(kinds[0], ())}
        linked = [(kinds[0], *place) for place in told]
        for name, place, label in _settled(cells, sides, kinds is first, linked):
            found[name or CHOICES, place] = label
    return found


def _settled(
    counts: Mapping[Place, int], sides: int, summed: bool, linked: Sequence[Place]
) -> Iterator[tuple[str, Place, str]]:
    hidden: dict[Place, str] = {}
    fixed: set[Place] = set()
    for open in sorted(range(2**sides), key=lambda pattern: (pattern.bit_count(), pattern)):
        kept = [number for number in range(sides) if open >> number & 1]
        # the table of these splits alone: what it shows of fewer is settled
        part: defaultdict[Place, int] = defaultdict(int)
        for place, count in counts.items():
            part[(place[0], *(place[1 + number] for number in kept))] += count
        if not part:
            continue

        table = Table(part, [summed, *(True for _ in kept)], dear=_DEAR)
        # where each place of that table is among those of all splits
        from_which = [1 + kept.index(number) if number in kept else None for number in range(sides)]
        spread = {
            place: (place[0], *(ALL if number is None else place[number] for number in from_which))
            for place in table.sums
        }
        mine = {where: place for place, where in spread.items()}
        table.hidden = {place: hidden[where] for place, where in spread.items() if where in hidden}
        table.fixed = frozenset(place for place, where in spread.items() if where in fixed)
        small_cells.hide(table, [mine[place] for place in linked if place in mine])
        hidden.update((spread[place], label) for place, label in table.hidden.items())
        fixed.update(mine)
    for place, label in hidden.items():
        yield place[0], place[1:], label
