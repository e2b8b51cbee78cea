"""One https server that is everybody: the site, the vendors under their real names, and Akkoord's backend.

It keeps every request, and every connection on which none came (a preconnect). DNS look-ups cannot be seen here.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress

from tests.browser.roads.answers import Answer, Answers
from tests.browser.roads.request import Request

PATIENCE = 30.0
"""Seconds after which something that must come is given up."""


class Lab:
    """Listens on a port of its own, for one browser."""

    def __init__(self, context: ssl.SSLContext, answers: Answers) -> None:
        self.answers = answers
        self.requests: list[Request] = []
        self.bare: dict[ssl.SSLObject, tuple[str, int]] = {}
        """Connections on which nothing was asked: for which host, and after how many requests they came."""
        self._idle: dict[ssl.SSLObject, asyncio.StreamWriter] = {}
        self._context = context
        self._news = asyncio.Condition()
        self._open: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        # one context serves all labs, so that the name goes by way of the connection itself
        self._context.sni_callback = _remember
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._context, limit=1 << 20)
        self.port: int = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def hang_up(self) -> None:
        """End the connections on which nothing was asked: a browser that still had one would not open another."""
        for writer in self._idle.values():
            writer.transport.abort()
        self._idle.clear()
        self.bare.clear()

    async def until(self, condition: Callable[[], bool], seconds: float = PATIENCE) -> bool:
        """Wait until something has come in; whether it has."""

        async def wait() -> None:
            async with self._news:
                await self._news.wait_for(condition)

        try:
            await asyncio.wait_for(wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError):
                await self._converse(reader, writer)
        finally:
            self._open.discard(task)
            writer.transport.abort()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection: ssl.SSLObject = writer.get_extra_info("ssl_object")
        self.bare[connection] = getattr(connection, "asked_for", ""), len(self.requests)
        self._idle[connection] = writer
        while True:
            request = await _read(reader)
            self.bare.pop(connection, None)
            self._idle.pop(connection, None)
            self.requests.append(request)
            answer = await self.answers.to(request)
            writer.write(_write(answer))
            await writer.drain()
            await self._tell()
            if answer.status == 101:
                await reader.read()
            if answer.last:
                writer.close()
                return


def _remember(connection: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> None:
    connection.asked_for = name or ""  # type: ignore[attr-defined]


async def _read(reader: asyncio.StreamReader) -> Request:
    first = await reader.readexactly(1)
    if not first.isalpha():
        raise ConnectionError("this is not HTTP")
    head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    body = b""
    if headers.get("transfer-encoding", "").lower() == "chunked":
        while size := int((await reader.readline()).split(b";")[0], 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
    elif length := int(headers.get("content-length", 0)):
        body = await reader.readexactly(length)
    return Request(method, headers.get("host", "").partition(":")[0], path, headers, body)


def _write(answer: Answer) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} OK"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    if answer.status not in (101, 204, 304):
        lines.append(f"Content-Length: {len(answer.body)}")
    if answer.last:
        lines.append("Connection: close")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + answer.body
