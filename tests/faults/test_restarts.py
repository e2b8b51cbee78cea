"""The server ends and is replaced without cutting anybody off."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import redis

from tests.browser.backend import Backend
from tests.faults.load import load
from tests.servers import Server
from tests.web.shop import DECISIONS, decision


def post(port: int, body: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST", DECISIONS, body, {"Content-Type": "application/json"})
    status = connection.getresponse().status
    connection.close()
    return status


def test_what_is_in_flight_is_answered_before_the_server_ends(
    shared_redis: Server, notice: str, serve: Callable[..., Backend]
) -> None:
    with redis.Redis.from_url(shared_redis.url) as client:
        client.flushall()
        backend = serve(shared_redis.url)
        assert backend.process is not None
        process = backend.process
        client.client_pause(1500, all=False)
        with ThreadPoolExecutor(1) as thread:
            answer = thread.submit(post, backend.port, json.dumps(decision(notice)))
            while not any(each["cmd"] == "evalsha" for each in client.client_list()):
                assert not answer.done()
            process.send_signal(signal.SIGTERM)
            assert answer.result() == 201
        assert process.wait(timeout=15) == 0


def test_workers_are_replaced_one_by_one_under_load(tmp_path: Path, notice: str, serve: Callable[..., Backend]) -> None:
    backend = serve(f"sqlite:///{tmp_path / 'ledger.db'}")
    assert backend.process is not None
    with load(backend.port, notice) as running:
        for _ in range(3):
            running.until_recorded(20)
            before = workers(backend.process.pid)
            os.kill(backend.process.pid, signal.SIGHUP)
            deadline = time.monotonic() + 30
            while before & workers(backend.process.pid) or len(workers(backend.process.pid)) < len(before):
                assert time.monotonic() < deadline
                running.until_recorded(1)
        running.until_recorded(20)
    assert set(running.statuses) == {201}


def test_a_reload_that_could_not_be_served_leaves_the_workers_as_they_are(
    tmp_path: Path, config: Path, serve: Callable[..., Backend]
) -> None:
    """The last lawful banner stays, and the next lawful one is taken."""
    backend = serve(f"sqlite:///{tmp_path / 'ledger.db'}")
    assert backend.process is not None
    lawful, served = config.read_text(), script(backend.port)
    before = workers(backend.process.pid)
    for broken in ('lifetime = "2 years"', 'langauges = ["nl"]'):
        config.write_text(lawful.replace("[sites.shop]", f"[sites.shop]\n{broken}"))
        lines = len(logged(tmp_path))
        os.kill(backend.process.pid, signal.SIGHUP)
        deadline = time.monotonic() + 30
        while len(told := logged(tmp_path)) == lines:
            assert time.monotonic() < deadline
            assert script(backend.port) == served
        assert told[-1]["level"] == "error"
        assert told[-1]["message"] == "The configuration cannot be served: the workers stay as they are."
        assert len(told[-1]["findings"]) == 1
        assert broken.partition(" ")[0] in told[-1]["findings"][0]
    assert workers(backend.process.pid) == before

    config.write_text(lawful.replace("[sites.shop]", '[sites.shop]\nlifetime = "12 months"'))
    os.kill(backend.process.pid, signal.SIGHUP)
    deadline = time.monotonic() + 30
    while before & workers(backend.process.pid) or script(backend.port) == served:
        assert time.monotonic() < deadline
    assert f'"lifetime":{360 * 24 * 3600}' in script(backend.port)


def script(port: int) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/sites/shop/akkoord.js")
    body = connection.getresponse().read().decode()
    connection.close()
    return body


def logged(directory: Path) -> list[dict[str, Any]]:
    """What the server has logged by now, line by line."""
    return [json.loads(line) for line in (directory / "backend.log").read_text().splitlines() if line.startswith("{")]


def workers(process: int) -> set[str]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return {child for child in children if (command := _command(child)) and b"resource_tracker" not in command}


def _command(process: str) -> bytes:
    """Its command line; empty if it has ended meanwhile."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
