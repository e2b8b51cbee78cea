"""Workers count in files that no living worker shares, and that a dead one leaves to the next."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from akkoord.worker_metrics import DIRECTORY, join, shared_directory

COUNTING = """
import sys
from akkoord.worker_metrics import join
join()
from prometheus_client import Counter
turns = Counter("turns", "Turns.")
for line in sys.stdin:
    turns.inc()
    print("counted", flush=True)
"""


@contextmanager
def worker() -> Iterator[subprocess.Popen[str]]:
    """A process that counts one for each line it is given."""
    process = subprocess.Popen(
        [sys.executable, "-c", COUNTING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def count(process: subprocess.Popen[str]) -> None:
    assert process.stdin and process.stdout
    print("one", file=process.stdin, flush=True)
    assert process.stdout.readline() == "counted\n"


def files() -> list[str]:
    return sorted(path.name for path in Path(os.environ[DIRECTORY]).glob("*.db"))


def total() -> float | None:
    from prometheus_client import CollectorRegistry
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry.get_sample_value("turns_total")


def test_living_workers_count_apart_and_the_next_one_goes_on_where_a_dead_one_stopped() -> None:
    with shared_directory(), worker() as first:
        count(first)
        with worker() as second:
            count(second)
            count(second)
            assert (files(), total()) == (["counter_0.db", "counter_1.db"], 3)
        # the second is dead, killed
        assert total() == 3
        with worker() as third:
            count(third)
            count(first)
            assert (files(), total()) == (["counter_0.db", "counter_1.db"], 5)


def test_the_directory_is_new_nobody_elses_and_gone_afterwards(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(DIRECTORY, str(tmp_path))
    with shared_directory():
        directory = Path(os.environ[DIRECTORY])
        assert directory != tmp_path
        assert list(directory.iterdir()) == []
        assert directory.stat().st_mode & 0o077 == 0
        (directory / "counter_0.db").touch()
    assert not directory.exists()
    assert DIRECTORY not in os.environ


def test_who_starts_no_workers_counts_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DIRECTORY, raising=False)
    join()
    assert DIRECTORY not in os.environ
