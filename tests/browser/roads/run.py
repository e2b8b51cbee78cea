"""Runs snippets through states: several browsers at once, each with a lab of its own."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from akkoord import create_app
from akkoord.gate import Gate, make_gate
from akkoord.settings import Settings
from tests.browser.roads import own, vendors
from tests.browser.roads.answers import Answers, Files
from tests.browser.roads.cell import Cell, Control
from tests.browser.roads.certificate import server_context
from tests.browser.roads.firefox import firefox
from tests.browser.roads.grades import CONTROL, SITE, Grade
from tests.browser.roads.lab import Lab
from tests.browser.roads.snippet import Snippet
from tests.browser.roads.states import State
from tests.browser.roads.tab import Tab, chromium
from tests.browser.roads.walk import control_of, visit

BROWSERS = 3
LAUNCH: dict[str, Callable[[int, bool], AbstractAsyncContextManager[Tab]]] = {"chromium": chromium, "firefox": firefox}


PLAIN: tuple[Grade, Sequence[State]] = (CONTROL, ())


@dataclass
class Outcome:
    """What a run saw."""

    controls: dict[str, Control] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    """What is wrong without a gate."""


@asynccontextmanager
async def labs(count: int, files: Files) -> AsyncIterator[list[Lab]]:
    """That many labs in front of one backend with a real store; the site has these files beside its own."""
    with tempfile.TemporaryDirectory(prefix="akkoord-roads-") as directory:
        settings = Settings(
            store=f"sqlite:///{directory}/akkoord.db",
            secret_keys=("a-key-that-only-these-tests-know-of",),
            base_url=f"https://{vendors.BACKEND}",
            config=SITE,
        )
        backend = create_app(settings)
        keys = backend.test_client().get("/.well-known/akkoord-keys.json").get_json()

        @cache
        def gate(policy: bool) -> Gate:
            return make_gate(SITE, "shop", keys, settings.base_url, policy=policy)

        started = [
            Lab(
                server_context(Path(directory), [vendors.PAGE]),
                Answers(backend, {**own.FILES, **files}, lambda server: gate(**server)),
            )
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
    plan: Sequence[tuple[Grade, Sequence[State]]],
    snippets: Sequence[Snippet],
    browser: str = "chromium",
    browsers: int = BROWSERS,
    files: Files = MappingProxyType({}),
    tell: Callable[[Cell], None] = lambda cell: None,
) -> Outcome:
    """Every snippet, first without a gate, then in each grade through its states.

    :param tell: is called with each cell as soon as it is there.
    """
    outcome = Outcome()
    numbers = itertools.count(1)
    turns = sorted(reversed(snippets), key=lambda snippet: not snippet.whole)
    waiting = [(snippet, grade, states) for snippet in turns for grade, states in (*reversed(plan), PLAIN)]

    async def work(lab: Lab) -> None:
        """One browser after the other: where a visit breaks, nobody knows in what state it left its browser."""
        while waiting:
            whole = waiting[-1][0].whole
            async with LAUNCH[browser](lab.port, whole) as tab:
                while waiting and waiting[-1][0].whole == whole and await see(tab, lab):
                    pass

    async def see(tab: Tab, lab: Lab) -> bool:
        """Take everything of one snippet; whether the browser is still good."""
        snippet, grade, states = waiting.pop()
        mine = [(grade, states)]
        while waiting and waiting[-1][0] is snippet:
            mine.append(waiting.pop()[1:])
        if mine[0][0] is CONTROL:
            try:
                control = await control_of(tab, lab, snippet, next(numbers))
            except Exception as error:
                outcome.broken.append(f"{snippet.id} without a gate: {error}")
                return False
            outcome.controls[snippet.id] = control
            outcome.broken += [f"{snippet.id} without a gate: {problem}" for problem in control.problems]
            del mine[0]
        while mine:
            grade, states = mine.pop(0)
            cells = await visit(tab, lab, grade, snippet, next(numbers), outcome.controls[snippet.id], states)
            outcome.cells += cells
            for cell in cells:
                tell(cell)
            if any(cell.broken for cell in cells):
                waiting.extend((snippet, *left) for left in reversed(mine))
                return False
        return True

    async with labs(min(browsers, len(snippets)), files) as started:
        await asyncio.gather(*(work(lab) for lab in started))
    return outcome
