"""The gate in front of an ASGI app."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .charset import PageRewriter
from .granted import KEY
from .visit import Asked, Visit

if TYPE_CHECKING:
    from .gate import Gate

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

_SHORT_WAYS = ("http.response.pathsend", "http.response.zerocopysend")


class AsgiGate:
    """An ASGI app with the gate in front."""

    def __init__(self, gate: Gate, app: AsgiApp) -> None:
        self._gate, self._app = gate, app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        visit = self._gate.visit(self._asked(scope))
        given = {name.lower().encode(): value.encode("latin-1") for name, value in visit.request_headers().items()}
        removed = {name.lower().encode() for name in visit.removable}
        headers = [(name, value) for name, value in scope["headers"] if name.lower() not in given]
        headers += [(name, value) for name, value in given.items() if value or name not in removed]
        # a file that goes the server's short way would pass the gate unread
        ways = {name: way for name, way in (scope.get("extensions") or {}).items() if name not in _SHORT_WAYS}
        inner = {**scope, KEY: visit.granted, "headers": headers, "extensions": ways}
        await self._app(inner, receive, _Answer(visit, send) if scope["type"] == "http" else send)

    def _asked(self, scope: Scope) -> Asked:
        said: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            said.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        path = quote(scope["path"], "/;=,:@!$&'()*+~")
        query = scope.get("query_string", b"").decode("latin-1")
        return Asked(
            method=scope.get("method", "GET"),
            page=self._gate.origin_of("".join(said.get("host", [])[:1])) + path + (f"?{query}" if query else ""),
            cookie="; ".join(said.get("cookie", [])),
            accept=", ".join(said.get("accept", [])),
            destination=", ".join(said.get("sec-fetch-dest", [])),
            if_none_match=", ".join(said.get("if-none-match", [])),
        )


class _Answer:
    """Takes what the app sends, and sends on what becomes of it."""

    def __init__(self, visit: Visit, send: Send) -> None:
        self._visit, self._send = visit, send
        self._rewriter: PageRewriter | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in message.get("headers", ())]
            out, self._rewriter = self._visit.answer(message["status"], headers)
            encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in out]
            message = {**message, "headers": encoded}
        elif message["type"] == "http.response.body" and self._rewriter:
            more = message.get("more_body", False)
            body = self._rewriter.feed(message.get("body", b""))
            if not more:
                body += self._rewriter.close()
            elif not body:
                return
            message = {**message, "body": body}
        await self._send(message)
