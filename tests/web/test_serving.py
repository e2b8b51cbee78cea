"""The production server: several workers on one ledger."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from akkoord.store import open_store
from tests.browser.backend import Backend
from tests.web.shop import CONFIG, DECISIONS, decision, rows, tallied

COUNT = 200
THREADS = 8


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    config = tmp_path / "akkoord.toml"
    config.write_text(CONFIG)
    backend = Backend(tmp_path, "serve", {"AKKOORD_CONFIG": str(config), "AKKOORD_WORKERS": "2"})
    backend.start()
    yield backend
    backend.stop()


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    return tmp_path / "akkoord.db"


def post(backend: Backend, body: Any, **how: Any) -> tuple[int, Any]:
    """The status and the JSON that a decision is answered with."""
    with closing(HTTPConnection("127.0.0.1", backend.port, timeout=30)) as connection:
        connection.request("POST", DECISIONS, body, **how)
        response = connection.getresponse()
        return response.status, json.loads(response.read())


def post_all(backend: Backend, bodies: list[str]) -> list[tuple[int, Any]]:
    """The answers to many decisions at once, in their order."""
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(lambda body: post(backend, body), bodies))


def test_every_decision_is_recorded_exactly_once(backend: Backend, notice: str, ledger_file: Path) -> None:
    bodies = [json.dumps(decision(notice)) for _ in range(COUNT)]
    # each is sent twice, the second time while the first is under way
    answers = post_all(backend, [body for body in bodies for _ in range(2)])
    assert {status for status, _ in answers} == {201}
    assert answers[::2] == answers[1::2]
    assert post_all(backend, bodies) == answers[::2]

    recorded = [answer["decision"] for _, answer in answers[::2]]
    assert [answer["id"] for answer in recorded] == [json.loads(body)["id"] for body in bodies]
    assert len({answer["visitor"] for answer in recorded}) == COUNT
    assert len(rows(ledger_file)) == COUNT
    with closing(open_store(f"sqlite:///{ledger_file}")) as store:
        assert set(tallied(store).values()) == {COUNT}
        assert all(len(store.history("shop", answer["visitor"])) == 1 for answer in recorded)


def test_what_was_decided_is_sealed_and_signed_by_the_time_it_has_ended(
    backend: Backend, notice: str, ledger_file: Path
) -> None:
    """In the background that takes a few seconds, and at the end of the server no time at all."""
    assert {status for status, _ in post_all(backend, [json.dumps(decision(notice)) for _ in range(20)])} == {201}
    backend.stop()
    with closing(open_store(f"sqlite:///{ledger_file}")) as store:
        # the notice is an entry as well
        assert store.size("shop") >= 21
        assert store.waiting("shop", 10).decisions == []
        assert store.checkpoints("shop")


def test_it_runs_as_many_workers_as_asked(backend: Backend) -> None:
    assert backend.process is not None
    process = backend.process.pid
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    servers = [child for child in children if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes()]
    assert len(servers) == 2


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_good_order(backend: Backend, notice: str, ledger_file: Path, how: signal.Signals) -> None:
    status, _ = post(backend, json.dumps(decision(notice)))
    assert status == 201
    assert backend.process is not None
    backend.process.send_signal(how)
    assert backend.process.wait(timeout=30) == 0
    assert len(rows(ledger_file)) == 1
    assert "Traceback" not in (backend.directory / "backend.log").read_text()


def test_what_was_recorded_is_there_after_a_power_cut(backend: Backend, notice: str) -> None:
    body = json.dumps(decision(notice))
    first = post(backend, body)
    backend.kill()
    backend.start()
    assert post(backend, body) == first


def test_a_body_whose_length_nobody_told_is_read_up_to_4_kb(backend: Backend, notice: str, ledger_file: Path) -> None:
    body = json.dumps(decision(notice)).encode()

    def chunks(of: bytes) -> Iterator[bytes]:
        return (of[start : start + 1000] for start in range(0, len(of), 1000))

    status, answer = post(backend, chunks(body.ljust(5000)), encode_chunked=True)
    assert (status, answer["error"]["code"]) == (413, "body_too_large")
    assert rows(ledger_file) == []
    status, _ = post(backend, chunks(body.ljust(4000)), encode_chunked=True)
    assert status == 201
    assert len(rows(ledger_file)) == 1
