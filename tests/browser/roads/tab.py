"""A tab of a browser: the little that a visit needs of it, for Chromium; ``firefox.py`` has the same for Firefox."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from playwright.async_api import Page, async_playwright

SHELL, CHROMIUM = "chromium-headless-shell", "chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--ignore-certificate-errors",
]


class Tab(Protocol):
    """One tab, in a browser of its own; nothing is waited for that the lab can see better."""

    async def go(self, address: str) -> None: ...

    async def reload(self) -> None: ...

    async def ask(self, function: str) -> Any:
        """What a JavaScript function answers in the page, once its promise is kept."""

    async def cookies(self) -> list[tuple[str, str]]:
        """Domain and name of each cookie."""

    async def forget_cookies(self) -> None: ...


class _ChromiumTab:
    def __init__(self, page: Page) -> None:
        self._page = page

    async def go(self, address: str) -> None:
        await self._page.goto(address, wait_until="commit")

    async def reload(self) -> None:
        await self._page.reload(wait_until="commit")

    async def ask(self, function: str) -> Any:
        return await self._page.evaluate(function)

    async def cookies(self) -> list[tuple[str, str]]:
        return [(cookie["domain"], cookie["name"]) for cookie in await self._page.context.cookies()]

    async def forget_cookies(self) -> None:
        await self._page.context.clear_cookies()


@asynccontextmanager
async def chromium(port: int, whole: bool) -> AsyncIterator[Tab]:
    """Chromium, whose every name leads to a port of this machine.

    :param whole: with a profile that lasts, as visitors have it: only such a browser makes connections ahead. Else in
        private, and without a window where that is installed, which costs half as much and foresees nothing by itself.
    """
    program = (None if whole else shutil.which(SHELL)) or shutil.which(CHROMIUM)
    assert program, f"Chromium is missing: install the package {CHROMIUM}"
    arguments = [*ARGUMENTS, f"--host-resolver-rules=MAP * 127.0.0.1:{port}"]
    async with async_playwright() as playwright:
        if whole:
            with TemporaryDirectory(prefix="akkoord-chromium-", ignore_cleanup_errors=True) as profile:
                context = await playwright.chromium.launch_persistent_context(
                    profile, executable_path=program, args=arguments, ignore_https_errors=True, locale="nl-NL"
                )
                try:
                    yield _ChromiumTab(context.pages[0])
                finally:
                    await context.close()
            return
        browser = await playwright.chromium.launch(executable_path=program, args=arguments)
        try:
            context = await browser.new_context(ignore_https_errors=True, locale="nl-NL")
            yield _ChromiumTab(await context.new_page())
        finally:
            await browser.close()
