"""Hides small counts of a table so that nobody finds them by subtraction. Pure.

A count under :data:`LEAST` is not shown. That is not enough where a total and the other counts are: so more is hidden,
the smallest first, until for each hidden count there is a *move*: a way in which somebody could have been counted
elsewhere, so that this count would be another one and every shown number the same. A move that was found stays one,
since more is only ever hidden. See docs/decisions/0013-small-cells.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

LEAST = 10
"""What is under it is small."""
SMALL, HIDDEN = f"< {LEAST}", "hidden"
"""What is shown in the place of a small count, and of one that would give a small one away."""
ALL = ""
"""Stands in a place for the sum over all there is at that place."""

Place = tuple[str, ...]
"""Where a count stands: a name on each side of the table, or :data:`ALL`."""
Side = Sequence[tuple[str, int]]


@dataclass
class Table:
    """Counts with all their sums.

    :param counts: each place without :data:`ALL`; one that is left out is 0.
    :param summed: which sides have a sum that anybody sees.
    :param hidden: what is hidden, and what is shown in its place.
    :param fixed: places of which it is settled already whether they are hidden.
    """

    counts: Mapping[Place, int]
    summed: Sequence[bool]
    hidden: dict[Place, str] = field(default_factory=dict)
    fixed: frozenset[Place] = frozenset()
    sums: dict[Place, int] = field(init=False, default_factory=dict)
    names: list[list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.names = [list(dict.fromkeys(names)) for names in zip(*self.counts, strict=True)]
        for place in product(
            *([*names, ALL] if all else names for names, all in zip(self.names, self.summed, strict=True))
        ):
            self.sums[place] = 0
        for place, count in self.counts.items():
            for sum_of in product(
                *((name, ALL) if all else (name,) for name, all in zip(place, self.summed, strict=True))
            ):
                self.sums[sum_of] += count


def rounded(count: int) -> int | None:
    """A count that stands for itself, outside of any table: to tens, or None if it is small.

    So what is subtracted from it, or it from another, leaves a small count as uncertain as it was.
    """
    return None if count < LEAST else (count + LEAST // 2) // LEAST * LEAST


def hide(table: Table, linked: Iterable[Place] = ()) -> None:
    """Hide what is small, and what would give it away.

    :param linked: places that must be hidden whatever stands there.
    """
    for place, count in table.sums.items():
        if count < LEAST and place not in table.fixed:
            table.hidden[place] = SMALL
    for place in linked:
        if place in table.sums and place not in table.fixed:
            table.hidden.setdefault(place, HIDDEN)
    waiting = sorted(table.hidden, key=lambda place: (table.sums[place], place))
    for place in waiting:
        needed = _cheapest(table, place)
        if needed is None:
            # nothing can be told of this table but what is settled
            for each in table.sums.keys() - table.fixed:
                table.hidden[each] = HIDDEN
            return
        for each in needed:
            if each not in table.hidden:
                waiting.append(each)
            table.hidden[each] = HIDDEN


def _cheapest(table: Table, place: Place) -> list[Place] | None:
    """What must be hidden more, or told less of, so that the count has a move; None if nothing would do."""
    best: tuple[int, list[Place]] | None = None
    for sides in product(*(_sides(table, place, number) for number in range(len(place)))):
        for sign in (1, -1):
            needed = _needed(table, sides, sign)
            if needed == []:
                return needed
            if needed is not None:
                cost = sum(table.sums[each] + 1 for each in needed)
                if best is None or cost < best[0]:
                    best = cost, needed
    return best[1] if best else None


def _sides(table: Table, place: Place, number: int) -> Iterator[Side]:
    """How a move may look on one side of the table: somebody more there, or there instead of elsewhere."""
    here = place[number]
    others = table.names[number]
    if here == ALL:
        yield from (((name, 1), (ALL, 1)) for name in others)
        return
    # first where something is hidden already: there a move most likely costs nothing
    hidden = [name for name in others if name != here and (*place[:number], name, *place[number + 1 :]) in table.hidden]
    shown = sorted(
        (name for name in others if name != here and name not in set(hidden)),
        key=lambda name: table.sums[(*place[:number], name, *place[number + 1 :])],
    )
    yield from (((here, 1), (name, -1)) for name in [*hidden, *shown[:_LOOKED_AT]])
    yield ((here, 1), (ALL, 1)) if table.summed[number] else ((here, 1),)


_LOOKED_AT = 12
"""How many shown counts are tried on one side, the smallest first."""


def _needed(table: Table, sides: Sequence[Side], sign: int) -> list[Place] | None:
    """What such a move still needs; None if a count would fall below 0, or must stay shown."""
    needed = []
    for corner in product(*sides):
        at = tuple(name for name, _ in corner)
        step = sign
        for _, each in corner:
            step *= each
        after = table.sums[at] + step
        if after < 0:
            return None
        label = table.hidden.get(at)
        if label is None or (label == SMALL and after >= LEAST):
            if at in table.fixed:
                return None
            needed.append(at)
    return needed
