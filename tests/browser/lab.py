"""A page and its trackers, played by a local server that counts what reaches it."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PAGE_HOST = "shop.localhost"
SEAL = '<meta http-equiv="Content-Security-Policy" content="">'

KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".gif": "image/gif",
    ".html": "text/html",
    ".json": "application/json",
}
GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")

TRACKER = """
(window.ran = window.ran || []).push({name} + (document.currentScript ? "" : " without currentScript"));
document.cookie = "_{plain}=1; Path=/";
localStorage.setItem("_{plain}", "1");
"""
"""What a vendor's script does: it says that it ran, and writes on the device."""


@dataclass
class Lab:
    """Serves pages under :data:`PAGE_HOST`, and vendors under every other name."""

    pages: dict[str, str] = field(default_factory=dict)
    scripts: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    received: list[str] = field(default_factory=list)
    arrival: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        lab = self

        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                lab.answer(self)

            do_POST = do_OPTIONS = do_GET

            def handle(self) -> None:
                # a browser may hang up whenever it likes
                with suppress(ConnectionError):
                    super().handle()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def origin(self) -> str:
        """Of the pages."""
        return f"http://{PAGE_HOST}:{self.port}"

    def vendor(self, name: str) -> str:
        """The address of a vendor, such as ``stats`` or ``ads``, as it stands in a page."""
        return f"http://{name}.example.localhost:{self.port}"

    def page(self, path: str, body: str, tag: str = "", lang: str = "nl") -> str:
        """Put up a page; returns its address."""
        self.pages[path] = (
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{tag}<title>Winkel</title></head>'
            f"<body><main><h1>Winkel</h1>{body}</main></body></html>"
        )
        return self.origin + path

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        host = request.headers.get("Host", "").partition(":")[0]
        path = urlsplit(request.path).path
        length = int(request.headers.get("Content-Length") or 0)
        request.rfile.read(length)
        status, kind, body = 200, "text/plain", b""
        if host == PAGE_HOST:
            kind = "text/html"
            if path in self.pages:
                body = self.pages[path].encode()
            elif path in self.scripts:
                kind, body = "text/javascript", self.scripts[path].encode()
            else:
                status = 404
        else:
            with self.arrival:
                self.received.append(f"{host.partition('.')[0]}{path}")
                self.arrival.notify_all()
            suffix = path[path.rfind(".") :] if "." in path else ""
            kind = KINDS.get(suffix, "text/plain")
            name = path.rpartition("/")[2].partition(".")[0]
            if suffix == ".js":
                body = self.scripts.get(
                    path, TRACKER.replace("{name}", json.dumps(name)).replace("{plain}", name)
                ).encode()
            elif suffix == ".gif":
                body = GIF
        request.send_response(status)
        request.send_header("Content-Type", f"{kind}; charset=utf-8")
        request.send_header("Content-Length", str(len(body)))
        request.send_header("Cache-Control", "no-store")
        if host == PAGE_HOST:
            for name, value in self.headers.items():
                request.send_header(name, value)
        else:
            request.send_header("Access-Control-Allow-Origin", "*")
            request.send_header("Access-Control-Allow-Headers", "*")
        request.end_headers()
        request.wfile.write(body)

    def receives(self, count: int) -> None:
        """Wait until so many requests have reached the vendors; fail after some seconds."""
        with self.arrival:
            assert self.arrival.wait_for(lambda: len(self.received) >= count, timeout=10), self.received

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
