"""A tab of a stock Firefox, spoken to in WebDriver BiDi, which needs no driver beside it."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.browser.roads.lab import PATIENCE

PROGRAM = "firefox-esr"
PREFERENCES = {
    "network.dns.forceResolve": "127.0.0.1",
    "network.trr.mode": 5,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.contentblocking.category": "custom",
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "extensions.update.enabled": False,
    "services.settings.server": "data:,#none",
    "dom.min_background_timeout_value": 4,
    "dom.disable_open_during_load": False,
    # its own protection against trackers would do our work
    "privacy.trackingprotection.enabled": False,
    "privacy.trackingprotection.pbmode.enabled": False,
    "privacy.trackingprotection.emailtracking.enabled": False,
    "privacy.trackingprotection.socialtracking.enabled": False,
    "privacy.annotate_channels.strict_list.enabled": False,
    "network.cookie.cookieBehavior": 0,
    "network.http.speculative-parallel-limit": 6,
    "intl.accept_languages": "nl-NL, nl",
}


class _FirefoxTab:
    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._tab = ""

    async def listen(self) -> None:
        async for text in self._socket:
            message = json.loads(text)
            if (waiting := self._waiting.pop(message.get("id"), None)) and not waiting.done():
                waiting.set_result(message)

    async def start(self) -> None:
        await self._send("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        tree = await self._send("browsingContext.getTree")
        self._tab = tree["contexts"][0]["context"]

    async def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        answer = await asyncio.wait_for(self._waiting[number], PATIENCE)
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['error']}: {answer.get('message', '')}")
        result: dict[str, Any] = answer["result"]
        return result

    async def go(self, address: str) -> None:
        await self._send("browsingContext.navigate", context=self._tab, url=address, wait="interactive")

    async def reload(self) -> None:
        await self._send("browsingContext.reload", context=self._tab, wait="interactive")

    async def ask(self, function: str) -> Any:
        answer = await self._send(
            "script.callFunction",
            # as text, so that nothing of the protocol's own way to write values is needed
            functionDeclaration=f"async () => JSON.stringify((await ({function})()) ?? null)",
            target={"context": self._tab},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    async def cookies(self) -> list[tuple[str, str]]:
        answer = await self._send("storage.getCookies")
        return [(cookie["domain"], cookie["name"]) for cookie in answer["cookies"]]

    async def forget_cookies(self) -> None:
        await self._send("storage.deleteCookies")


@asynccontextmanager
async def firefox(port: int, whole: bool) -> AsyncIterator[_FirefoxTab]:
    """Debian's Firefox, whole in any case, with a profile of its own."""
    program = shutil.which(PROGRAM)
    assert program, f"Firefox is missing: install the package {PROGRAM}"
    with tempfile.TemporaryDirectory(prefix="akkoord-firefox-", ignore_cleanup_errors=True) as directory:
        preferences = {**PREFERENCES, "network.socket.forcePort": f"443={port}"}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
        (Path(directory) / "user.js").write_text("\n".join(lines))
        process = await asyncio.create_subprocess_exec(
            *(program, "--headless", "--no-remote", "--profile", directory, "--remote-debugging-port", "0"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            assert process.stderr is not None
            address = await asyncio.wait_for(_address(process.stderr), PATIENCE)
            drained = asyncio.create_task(process.stderr.read())
            async with connect(f"{address}/session", max_size=None) as socket:
                tab = _FirefoxTab(socket)
                listening = asyncio.create_task(tab.listen())
                await tab.start()
                yield tab
                listening.cancel()
            drained.cancel()
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _address(log: asyncio.StreamReader) -> str:
    async for line in log:
        if found := re.search(rb"WebDriver BiDi listening on (ws://\S+)", line):
            return found[1].decode()
    raise RuntimeError(f"{PROGRAM} ended before it listened.")
