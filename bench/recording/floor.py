"""The floor: a bare Flask application that parses a decision, signs it with Ed25519 and stores it, and nothing else.

No check, no origin, no idempotence, no tally, no cookie, no errors: less than this no Flask backend with a proof does.
``FLOOR_STORE`` is the URL of its store, Redis or SQLite.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask, Response, request

Write = Callable[[bytes, bytes], Any]

SCRIPT = "redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) return ''"


def make_app() -> Flask:
    """The application, for a WSGI server."""
    write = _writer(os.environ["FLOOR_STORE"])
    key = Ed25519PrivateKey.generate()
    app = Flask(__name__, static_folder=None)

    @app.post("/api/v1/sites/<site>/decisions")
    def record(site: str) -> Response:
        decision = json.loads(request.get_data())
        payload = json.dumps([site, decision["id"], decision["notice"], int(time.time())]).encode()
        token = urlsafe_b64encode(payload) + b"." + urlsafe_b64encode(key.sign(payload))
        write(decision["id"].encode(), payload)
        answer = json.dumps({"token": token.decode(), "decision": decision})
        return Response(answer, 201, mimetype="application/json")

    return app


def _writer(url: str) -> Write:
    return _sqlite(url.removeprefix("sqlite:///")) if url.startswith("sqlite:") else _redis(url)


def _redis(url: str) -> Write:
    """One EVALSHA."""
    import redis

    script = redis.Redis.from_url(url).register_script(SCRIPT)
    return lambda id, record: script(["floor"], [id, record])


def _sqlite(path: str) -> Write:
    """One insert into a table with one index, synced to disk."""
    own = threading.local()

    def connection() -> sqlite3.Connection:
        made = sqlite3.connect(path, isolation_level=None, timeout=5)
        made.execute("PRAGMA journal_mode = WAL")
        made.execute("PRAGMA synchronous = FULL")
        made.execute("CREATE TABLE IF NOT EXISTS floor (id BLOB PRIMARY KEY, record BLOB) WITHOUT ROWID")
        own.connection = made
        return made

    def write(id: bytes, record: bytes) -> None:
        (getattr(own, "connection", None) or connection()).execute("INSERT INTO floor VALUES (?, ?)", (id, record))

    return write
