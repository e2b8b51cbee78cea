"""What watching costs: CPU time of one request through the application, with log and metrics off and on.

``python bench/watching.py`` prints the median of the microseconds of CPU that a request takes, and what it takes more
than with all off. The settings take turns. The ledger is SQLite in a temporary directory.
``--shared`` counts in files, as ``akkoord serve`` does.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from contextlib import redirect_stderr
from dataclasses import replace
from pathlib import Path
from statistics import median
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
REQUESTS = 100
ROUNDS = 40
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


def cost(app: WSGIApplication, request: WSGIEnvironment, status: str) -> float:
    """Microseconds of CPU that one request takes."""
    answers: list[str] = []
    began = time.thread_time()
    body = app(request, lambda line, headers, error=None: answers.append(line))  # type: ignore[arg-type]
    b"".join(body)
    body.close()  # type: ignore[attr-defined]
    took = time.thread_time() - began
    assert [line[:3] for line in answers] == [status]
    return took * 1e6


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
        base = Settings(secret_keys=("k" * 32,), config=config)
        apps = {
            name: create_app(replace(base, store=f"sqlite:///{directory}/{name}.db", **changes))  # type: ignore[arg-type]
            for name, changes in WATCHED.items()
        }
        kinds = {"GET akkoord.js": (script, "200"), "POST decisions": (lambda: decision(notice), "201")}
        for kind, (make, status) in kinds.items():
            costs: dict[str, list[float]] = {name: [] for name in apps}
            with redirect_stderr(nowhere):
                for _ in range(ROUNDS):
                    for name, app in apps.items():
                        costs[name] += [cost(app, make(), status) for _ in range(REQUESTS)]
            off = median(costs["off"])
            print(kind)
            for name, each in costs.items():
                print(f"  {name:16} {median(each):7.1f} µs  {median(each) - off:+6.1f}")


if __name__ == "__main__":
    main("--shared" in sys.argv)
