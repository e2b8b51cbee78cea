"""Asks an ASGI app, and keeps what it sends as it sends it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass
class Answer:
    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    pieces: list[bytes] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        return b"".join(self.pieces)

    def __getitem__(self, name: str) -> str:
        return ", ".join(value for each, value in self.headers if each == name)


def in_a_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end in an event loop of its own; that of a browser may be running in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def ask(app: Any, path: str, cookie: str = "", **scope: Any) -> Answer:
    """GET a page."""
    return in_a_loop(_ask(app, path, cookie, **scope))


async def _ask(app: Any, path: str, cookie: str, **scope: Any) -> Answer:
    answer = Answer()
    # HTTP/2 may send each cookie by itself
    headers = [(b"host", b"www.shop.example"), (b"accept", b"text/html"), (b"cookie", b"a=b")]
    headers += [(b"cookie", cookie.encode())] if cookie else []

    asked_before = False

    async def receive() -> dict[str, Any]:
        nonlocal asked_before
        if asked_before:
            # nobody hangs up
            await asyncio.Event().wait()
        asked_before = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = [(name.decode(), value.decode()) for name, value in message["headers"]]
        elif message["type"] == "http.response.body":
            answer.pieces.append(message.get("body", b""))

    asked = {
        **{
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "https",
        },
        **{"path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": headers},
        **{"client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80)},
        **scope,
    }
    await app(asked, receive, send)
    return answer
