"""What watching costs: CPU time of one request through the application, with log and metrics off and on.

``python bench/watching.py`` prints microseconds of CPU per request. The ledger is SQLite in a temporary directory; each
setting is measured in turn, several times, and the least counts. ``--shared`` counts in files, as ``akkoord serve``
does.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4
from wsgiref.types import WSGIApplication, WSGIEnvironment

from akkoord import worker_metrics
from akkoord.notice import make_notice
from akkoord.settings import Settings
from akkoord.sites import load_sites, require
from akkoord.web import create_app

CONFIG = """
[sites.shop]
origins = ["https://www.shop.example"]
controller = "Shop BV, Utrecht"
languages = ["nl_NL_formal", "en"]
services = ["google-analytics", "meta-pixel", "youtube"]
"""
REQUESTS = 200
ROUNDS = 25
WATCHED = {
    "off": {},
    "metrics": {"metrics_token": "m" * 32},
    "log": {"log": "requests"},
    "log and metrics": {"log": "requests", "metrics_token": "m" * 32},
}


def environ(method: str, path: str, body: bytes = b"") -> WSGIEnvironment:
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT_ENCODING": "gzip, br",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
    }


def script() -> WSGIEnvironment:
    return environ("GET", "/sites/shop/akkoord.js")


def decision(notice: str) -> WSGIEnvironment:
    body = {
        **{"id": str(uuid4()), "choices": {"analytics": True, "marketing": False}, "notice": notice},
        **{"language": "en", "how": "banner", "device": "wide", "widget": "0.1.0"},
    }
    return environ("POST", "/api/v1/sites/shop/decisions", json.dumps(body).encode())


def cost(app: WSGIApplication, make: Callable[[], WSGIEnvironment], status: str) -> float:
    """Microseconds of CPU per request."""
    requests = [make() for _ in range(REQUESTS)]
    answers: list[str] = []
    began = time.process_time()
    for each in requests:
        body = app(each, lambda line, headers, error=None: answers.append(line))  # type: ignore[arg-type]
        b"".join(body)
        body.close()  # type: ignore[attr-defined]
    took = time.process_time() - began
    assert {line[:3] for line in answers} == {status}
    return took / REQUESTS * 1e6


def main(shared: bool) -> None:
    with (
        TemporaryDirectory() as directory,
        worker_metrics.shared_directory(shared),
        Path(os.devnull).open("w", buffering=1, encoding="utf-8") as nowhere,
    ):
        worker_metrics.join()
        config = Path(directory, "akkoord.toml")
        config.write_text(CONFIG)
        notice = make_notice(require(load_sites(config))["shop"]).version
        kinds = {"GET akkoord.js": (script, "200"), "POST decisions": (lambda: decision(notice), "201")}
        least: dict[tuple[str, str], float] = {}
        base = Settings(secret_keys=("k" * 32,), config=config)
        apps = {
            name: create_app(replace(base, store=f"sqlite:///{directory}/{name}.db", **changes))  # type: ignore[arg-type]
            for name, changes in WATCHED.items()
        }
        with redirect_stderr(nowhere):
            for _ in range(ROUNDS):
                for name, app in apps.items():
                    for kind, (make, status) in kinds.items():
                        took = cost(app, make, status)
                        least[kind, name] = min(took, least.get((kind, name), took))
    for kind in kinds:
        off = least[kind, "off"]
        print(kind)
        for name in WATCHED:
            print(f"  {name:16} {least[kind, name]:7.1f} µs  {least[kind, name] - off:+6.1f}")


if __name__ == "__main__":
    main("--shared" in sys.argv)
