"""A snippet's way through the states, each time in a browser that has been nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from tests.browser.roads.cell import Cell, Control
from tests.browser.roads.grades import CONTROL, Grade
from tests.browser.roads.lab import Lab
from tests.browser.roads.snippet import Snippet
from tests.browser.roads.states import State
from tests.browser.roads.tab import Tab
from tests.browser.roads.vendors import PAGE
from tests.browser.roads.visit import Visit

FORGET = """async () => {
  localStorage.clear();
  sessionStorage.clear();
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const { name } of await indexedDB.databases())
    await new Promise((resolve) => { indexedDB.deleteDatabase(name).onsuccess = resolve; });
}"""


async def visit(
    tab: Tab, lab: Lab, grade: Grade, snippet: Snippet, number: int, control: Control, states: Sequence[State]
) -> list[Cell]:
    """Go through the states; one cell for each."""
    await forget(tab)
    journey = Visit(tab, lab, grade, snippet, number)
    cells: list[Cell] = []
    for state in states:
        try:
            cells.append(await journey.judge(state, await journey.goes_to(state), control))
        except Exception as error:
            # the page, or the gate in it, broke: nothing of what is left can be said to work
            problem = f"{type(error).__name__}: {str(error).splitlines()[0]}"
            left = states[len(cells) :]
            return cells + [Cell(grade.name, snippet, state.name, broken=problem) for state in left]
    return cells


async def control_of(tab: Tab, lab: Lab, snippet: Snippet, number: int) -> Control:
    """What the snippet does where nobody holds it."""
    await forget(tab)
    return await Visit(tab, lab, CONTROL, snippet, number).control()


async def forget(tab: Tab) -> None:
    """Empty the browser, as if nobody had been here."""
    await tab.go(f"https://{PAGE}/own/empty.html")
    await tab.forget_cookies()
    await tab.ask(FORGET)
