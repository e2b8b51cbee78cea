"""Each core snippet, in each grade, through all states of a visit. The first test waits for the whole run: minutes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.browser.roads.allowed import FRAMES, LATE, LEAKS
from tests.browser.roads.cell import Cell
from tests.browser.roads.core import CORE
from tests.browser.roads.grades import GRADES
from tests.browser.roads.run import Outcome, run
from tests.browser.roads.snippets import SNIPPETS
from tests.browser.roads.states import SHORT, STATES
from tests.browser.roads.table import table
from tests.gate.asgi_client import in_a_loop

pytestmark = pytest.mark.timeout(1800)

PLAN = {
    "chromium": {"held": STATES, "sealed": STATES, "strict": SHORT, "inert": SHORT, "server": SHORT},
    "firefox": {"held": SHORT, "inert": SHORT},
}
CASES = [(browser, grade) for browser, grades in PLAN.items() for grade in grades]
IN_PAGE = {"analytics", "accepted"}


@dataclass
class Runs:
    """One run per browser, over what the chosen tests ask for."""

    wanted: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict)
    done: dict[str, Outcome] = field(default_factory=dict)

    def of(self, browser: str) -> Outcome:
        if browser not in self.done:
            grades, snippets = self.wanted[browser]
            chosen = [snippet for snippet in SNIPPETS if snippet.id in snippets]
            plan = [(GRADES[grade], states) for grade, states in PLAN[browser].items() if grade in grades]
            self.done[browser] = in_a_loop(run(plan, chosen, browser))
            print(table(self.done[browser]))
        return self.done[browser]


@pytest.fixture(scope="session")
def runs(request: pytest.FixtureRequest) -> Runs:
    runs = Runs()
    for item in request.session.items:
        given = getattr(item, "callspec", None)
        if given is not None and item.name.startswith("test_a_snippet"):
            grades, snippets = runs.wanted.setdefault(given.params["browser"], (set(), set()))
            grades.add(given.params["grade"])
            snippets.add(given.params["snippet"])
    return runs


@pytest.mark.parametrize("snippet", sorted(CORE))
@pytest.mark.parametrize(("browser", "grade"), CASES)
def test_a_snippet_is_held_and_comes_back(browser: str, grade: str, snippet: str, runs: Runs) -> None:
    outcome = runs.of(browser)
    assert [line for line in outcome.broken if line.startswith(f"{snippet} ")] == []
    cells = [cell for cell in outcome.cells if (cell.grade, cell.snippet.id) == (grade, snippet)]
    assert [cell.state for cell in cells] == [state.name for state in PLAN[browser][grade]]

    def wrong(what: Callable[[Cell], list[str]]) -> dict[str, list[str]]:
        return {cell.state: what(cell) for cell in cells if what(cell)}

    assert wrong(lambda cell: [cell.broken] * bool(cell.broken)) == {}, "broken"
    assert wrong(lambda cell: cell.executed) == {}, "executed"
    assert wrong(lambda cell: cell.written) == {}, "written"
    assert wrong(lambda cell: cell.over_blocked) == {}, "over-blocked"
    if snippet not in LEAKS[grade] and not (browser == "chromium" and grade == "sealed" and snippet in FRAMES):
        assert wrong(lambda cell: cell.leaked) == {}, "leaked"
    late = wrong(lambda cell: cell.not_released)
    if snippet in LATE[grade]:
        late = {state: what for state, what in late.items() if state not in IN_PAGE}
    assert late == {}, "not released"


def test_there_are_enough_snippets_and_all_roads_are_walked() -> None:
    assert len(CORE) >= 60
    assert {snippet.id for snippet in SNIPPETS} >= CORE
    assert {snippet.category for snippet in SNIPPETS} == {"functional", "analytics", "marketing"}
