"""Hides small counts of a table so that nobody finds them by subtraction. Pure.

A count under :data:`LEAST` is not shown. That is not enough where a total and the other counts are: so more is hidden,
the smallest first, until for each hidden count there is a *move*: a way in which somebody could have been counted
elsewhere, so that this count would be another one and every shown number the same. A move that was found stays one,
since more is only ever hidden. See docs/decisions/0013-small-cells.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    :param dear: names on the first side that are hidden only where nothing else would do.
    """

    counts: Mapping[Place, int]
    summed: Sequence[bool]
    hidden: dict[Place, str] = field(default_factory=dict)
    fixed: frozenset[Place] = frozenset()
    dear: frozenset[str] = frozenset()
    sums: dict[Place, int] = field(init=False, default_factory=dict)
    names: list[list[str]] = field(init=False)
    _lines: dict[tuple[int | str, ...], tuple[list[str], list[str]]] = field(init=False, default_factory=dict)

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

    def near(self, place: Place, number: int, most: int) -> tuple[list[str], list[str]]:
        """Other names on that side, those first that a move most likely can use: of hidden and of shown counts."""
        line: tuple[int | str, ...] = (number, *place[:number], *place[number + 1 :])
        if line not in self._lines:
            value = {name: self.sums[(*place[:number], name, *place[number + 1 :])] for name in self.names[number]}
            middle = sorted(value, key=lambda name: abs(value[name] - LEAST // 2))
            self._lines[line] = middle, sorted(value, key=lambda name: value[name])
        middle, rising = self._lines[line]
        found: tuple[list[str], list[str]] = [], []
        for names, which in ((middle, 0), (rising, 1)):
            for name in names:
                if len(found[which]) == most:
                    break
                if name != place[number]:
                    is_shown = (*place[:number], name, *place[number + 1 :]) not in self.hidden
                    if is_shown == bool(which):
                        found[which].append(name)
        return found


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
    for most in (_LOOKED_AT, len(table.sums)):
        best: tuple[int, list[Place]] | None = None
        for sides in product(*(_sides(table, place, number, most) for number in range(len(place)))):
            for sign in (1, -1):
                needed = _needed(table, sides, sign)
                if needed == []:
                    return needed
                if needed is not None:
                    cost = sum(_cost(table, each) for each in needed)
                    if best is None or cost < best[0]:
                        best = cost, needed
        if best:
            return best[1]
        if len(table.sums) > _SEARCHED:
            # too much to look everywhere
            return None
    return None


def _cost(table: Table, place: Place) -> int:
    """What is lost by hiding a count. A sum says more than what it is made of."""
    cost = (table.sums[place] + 1) * (2 if ALL in place else 1)
    return cost * _DEAR if place[0] in table.dear else cost


_DEAR = 10**9
_LOOKED_AT = 6
"""How many hidden and how many shown counts are tried on one side at first."""
_SEARCHED = 200
"""Up to how many counts a table is searched through and through."""


def _sides(table: Table, place: Place, number: int, most: int) -> list[Side]:
    """How a move may look on one side of the table: somebody more there, or there instead of elsewhere."""
    here = place[number]
    hidden, shown = table.near(place, number, most)
    if here == ALL:
        return [((name, 1), (ALL, 1)) for name in (*hidden, *shown)]
    alone: Side = ((here, 1), (ALL, 1)) if table.summed[number] else ((here, 1),)
    return [alone, *(((here, 1), (name, -1)) for name in (*hidden, *shown))]


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
