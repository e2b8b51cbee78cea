"""Jobs beside the requests."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from akkoord.background import TURN, Background, Job, Pause, Stopped
from akkoord.errors import StoreError
from akkoord.store import Store, open_store
from tests.samples import NOW

PATIENCE = 20


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path}/ledger.db")) as store:
        yield store


def counted(name: str, times: list[str], **how: bool) -> Job:
    return Job(name, 60.0, lambda store, pause: times.append(name), **how)


def at(now: datetime) -> Callable[[], datetime]:
    return lambda: now


def test_one_of_many_workers_does_what_one_does_for_all(store: Store) -> None:
    times: list[str] = []
    alone, each = counted("alone", times, alone=True), counted("each", times)
    for minute in range(3):
        for seconds in (0, 20):
            for _ in range(2):
                now = NOW.replace(second=0) + timedelta(minutes=minute, seconds=seconds)
                worker = Background(lambda: store, [alone, each], at(now))
                worker.do(alone)
                worker.do(each)
    assert (times.count("alone"), times.count("each")) == (3, 12)
    assert len(store.documents(TURN)) == 2, "old turns go"


def test_a_store_that_is_away_is_waited_for_and_told_of_once(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    answers: list[Store | None] = [None, None, store]
    times: list[str] = []

    def open() -> Store:
        found = answers.pop(0)
        if found is None:
            raise StoreError("The store is away.")
        return found

    job = counted("counting", times)
    worker = Background(open, [job])
    with caplog.at_level(logging.ERROR, "akkoord.background"):
        for _ in range(4):
            worker.do(job)
    assert times == ["counting"] * 2
    assert [record.getMessage() for record in caplog.records] == ["counting waits for the store: The store is away."]


def test_an_unexpected_error_ends_one_time_only(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    def fail(store: Store, pause: Pause) -> None:
        raise ZeroDivisionError

    job = Job("dividing", 60.0, fail)
    Background(lambda: store, [job]).do(job)
    assert "dividing: unexpected error" in caplog.text


def test_others_go_in_between_where_a_long_job_pauses(store: Store) -> None:
    done, gone = Event(), Event()

    def long(store: Store, pause: Pause) -> None:
        while not done.is_set():
            pause()
        gone.set()

    worker = Background(
        lambda: store, [Job("long", 3600.0, long, alone=True), Job("short", 0.001, lambda *_: done.set())]
    )
    worker.start()
    assert gone.wait(PATIENCE)
    worker.stop()


def test_stopping_ends_a_long_job_and_does_the_last_things(store: Store) -> None:
    begun, closed = Event(), Event()
    ended: list[str] = []

    class Seen:
        """A store of which is seen that it is closed."""

        def __getattr__(self, name: str) -> object:
            return closed.set if name == "close" else getattr(store, name)

    def endless(store: Store, pause: Pause) -> None:
        begun.set()
        try:
            while True:
                pause()
        except Stopped:
            ended.append("stopped")
            raise

    last = Job("last", 3600.0, lambda *_: ended.append("last"), at_end=True)
    worker = Background(lambda: Seen(), [Job("endless", 60.0, endless, alone=True), last])  # type: ignore[arg-type, return-value]
    worker.start()
    assert begun.wait(PATIENCE)
    worker.stop()
    assert ended == ["stopped", "last"]
    assert closed.is_set()
    assert not worker._thread.is_alive()
