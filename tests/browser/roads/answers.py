"""What each host answers."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from flask import Flask
from werkzeug.test import Client

from akkoord.gate import Gate
from akkoord.gate.wsgi import Environ, StartResponse, WsgiApp
from tests.browser.roads import vendors
from tests.browser.roads.request import Request
from tests.browser.roads.vendor_files import vendor_file

KEY = re.compile(r"[a-z][a-z0-9-]*\.w\d+\.l\d+")
_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

Files = Mapping[str, tuple[str, bytes]]
"""Kind and content by name."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; after the last one the connection is closed."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    last: bool = False


class Answers:
    """Answers for everybody.

    :param backend: Akkoord itself, at the host that is its.
    :param own: what the site has, by name.
    :param gate_of: makes the gate of the site's own server, given what it is to do.
    """

    def __init__(self, backend: Flask, own: Files, gate_of: Callable[[Mapping[str, bool]], Gate]) -> None:
        self._backend = backend
        self._own = own
        self.gate_of = gate_of
        self.gate: Gate | None = None
        """The gate in the site's own server, if it has one."""
        self.page: Callable[[], bytes] = lambda: b""
        self.files: dict[str, str] = {}

    async def to(self, request: Request) -> Answer:
        if request.host == vendors.BACKEND:
            return await asyncio.to_thread(_from_app, self._backend.wsgi_app, request)
        if request.headers.get("upgrade", "").lower() == "websocket":
            return _upgraded(request)
        answer = self._from_others(request)
        if self.gate is None or request.host != vendors.PAGE:
            return answer
        return _from_app(self.gate.wsgi(_app_of(answer)), request)

    def _from_others(self, request: Request) -> Answer:
        headers = [("Cache-Control", "no-store"), *_sharing(request), ("Timing-Allow-Origin", "*")]
        if request.method == "OPTIONS":
            return Answer(204, headers)
        if request.host == vendors.BANK:
            return Answer(204, headers)
        path = unquote(request.path)
        key = found[0] if (found := KEY.search(path)) else ""
        name = path.partition("?")[0].rpartition("/")[2]
        if request.host == vendors.PAGE and path.startswith("/page/") and "." not in path:
            return Answer(200, [*headers, ("Content-Type", "text/html; charset=utf-8")], self.page())
        if (vendors.own_host(request.host) and not path.startswith("/own-stats/")) and name in self._own:
            kind, body = self._own[name]
            return Answer(200, [*headers, ("Content-Type", kind)], body, request.host == vendors.STATIC)
        if request.host == vendors.PAGE and path.startswith("/ran/"):
            return Answer(204, headers)
        if vendors.category_of(request.host + path) != "own":
            headers.append(("Set-Cookie", f"id={request.host}; Secure; SameSite=None; Path=/"))
        if request.headers.get("sec-fetch-dest") == "document":
            # a form that the page itself sends: the page stays
            return Answer(204, headers)
        kind, body = vendor_file(request, key, self.files.get(name, ""))
        return Answer(200, [*headers, ("Content-Type", kind)], body, last=True)


def _from_app(app: WsgiApp, request: Request) -> Answer:
    # a length that is sent on is checked again there
    headers = [(name, value) for name, value in request.headers.items() if name not in ("host", "content-length")]
    answer = Client(app, use_cookies=False).open(
        request.path,
        base_url=f"https://{request.host}",
        method=request.method,
        headers=headers,
        data=request.body or None,
    )
    kept = [(name, value) for name, value in answer.headers if name.lower() not in ("content-length", "connection")]
    return Answer(answer.status_code, kept, answer.data)


def _app_of(answer: Answer) -> WsgiApp:
    """The site's own app, as far as one answer goes."""

    def app(environ: Environ, start_response: StartResponse) -> list[bytes]:
        start_response(f"{answer.status} OK", answer.headers)
        return [answer.body]

    return app


def _sharing(request: Request) -> list[tuple[str, str]]:
    """Any page may read the answers, with cookies too."""
    headers = [
        ("Access-Control-Allow-Origin", request.headers.get("origin", "*")),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
    ]
    if "origin" in request.headers:
        headers.append(("Access-Control-Allow-Credentials", "true"))
    if request.method == "OPTIONS":
        headers.append(("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE"))
        headers.append(("Access-Control-Allow-Headers", request.headers.get("access-control-request-headers", "")))
    return headers


def _upgraded(request: Request) -> Answer:
    """The answer that opens a web socket."""
    digest = hashlib.sha1((request.headers["sec-websocket-key"] + _MAGIC).encode()).digest()
    accept = base64.b64encode(digest).decode()
    return Answer(101, [("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", accept)])
