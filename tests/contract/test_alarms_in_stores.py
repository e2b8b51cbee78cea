"""That an alarm is told once, on every store, by however many workers, however often they are started."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from akkoord.store import open_store
from tests.alarms.days import DAY, NOW, count, usual_days
from tests.alarms.test_watch import Kept, work
from tests.contract.test_documents import STORES
from tests.samples import NOTICE
from tests.unit.catalogues import compile_catalogues

WORKERS = 3


@pytest.fixture(params=STORES)
def url(request: pytest.FixtureRequest) -> str:
    compile_catalogues()
    url: str = request.param(request)
    return url


def test_an_alarm_and_its_end_are_told_once_by_all_workers_together(url: str) -> None:
    kept, begin = Kept(), Barrier(WORKERS)
    with closing(open_store(url)) as store:
        store.publish(NOTICE)
        usual_days(store)
        count(store, DAY, 100, 205, 195, {"known.example": 20, "new.example": 40})
        count(store, DAY + timedelta(days=1), 1000, 205, 195, {"known.example": 20, "new.example": 40})

    def one_of_many() -> None:
        for days in range(2):
            with closing(open_store(url)) as own:
                begin.wait(20)
                work(own, [kept], NOW + timedelta(days=days))
            begin.wait(20)

    workers = [Thread(target=one_of_many) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(kept.told) == ["alarm displays low", "alarm hosts", "clear displays"]
