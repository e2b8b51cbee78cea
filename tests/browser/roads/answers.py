"""What each host answers."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from flask import Flask

from tests.browser.roads import vendors
from tests.browser.roads.request import Request

KEY = re.compile(r"[a-z][a-z0-9-]*\.w\d+\.l\d+")
GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

RAN = """(() => {
  const what = "WHAT";
  fetch("https://www.shop.example/ran/KEY?" + what, {mode: "no-cors"}).catch(() => {});
  if (!self.document) return;
  (self.ran ??= []).push(what);
  if ("NAME") { document.cookie = "NAME=KEY; path=/"; localStorage.setItem("NAME", "KEY"); }
  if ("COLLECT") new Image().src = "https://HOST/COLLECT?from=KEY";
})();
"""
"""What each script of a vendor does: it says so to the site, writes on the device, and calls home."""
FRAME = (
    '<!doctype html><title>vendor</title><script>fetch("https://www.shop.example/ran/KEY?WHAT", {mode: "no-cors"})'
    '.catch(() => {});</script><img alt="" src="https://HOST/COLLECT?from=KEY">'
)


COLLECT = {vendors.PAGE: "own-stats/collect", "www.googletagmanager.com": ""}
"""Where a vendor collects. A tag manager does not: what it loads does."""


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
    """

    def __init__(self, backend: Flask, own: dict[str, tuple[str, bytes]]) -> None:
        self._backend = backend
        self._own = own
        self.page: Callable[[], bytes] = lambda: b""
        self.files: dict[str, str] = {}

    async def to(self, request: Request) -> Answer:
        if request.host == vendors.BACKEND:
            return await asyncio.to_thread(self._from_backend, request)
        if request.headers.get("upgrade", "").lower() == "websocket":
            return _upgraded(request)
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
        kind, body = self._from_vendor(request, path, key, name)
        return Answer(200, [*headers, ("Content-Type", kind)], body, last=True)

    def _from_vendor(self, request: Request, path: str, key: str, name: str) -> tuple[str, bytes]:
        kind = _kind(request, name)
        address = request.host + path
        own = vendors.category_of(address) == "own"
        values = {
            "KEY": key,
            "WHAT": address.replace(key, "~"),
            "NAME": vendors.name_written_by(address),
            "HOST": request.host,
            "COLLECT": COLLECT.get(request.host, "collect"),
        }
        extra = self.files.get(name, "")
        if kind == "text/javascript":
            text = ("" if own else RAN) + extra
        elif kind == "text/html":
            text = extra or FRAME
        elif kind == "image/gif":
            return kind, GIF
        elif kind == "image/svg+xml":
            return kind, SVG
        else:
            text = extra or {"application/json": "{}", "text/vtt": "WEBVTT\n", "text/event-stream": ": hello\n\n"}.get(
                kind, ""
            )
        return kind, re.sub(r"\b(KEY|WHAT|NAME|HOST|COLLECT)\b", lambda match: values[match[0]], text).encode()

    def _from_backend(self, request: Request) -> Answer:
        # a length that is sent on is checked again there
        headers = [(name, value) for name, value in request.headers.items() if name not in ("host", "content-length")]
        answer = self._backend.test_client(use_cookies=False).open(
            request.path,
            base_url=f"https://{vendors.BACKEND}",
            method=request.method,
            headers=headers,
            data=request.body or None,
        )
        kept = [(name, value) for name, value in answer.headers if name.lower() not in ("content-length", "connection")]
        return Answer(answer.status_code, kept, answer.data)


def _kind(request: Request, name: str) -> str:
    ending = name.rpartition(".")[2] if "." in name else ""
    by_ending = {
        "js": "text/javascript",
        "css": "text/css",
        "html": "text/html",
        "gif": "image/gif",
        "svg": "image/svg+xml",
        "vtt": "text/vtt",
        "json": "application/json",
    }
    if ending in by_ending:
        return by_ending[ending]
    if "text/event-stream" in request.headers.get("accept", ""):
        return "text/event-stream"
    by_use = {
        "script": "text/javascript",
        "worker": "text/javascript",
        "sharedworker": "text/javascript",
        "serviceworker": "text/javascript",
        "style": "text/css",
        "image": "image/gif",
        "iframe": "text/html",
        "frame": "text/html",
        "object": "text/html",
        "embed": "text/html",
        "document": "text/html",
        "track": "text/vtt",
    }
    return by_use.get(request.headers.get("sec-fetch-dest", ""), "application/json")


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
