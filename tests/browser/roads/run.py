"""Runs snippets through states: several browsers at once, each with a lab of its own."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from akkoord import create_app
from akkoord.settings import Settings
from tests.browser.roads import own, vendors
from tests.browser.roads.answers import Answers
from tests.browser.roads.cell import Cell, Control
from tests.browser.roads.certificate import server_context
from tests.browser.roads.firefox import firefox
from tests.browser.roads.grades import Grade
from tests.browser.roads.lab import Lab
from tests.browser.roads.snippet import Snippet
from tests.browser.roads.states import STATES, State
from tests.browser.roads.tab import Tab, chromium
from tests.browser.roads.visit import control_of, visit

BROWSERS = 3
Files = Mapping[str, tuple[str, bytes]]
"""Kind and content by name."""
LAUNCH: dict[str, Callable[[int], AbstractAsyncContextManager[Tab]]] = {"chromium": chromium, "firefox": firefox}


@dataclass
class Outcome:
    """What a run saw."""

    controls: dict[str, Control] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    """Visits that could not be made."""


@asynccontextmanager
async def labs(count: int, files: Files) -> AsyncIterator[list[Lab]]:
    """That many labs in front of one backend with a real store; the site has these files beside its own."""
    with tempfile.TemporaryDirectory(prefix="akkoord-roads-") as directory:
        settings = Settings(
            store=f"sqlite:///{directory}/akkoord.db",
            secret_keys=("a-key-that-only-these-tests-know-of",),
            base_url=f"https://{vendors.BACKEND}",
            config=Path(__file__).with_name("site.toml"),
        )
        backend = create_app(settings)
        started = [
            Lab(server_context(Path(directory), [vendors.PAGE]), Answers(backend, {**own.FILES, **files}))
            for _ in range(count)
        ]
        for lab in started:
            await lab.start()
        try:
            yield started
        finally:
            for lab in started:
                await lab.close()


async def run(
    grades: Sequence[Grade],
    snippets: Sequence[Snippet],
    browser: str = "chromium",
    browsers: int = BROWSERS,
    files: Files = MappingProxyType({}),
    states: Sequence[State] = STATES,
    tell: Callable[[Cell], None] = lambda cell: None,
) -> Outcome:
    """Every snippet, first without a gate, then in each grade and state.

    :param tell: is called with each cell as soon as it is there.
    """
    outcome = Outcome()
    numbers = itertools.count(1)
    waiting = list(reversed(snippets))

    async def work(lab: Lab) -> None:
        """One browser after the other: where a visit fails, nobody knows in what state it left its browser."""
        while waiting:
            async with LAUNCH[browser](lab.port) as tab:
                await see(tab, lab)

    async def see(tab: Tab, lab: Lab) -> None:
        while waiting:
            snippet = waiting.pop()
            place = f"control {snippet.id}"
            try:
                control = await control_of(tab, lab, snippet, next(numbers))
                outcome.controls[snippet.id] = control
                for grade in grades:
                    place = f"{grade.name} {snippet.id}"
                    for cell in await visit(tab, lab, grade, snippet, next(numbers), control, states):
                        outcome.cells.append(cell)
                        tell(cell)
            except Exception as error:
                outcome.broken.append(f"{place}: {error}")
                return

    async with labs(min(browsers, len(snippets)), files) as started:
        await asyncio.gather(*(work(lab) for lab in started))
    outcome.broken += [
        f"{id} without a gate: {problem}" for id, control in outcome.controls.items() for problem in control.problems
    ]
    return outcome
