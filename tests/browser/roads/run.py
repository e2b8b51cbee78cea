"""Runs snippets through states: several browsers at once, each with a lab of its own."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from akkoord import create_app
from akkoord.settings import Settings
from tests.browser.roads import own, vendors
from tests.browser.roads.answers import Answers
from tests.browser.roads.certificate import server_context
from tests.browser.roads.grades import Grade
from tests.browser.roads.lab import Lab
from tests.browser.roads.snippet import Snippet
from tests.browser.roads.visit import Cell, Control, control_of, visit

CHROMIUM = "/usr/bin/chromium"
BROWSERS = 3
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--ignore-certificate-errors",
]

Launch = Callable[[int], "asyncio.Future[Browser]"]


@dataclass
class Outcome:
    """What a run saw."""

    controls: dict[str, Control] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    """Visits that could not be made."""


@asynccontextmanager
async def labs(count: int) -> AsyncIterator[list[Lab]]:
    """That many labs in front of one backend with a real store."""
    with tempfile.TemporaryDirectory(prefix="akkoord-roads-") as directory:
        settings = Settings(
            store=f"sqlite:///{directory}/akkoord.db",
            secret_keys=("a-key-that-only-these-tests-know-of",),
            base_url=f"https://{vendors.BACKEND}",
            config=Path(__file__).with_name("site.toml"),
        )
        backend = create_app(settings)
        started = [
            Lab(server_context(Path(directory), [vendors.PAGE]), Answers(backend, own.FILES)) for _ in range(count)
        ]
        for lab in started:
            await lab.start()
        try:
            yield started
        finally:
            for lab in started:
                await lab.close()


async def run(grades: Sequence[Grade], snippets: Sequence[Snippet], browsers: int = BROWSERS) -> Outcome:
    """Every snippet, first without a gate, then in each grade and state."""
    outcome = Outcome()
    numbers = itertools.count(1)
    queue: asyncio.Queue[Snippet] = asyncio.Queue()
    for snippet in snippets:
        queue.put_nowait(snippet)

    async def work(browser: Browser, lab: Lab) -> None:
        context = await browser.new_context(ignore_https_errors=True, locale="nl-NL")
        page = await context.new_page()
        while not queue.empty():
            snippet = queue.get_nowait()
            try:
                control = await control_of(page, lab, snippet, next(numbers))
            except Exception as error:
                outcome.broken.append(f"control {snippet.id}: {error}")
                await page.close()
                page = await context.new_page()
                continue
            outcome.controls[snippet.id] = control
            if not control.requests and not control.written:
                outcome.broken.append(f"{snippet.id}: reaches nobody without a gate")
            for grade in grades:
                try:
                    outcome.cells += await visit(page, lab, grade, snippet, next(numbers), control)
                except Exception as error:
                    outcome.broken.append(f"{grade.name} {snippet.id}: {error}")
                    await page.close()
                    page = await context.new_page()

    async with async_playwright() as playwright, labs(min(browsers, len(snippets))) as started:
        opened = [
            await playwright.chromium.launch(
                executable_path=CHROMIUM,
                args=[*ARGUMENTS, f"--host-resolver-rules=MAP * 127.0.0.1:{lab.port}"],
            )
            for lab in started
        ]
        try:
            await asyncio.gather(*(work(browser, lab) for browser, lab in zip(opened, started, strict=True)))
        finally:
            for browser in opened:
                await browser.close()
    return outcome
