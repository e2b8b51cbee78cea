"""What a run saw, for people."""

from __future__ import annotations

from collections import Counter, defaultdict

from tests.browser.roads.cell import Cell
from tests.browser.roads.run import Outcome

IN_PAGE = ("analytics", "accepted")
KINDS = ("leaked", "executed", "written", "over_blocked", "not_released")


def table(outcome: Outcome) -> str:
    """A line per grade, then the leaks by road."""
    grades: dict[str, list[Cell]] = defaultdict(list)
    for cell in outcome.cells:
        grades[cell.grade].append(cell)
    lines = [
        "| grade | cells | leaked | executed | written | over-blocked | not released in the page | after a reload "
        "| broken |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for grade, cells in grades.items():
        counts = [sum(bool(getattr(cell, kind)) for cell in cells) for kind in KINDS[:-1]]
        within = sum(bool(cell.not_released) for cell in cells if cell.state in IN_PAGE)
        after = sum(bool(cell.not_released) for cell in cells if cell.state not in IN_PAGE)
        broken = sum(bool(cell.broken) for cell in cells)
        lines.append(f"| {grade} | {len(cells)} | {' | '.join(map(str, counts))} | {within} | {after} | {broken} |")
    for grade, cells in grades.items():
        roads = Counter(cell.snippet.road for cell in cells if cell.leaked)
        lines.append(
            f"\n{grade}, leaks by road: " + ", ".join(f"{road} {count}" for road, count in roads.most_common())
        )
    return "\n".join(lines)


def details(cell: Cell) -> str:
    """What is wrong in a cell, a line for each kind; empty if nothing is."""
    place = f"{cell.grade} | {cell.snippet.id} | {cell.state}"
    if cell.broken:
        return f"{place} | broken: {cell.broken}\n"
    return "".join(f"{place} | {kind}: {'; '.join(found)}\n" for kind in KINDS if (found := getattr(cell, kind)))
