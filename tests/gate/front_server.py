"""A real web server in front of an app that counts what reaches it."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.servers import wait_for_port


class App:
    """An app that says which request this was, and what it was told is granted."""

    def __init__(self) -> None:
        app = self
        self.requests: list[str] = []

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                app.requests.append(self.headers.get("Akkoord-Granted", ""))
                body = f"{len(app.requests)} {app.requests[-1]}".encode()
                self.send_response(200)
                self.send_header("Content-Type", "image/gif" if self.path.endswith(".gif") else "text/html")
                self.send_header("Content-Security-Policy", "object-src 'none'")
                self.send_header("Cache-Control", "max-age=60")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def running(program: str, arguments: list[str], port: int, directory: Path) -> Iterator[None]:
    """The server, until the end of the block."""
    found = shutil.which(program, path="/usr/sbin:/usr/bin:/usr/local/bin")
    if found is None:
        pytest.fail(f"{program} is missing: `scripts/system {program}` installs it.", pytrace=False)
    environment = {"HOME": str(directory), "XDG_DATA_HOME": str(directory), "XDG_CONFIG_HOME": str(directory)}
    with (directory / "server.log").open("wb") as log:
        process = subprocess.Popen([found, *arguments], stdout=log, stderr=subprocess.STDOUT, env=environment)
    try:
        wait_for_port(port, process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=15)


def get(port: int, cookie: str = "", path: str = "/") -> tuple[HTTPMessage, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.headers, body
