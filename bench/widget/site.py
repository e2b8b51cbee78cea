"""The website of these measurements, as a WSGI application: files from memory, compressed as far as brotli goes.

It runs on the same production server as Akkoord, so that every candidate's files are answered by the same program.
``BENCH_SITE`` is the directory with its files.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli

KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
PAGE_CACHE = "no-cache"
FILE_CACHE = "public, max-age=3600, stale-while-revalidate=86400"
"""As Akkoord's own script has it."""


def make_app() -> WSGIApplication:
    """The application, for a WSGI server."""
    answers = {
        f"/{path.name}": (
            brotli.compress(path.read_bytes(), quality=11),
            KINDS[path.suffix],
            PAGE_CACHE if path.suffix == ".html" else FILE_CACHE,
        )
        for path in Path(os.environ["BENCH_SITE"]).iterdir()
        if path.suffix in KINDS
    }

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        found = answers.get(environ["PATH_INFO"])
        if found is None:
            start_response("404 Not Found", [("Content-Length", "0")])
            return [b""]
        body, kind, cache = found
        headers = [
            ("Content-Type", f"{kind}; charset=utf-8"),
            ("Content-Encoding", "br"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", cache),
            ("Vary", "Accept-Encoding"),
        ]
        start_response("200 OK", headers)
        return [body]

    return app
