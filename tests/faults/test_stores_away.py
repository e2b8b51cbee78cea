"""A store that is away, slow, full or read-only: each visitor is told so, no worker is lost, and it mends itself."""

from __future__ import annotations

import json
import resource
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.browser.backend import Backend
from tests.faults.test_restarts import workers
from tests.postgresql_server import postgresql_server
from tests.servers import Server, redis_server
from tests.web.shop import DECISIONS, decision

PATIENCE = 20
SOON = 1.0
"""Seconds within which something answers that has nothing to wait for."""
Serve = Callable[..., Backend]


@contextmanager
def a_redis(directory: Path) -> Iterator[Server]:
    with redis_server(directory) as server:
        yield server


@contextmanager
def a_postgresql(_: Path) -> Iterator[Server]:
    with postgresql_server() as server:
        yield server


KINDS = [a_redis, a_postgresql]


def ask(backend: Backend, method: str, path: str, body: str | None = None) -> tuple[int, str, Any]:
    """Status, ``Retry-After`` and JSON of an answer."""
    with closing(HTTPConnection("127.0.0.1", backend.port, timeout=PATIENCE)) as connection:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        response = connection.getresponse()
        return response.status, response.headers.get("Retry-After", ""), json.loads(response.read())


def decide(backend: Backend, notice: str) -> tuple[int, str, Any]:
    return ask(backend, "POST", DECISIONS, json.dumps(decision(notice)))


def assert_it_is_said(backend: Backend, notice: str) -> None:
    status, retry_after, answer = decide(backend, notice)
    assert (status, answer["error"]["code"]) == (503, "store_unavailable") and retry_after.isdigit()
    status, _, answer = ask(backend, "GET", "/health/ready")
    assert status == 503 and answer["status"] == "unavailable" and answer["reason"]
    assert ask(backend, "GET", "/health/live")[0] == 200


def assert_it_mends_itself(backend: Backend, notice: str, lives: set[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while ask(backend, "GET", "/health/ready")[0] != 200:
        assert time.monotonic() < deadline
    # each worker finds out for itself
    while decide(backend, notice)[0] != 201:
        assert time.monotonic() < deadline
    assert workers_of(backend) == lives


def workers_of(backend: Backend) -> set[str]:
    assert backend.process is not None
    return workers(backend.process.pid)


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_that_is_away_at_the_start(kind: Any, tmp_path: Path, notice: str, serve: Serve) -> None:
    with kind(tmp_path) as server:
        server.kill()
        backend = serve(server.url, ready=False)
        lives = workers_of(backend)
        assert_it_is_said(backend, notice)
        server.start_again()
        assert_it_mends_itself(backend, notice, lives)


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_that_goes_away_later(kind: Any, tmp_path: Path, notice: str, serve: Serve) -> None:
    with kind(tmp_path) as server:
        backend = serve(server.url)
        lives = workers_of(backend)
        assert decide(backend, notice)[0] == 201
        server.kill()
        assert_it_is_said(backend, notice)
        server.start_again()
        assert_it_mends_itself(backend, notice, lives)


@pytest.mark.parametrize("kind", KINDS)
def test_a_silent_store_holds_up_nobody_else(kind: Any, tmp_path: Path, notice: str, serve: Serve) -> None:
    with kind(tmp_path) as server:
        backend = serve(server.url)
        lives = workers_of(backend)
        assert decide(backend, notice)[0] == 201
        with server.silent(), ThreadPoolExecutor(32) as threads:
            begun = time.monotonic()
            answers = list(threads.map(lambda _: decide(backend, notice), range(64)))
            assert {status for status, _, _ in answers} == {503}
            # two workers of four threads: one after the other they would have waited sixteen seconds
            assert time.monotonic() - begun < 12
            assert_it_is_said(backend, notice)
            begun = time.monotonic()
            assert ask(backend, "GET", "/health/live")[0] == 200
            assert time.monotonic() - begun < SOON
        assert_it_mends_itself(backend, notice, lives)


def test_a_full_disk(tmp_path: Path, notice: str, serve: Serve) -> None:
    ledger = tmp_path / "ledger.db"
    backend = serve(f"sqlite:///{ledger}")
    lives = workers_of(backend)
    assert decide(backend, notice)[0] == 201
    full = ledger.with_name("ledger.db-wal").stat().st_size
    for worker in lives:
        resource.prlimit(int(worker), resource.RLIMIT_FSIZE, (full, resource.RLIM_INFINITY))
    # the log is written from its start again once it was taken over into the file
    while decide(backend, notice)[0] == 201:
        pass
    assert_it_is_said(backend, notice)
    for worker in lives:
        resource.prlimit(int(worker), resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert_it_mends_itself(backend, notice, lives)


def test_a_full_redis(tmp_path: Path, notice: str, serve: Serve) -> None:
    with redis_server(tmp_path) as server, redis.Redis.from_url(server.url) as client:
        backend = serve(server.url)
        lives = workers_of(backend)
        client.config_set("maxmemory", 1)
        assert_it_is_said(backend, notice)
        client.config_set("maxmemory", 0)
        assert_it_mends_itself(backend, notice, lives)


def test_a_redis_that_became_a_replica_is_read_only(tmp_path: Path, notice: str, serve: Serve) -> None:
    with redis_server(tmp_path) as server, redis.Redis.from_url(server.url) as client:
        backend = serve(server.url)
        lives = workers_of(backend)
        client.replicaof("127.0.0.1", "1")
        assert_it_is_said(backend, notice)
        client.replicaof("NO", "ONE")
        assert_it_mends_itself(backend, notice, lives)


def test_a_postgresql_that_is_read_only(notice: str, serve: Serve) -> None:
    with postgresql_server() as server:
        backend = serve(server.url)
        lives = workers_of(backend)
        server.run("ALTER SYSTEM SET default_transaction_read_only = on")
        server.run("SELECT pg_reload_conf()")
        wait_for_setting(server, "on")
        assert_it_is_said(backend, notice)
        server.run("ALTER SYSTEM RESET default_transaction_read_only")
        server.process.send_signal(signal.SIGHUP)
        wait_for_setting(server, "off")
        assert_it_mends_itself(backend, notice, lives)


def wait_for_setting(server: Any, value: str) -> None:
    import psycopg

    deadline = time.monotonic() + PATIENCE
    while True:
        with psycopg.connect(server.url) as connection:
            row = connection.execute("SHOW default_transaction_read_only").fetchone()
        if row == (value,):
            return
        assert time.monotonic() < deadline


def test_a_storm_of_connections(tmp_path: Path, notice: str, serve: Serve) -> None:
    backend = serve(f"sqlite:///{tmp_path / 'ledger.db'}")
    lives = workers_of(backend)
    with ExitStack() as idle:
        for _ in range(400):
            idle.enter_context(closing(socket.create_connection(("127.0.0.1", backend.port), timeout=PATIENCE)))
        with ThreadPoolExecutor(64) as threads:
            answers = list(threads.map(lambda _: decide(backend, notice)[0], range(256)))
        assert set(answers) == {201}
    assert workers_of(backend) == lives


def test_a_redis_that_takes_in_nobody_else(tmp_path: Path, notice: str, serve: Serve) -> None:
    with redis_server(tmp_path) as server, redis.Redis.from_url(server.url) as client:
        client.ping()
        # the tests' own connection, and no other
        client.config_set("maxclients", 1)
        backend = serve(server.url, ready=False)
        lives = workers_of(backend)
        assert_it_is_said(backend, notice)
        client.config_set("maxclients", 100)
        assert_it_mends_itself(backend, notice, lives)
