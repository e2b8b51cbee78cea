"""Somebody who takes messages over HTTP, keeps them, and answers as told."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any


@dataclass
class Receiver:
    """What was sent, and what is answered: each status once, the last one ever after."""

    address: str
    statuses: list[int] = field(default_factory=lambda: [204])
    location: str = ""
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.bodies]


@contextmanager
def receiver(
    path: str = "/withdrawn?token=secret", then: Callable[[bytes], object] = bytes, certificate: Path | None = None
) -> Iterator[Receiver]:
    """A receiver on a free port of this machine.

    :param then: is told of each body.
    :param certificate: a file with a certificate for localhost and its key, for https.
    """

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            taken.headers.append(dict(self.headers))
            taken.paths.append(self.path)
            then(taken.bodies[-1])
            self.send_response(taken.statuses.pop(0) if len(taken.statuses) > 1 else taken.statuses[0])
            if taken.location:
                self.send_header("Location", taken.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    taken = Receiver(f"http://127.0.0.1:{server.server_port}{path}")
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        taken.address = f"https://localhost:{server.server_port}{path}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield taken
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
