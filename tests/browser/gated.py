"""A website whose own server has the gate in front, under the lab's name of the shop."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from tests.browser.lab import PAGE_HOST


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Website:
    """Serves pages of HTML, and own scripts; each page comes in two pieces."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.headers: list[tuple[str, str]] = []
        self.app: Any = self.bare
        self.server = make_server("127.0.0.1", 0, lambda *given: self.app(*given), _Threads, _Quiet)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def origin(self) -> str:
        return f"http://{PAGE_HOST}:{self.server.server_port}"

    def bare(self, environ: dict[str, Any], start: Any) -> Iterator[bytes]:
        """The app without a gate."""
        body = self.pages.get(environ["PATH_INFO"], "").encode()
        kind = "text/javascript" if environ["PATH_INFO"].endswith(".js") else "text/html; charset=utf-8"
        start("200 OK", [("Content-Type", kind), ("Cache-Control", "no-store"), *self.headers])
        yield body[: len(body) // 2]
        yield body[len(body) // 2 :]

    def page(self, body: str, head: str = "") -> str:
        """Put up the page; returns its address."""
        self.pages["/"] = f'<!doctype html><html lang="nl"><head>{head}<title>Winkel</title></head><body>{body}</body>'
        return f"{self.origin}/"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
