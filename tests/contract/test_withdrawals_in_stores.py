"""What telling of withdrawals, taking turns and pruning in steps need of every store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from akkoord.background import Background, Job
from akkoord.store import Store, open_store
from akkoord.store.rows import visitor_text
from akkoord.withdrawals.book import Book
from akkoord.withdrawals.making import sweep
from akkoord.withdrawals.sending import Sending
from tests.contract.test_documents import STORES
from tests.samples import NOTICE, NOW
from tests.withdrawals.shop import SHOP, SIGNER, append, decided, waiting

WORKERS = 3


@pytest.fixture(params=STORES)
def url(request: pytest.FixtureRequest) -> str:
    url: str = request.param(request)
    return url


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = open_store(url)
    store.publish(NOTICE)
    yield store
    store.close()


def test_what_was_missed_is_found_and_sent_once_by_all_workers(url: str, store: Store) -> None:
    append(store, decided(0, analytics=True, marketing=True), decided(1))
    assert sweep(store, SHOP, NOW, NOW + timedelta(hours=1), int) == 2
    assert sweep(store, SHOP, NOW, NOW + timedelta(hours=1), int) == 0
    for number in range(5):
        Book(store).add(waiting(number))
    sent: list[bytes] = []
    begin = Barrier(WORKERS)

    def take(_: str, body: bytes, __: object) -> str:
        sent.append(body)
        return "HTTP 204"

    def work() -> None:
        own = open_store(url)
        begin.wait(20)
        Sending(own, {"shop": SHOP}, SIGNER, take).round(lambda: NOW + timedelta(hours=1), int)
        own.close()

    workers = [Thread(target=work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(sent) == len(set(sent)) == 6
    assert [entry.service for entry in Book(store).open()] == ["counter"], "somebody has to do that one"
    assert len(Book(store).settled()) == 6


def test_one_worker_of_many_has_the_turn(url: str, store: Store) -> None:
    done: list[int] = []
    job = Job("counting", 60.0, lambda *_: done.append(1), alone=True)
    workers = [Background(lambda: open_store(url), [job], lambda: NOW) for _ in range(WORKERS)]
    for worker in workers:
        worker.do(job)
    assert done == [1]
    for worker in workers:
        assert worker._store is not None
        worker._store.close()


def test_pruning_pauses_after_each_step_and_can_be_ended_and_begun_again(store: Store) -> None:
    number = 1201
    made = [replace(decided(each), visitor=visitor_text(each.to_bytes(16, "big"))) for each in range(number)]
    for begin in range(0, number, 500):
        store.append_all(made[begin : begin + 500])
    before = made[-1].at + timedelta(seconds=1)
    steps: list[int] = []

    class Enough(Exception):
        pass

    def pause(step: int) -> None:
        steps.append(step)
        if sum(steps) >= 100:
            raise Enough

    with pytest.raises(Enough):
        store.prune("shop", before, NOTICE.version, NOW, pause=pause)
    left = len(list(store.decisions("shop", None, None)))
    assert left == number - sum(steps)
    again: list[int] = []
    assert store.prune("shop", before, NOTICE.version, NOW, pause=again.append) == left == sum(again)
