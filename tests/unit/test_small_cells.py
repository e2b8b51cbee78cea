"""What is hidden stays hidden: an attacker who has all shown numbers cannot tell a hidden one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from akkoord import figures
from akkoord.figures_read import Numbers
from akkoord.small_cells import ALL, HIDDEN, LEAST, SMALL, Table, hide
from akkoord.stats import CHOICES, FIRST

Cell = tuple[str, tuple[str, ...]]
KINDS = (*FIRST, CHOICES)
SMALLER = st.one_of(st.integers(0, 3), st.integers(0, 25), st.integers(10, 400))


def numbers_of(shape: tuple[int, ...], first: tuple[str, ...] = FIRST) -> st.SearchStrategy[Numbers]:
    """Counts of groups on so many names a side.

    :param first: what a first answer can be.
    """
    places = list(
        product(*([f"{side}{number}" for number in range(size)] for side, size in zip("ab", shape, strict=False)))
    )
    each = st.fixed_dictionaries(dict.fromkeys((*first, "displays"), SMALLER))
    found = st.fixed_dictionaries(dict.fromkeys(places, each))
    return found.map(
        lambda of: {place: {**row, CHOICES: sum(row[kind] for kind in first)} for place, row in of.items()}
    )


def lines(numbers: Numbers, sides: int) -> Iterator[dict[Cell, int]]:
    """Every sum that anybody knows of: cell -> its factor; each comes to 0."""
    sums = figures._sums(numbers, sides)
    names = [sorted({place[side] for place in numbers}) for side in range(sides)]
    for place in sums:
        yield {**{(kind, place): 1 for kind in FIRST}, (CHOICES, place): -1}
        for side, name in enumerate(place):
            if name == ALL:
                for kind in (*KINDS, "displays"):
                    parts = [(*place[:side], each, *place[side + 1 :]) for each in names[side]]
                    yield {**{(kind, part): 1 for part in parts}, (kind, place): -1}


def determined(numbers: Numbers, sides: int, first: tuple[str, ...] = FIRST) -> set[Cell]:
    """The hidden cells that follow from what is shown: by adding and subtracting, or because counts have bounds."""
    sums, hidden = figures._sums(numbers, sides), figures._hidden(numbers, sides, first)
    value = {(kind, place): row.get(kind, 0) for place, row in sums.items() for kind in (*KINDS, "displays")}
    labels = {cell: hidden[cell] for cell in value if cell in hidden}
    equations = []
    for line in lines(numbers, sides):
        known = -sum(factor * value[cell] for cell, factor in line.items() if cell not in labels)
        unknown = {cell: Fraction(factor) for cell, factor in line.items() if cell in labels}
        if unknown:
            equations.append((unknown, Fraction(known)))
    return by_bounds(equations, labels) | by_subtraction(equations)


def by_subtraction(equations: list[tuple[dict[Cell, Fraction], Fraction]]) -> set[Cell]:
    """Gauss and Jordan: a cell that stands alone in a row is known."""
    solved: dict[Cell, dict[Cell, Fraction]] = {}
    for unknown, _ in equations:
        row = dict(unknown)
        for cell in list(row):
            if cell in solved:
                add(row, solved[cell], -row[cell])
        if row:
            pivot = min(row)
            row = {cell: factor / row[pivot] for cell, factor in row.items()}
            for other in solved.values():
                if pivot in other:
                    add(other, row, -other[pivot])
            solved[pivot] = row
    return {pivot for pivot, row in solved.items() if len(row) == 1}


def add(row: dict[Cell, Fraction], other: dict[Cell, Fraction], factor: Fraction) -> None:
    for cell, each in list(other.items()):
        row[cell] = row.get(cell, Fraction(0)) + factor * each
        if not row[cell]:
            del row[cell]


def by_bounds(equations: list[tuple[dict[Cell, Fraction], Fraction]], labels: dict[Cell, str]) -> set[Cell]:
    """Narrow what each cell may be, line by line, until nothing changes."""
    low = dict.fromkeys(labels, Fraction(0))
    high = {cell: Fraction(LEAST - 1 if label == SMALL else 10**9) for cell, label in labels.items()}
    changed = True
    while changed:
        changed = False
        for unknown, known in equations:
            for cell, factor in unknown.items():
                rest = [(each, other) for each, other in unknown.items() if each != cell]
                least = sum((other * (low if other > 0 else high)[each] for each, other in rest), Fraction(0))
                most = sum((other * (high if other > 0 else low)[each] for each, other in rest), Fraction(0))
                ends = sorted([(known - least) / factor, (known - most) / factor])
                if ends[0] > low[cell]:
                    low[cell], changed = ends[0], True
                if ends[1] < high[cell]:
                    high[cell], changed = ends[1], True
    return {cell for cell in labels if low[cell] == high[cell]}


@pytest.mark.parametrize("first", [FIRST, ("accepted", "refused")], ids=["some categories", "one category"])
@pytest.mark.parametrize("shape", [(), (1,), (2,), (5,), (1, 2), (2, 2), (3, 4)])
def test_no_hidden_count_follows_from_what_is_shown(shape: tuple[int, ...], first: tuple[str, ...]) -> None:
    @given(numbers_of(shape, first))
    @settings(max_examples=60, deadline=None)
    def attack(numbers: Numbers) -> None:
        assert determined(numbers, len(shape), first) == set()

    attack()


@given(numbers_of((3, 3)))
@settings(max_examples=40, deadline=None)
def test_what_is_small_is_never_shown_and_one_split_says_the_same_beside_another(numbers: Numbers) -> None:
    hidden, sums = figures._hidden(numbers, 2, FIRST), figures._sums(numbers, 2)
    for place, row in sums.items():
        for kind in (*KINDS, "displays"):
            assert row.get(kind, 0) >= LEAST or (kind, place) in hidden
    alone: Any = {}
    for (a, _), row in numbers.items():
        for kind, count in row.items():
            of = alone.setdefault((a,), {})
            of[kind] = of.get(kind, 0) + count
    by_one = figures._hidden(alone, 1, FIRST)
    assert {(kind, (a, ALL)): label for (kind, (a,)), label in by_one.items()} == {
        (kind, place): label for (kind, place), label in hidden.items() if place[1] == ALL
    }


def test_the_next_smallest_is_hidden_with_a_small_one() -> None:
    table = Table({("nl",): 500, ("en",): 40, ("de",): 3, ("fr",): 80}, [True])
    hide(table)
    assert table.hidden == {("de",): SMALL, ("en",): HIDDEN}


def test_two_that_are_nothing_do_not_hide_each_other() -> None:
    table = Table({("nl",): 500, ("de",): 0, ("fr",): 0}, [True])
    hide(table)
    assert table.hidden == {("de",): SMALL, ("fr",): SMALL, ("nl",): HIDDEN}


def test_where_all_is_large_nothing_is_hidden() -> None:
    table = Table({(a, b): 10 for a in "xyz" for b in "uv"}, [True, True])
    hide(table)
    assert table.hidden == {}
