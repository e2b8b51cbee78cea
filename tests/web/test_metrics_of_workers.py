"""The metrics of a real server: those of all its workers together."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from prometheus_client.multiprocess import MultiProcessCollector

from tests.browser.backend import Backend
from tests.web.metrics_text import value
from tests.web.shop import CONFIG

TOKEN = "the-token-of-these-metrics-and-no-other"
SCRIPT = {"route": "/sites/{site}/akkoord.js", "method": "GET", "status": "2xx"}
PATIENCE = 1000
"""Requests after which a worker should have had its turn."""


@pytest.fixture
def backend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Backend]:
    config = tmp_path / "akkoord.toml"
    config.write_text(CONFIG)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    settings = {"AKKOORD_CONFIG": str(config), "AKKOORD_WORKERS": "2", "AKKOORD_METRICS_TOKEN": TOKEN}
    backend = Backend(tmp_path, "serve", settings)
    backend.start()
    yield backend
    backend.stop()


def get(backend: Backend, path: str, **headers: str) -> str:
    with urlopen(Request(backend.address + path, headers=headers), timeout=10) as answer:
        return str(answer.read().decode())


def scripts(backend: Backend) -> float:
    """How many scripts were served, says the server."""
    return value(get(backend, "/metrics", Authorization=f"Bearer {TOKEN}"), "akkoord_requests_total", **SCRIPT)


def directories(backend: Backend) -> list[Path]:
    return list(backend.directory.glob("akkoord-metrics-*"))


def scripts_of_each(backend: Backend) -> list[float]:
    """How many scripts each worker served, say its files."""
    (directory,) = directories(backend)
    return [
        sum(
            sample.value
            for metric in MultiProcessCollector.merge([str(file)])  # type: ignore[no-untyped-call]
            for sample in metric.samples
            if sample.name == "akkoord_requests_total" and sample.labels == SCRIPT
        )
        for file in sorted(directory.glob("counter_*.db"))
    ]


def serve_until_both_did(backend: Backend, before: list[float]) -> int:
    """Ask for scripts until each worker has served one; how many that took."""
    for number in range(1, PATIENCE):
        get(backend, "/sites/shop/akkoord.js")
        if all(now > then for now, then in zip(scripts_of_each(backend), before, strict=True)):
            return number
    raise AssertionError(f"one worker did nothing: {scripts_of_each(backend)}")


def workers(backend: Backend) -> list[int]:
    assert backend.process is not None
    process = backend.process.pid
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(each) for each in children if b"resource_tracker" not in Path(f"/proc/{each}/cmdline").read_bytes()]


def test_the_metrics_are_the_sum_of_all_workers(backend: Backend) -> None:
    asked = serve_until_both_did(backend, [0, 0])
    assert sum(scripts_of_each(backend)) == asked
    # whoever answers, says the same
    assert {scripts(backend) for _ in range(20)} == {asked}


def test_what_a_dead_worker_counted_stays_and_the_next_one_goes_on(backend: Backend) -> None:
    asked = serve_until_both_did(backend, [0, 0])
    before = scripts_of_each(backend)
    dead, _ = workers(backend)
    os.kill(dead, signal.SIGKILL)
    # only a new worker in the place of the dead one can raise both counts
    asked += serve_until_both_did_after_a_death(backend, before)
    assert dead not in workers(backend)
    assert scripts(backend) == sum(scripts_of_each(backend))
    assert scripts(backend) >= asked


def serve_until_both_did_after_a_death(backend: Backend, before: list[float]) -> int:
    answered = 0
    for _ in range(PATIENCE):
        try:
            get(backend, "/sites/shop/akkoord.js")
        except OSError:
            # it went to the dead one
            continue
        answered += 1
        if all(now > then for now, then in zip(scripts_of_each(backend), before, strict=True)):
            return answered
    raise AssertionError(f"nobody took the place: {before}, {scripts_of_each(backend)}")


def test_the_files_are_gone_when_the_server_has_ended(backend: Backend) -> None:
    assert len(directories(backend)) == 1
    backend.stop()
    assert directories(backend) == []


def test_a_restart_begins_at_nothing(backend: Backend) -> None:
    get(backend, "/sites/shop/akkoord.js")
    backend.stop()
    backend.start()
    assert scripts(backend) == 0
