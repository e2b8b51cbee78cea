"""A WSGI application called in this process: what the server and the network cost is left out."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from bench.recording.decisions import ORIGIN, PATH


def environ(body: bytes) -> dict[str, Any]:
    """A page's request, as a server hands it on."""
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": PATH,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ORIGIN": ORIGIN,
        "CONTENT_TYPE": "text/plain;charset=UTF-8",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def spent(app: Any, bodies: Iterable[bytes]) -> float:
    """CPU seconds per request.

    :raises SystemExit: one was not answered with 201.
    """
    requests = [environ(body) for body in bodies]
    statuses: list[str] = []
    start = time.process_time()
    for each in requests:
        for _ in app(each, lambda status, *_: statuses.append(status)):
            pass
    seconds = time.process_time() - start
    if {status[:3] for status in statuses} != {"201"}:
        sys.exit(f"decisions are answered with {set(statuses)}")
    return seconds / len(requests)
