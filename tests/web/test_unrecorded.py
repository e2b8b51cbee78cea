"""Decisions that could not be recorded are counted all the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkoord.background import Background
from akkoord.errors import AkkoordError, StoreError
from akkoord.ledger import Ledger
from akkoord.model import Tally
from akkoord.recount import recount
from akkoord.settings import Settings
from akkoord.store import Store, open_store
from akkoord.web.parts import EXTENSION
from akkoord.web.unrecorded import AT_ONCE, CODES, Unrecorded
from akkoord.web.watching import DECISIONS as ROUTE
from akkoord.web.watching import Answered
from tests.samples import NOW
from tests.web.shop import DECISIONS, DISPLAYS, ORIGIN, decision, error, tallied

PAGE = {"Origin": ORIGIN}
"""The headers of a page: with them decisions need no Flask, once one was recorded."""


def answered(status: int = 503, code: str = "store_unavailable", **changes: Any) -> Answered:
    return Answered("POST", ROUTE, "shop", status, code, 0.001, "0", "")._replace(**changes)


def write(app: Flask, store: Store) -> None:
    """What the worker's job does."""
    app.extensions[EXTENSION].unrecorded.write(store, lambda: None)


def errors_of(store: Store, site: str = "shop") -> Mapping[str, int]:
    return {code: count for (dimension, code), count in tallied(store, site).items() if dimension == "error"}


class Refusing:
    """A store that counts so many times, and then does not answer."""

    def __init__(self, store: Store, times: int) -> None:
        self._store, self._times = store, times

    def count(self, *what: Any) -> None:
        if not self._times:
            raise StoreError("The store is away.")
        self._times -= 1
        self._store.count(*what)


def refusing(store: Store, times: int = 0) -> Store:
    return cast(Store, Refusing(store, times))


@pytest.mark.parametrize("headers", [{}, PAGE], ids=["a program", "a page"])
@pytest.mark.parametrize("recorded_before", [False, True])
def test_a_refused_decision_is_counted_and_a_recorded_one_is_not(
    app: Flask, client: FlaskClient, store: Store, notice: str, headers: Mapping[str, str], recorded_before: bool
) -> None:
    if recorded_before:
        assert client.post(DECISIONS, json=decision(notice), headers=headers).status_code == 201
    for body in (decision("0123456789ab"), decision("0123456789ab"), decision(notice, language="fr"), {}):
        assert client.post(DECISIONS, json=body, headers=headers).status_code == 422
    assert client.post(DECISIONS, json=decision(notice), headers=headers).status_code == 201
    write(app, store)
    write(app, store)
    assert errors_of(store) == {"unknown_notice": 2, "unknown_language": 1, "invalid_request": 1}


def test_a_page_of_somebody_else_and_a_forged_token_are_counted_too(
    app: Flask, client: FlaskClient, store: Store, notice: str
) -> None:
    client.post(DECISIONS, json=decision(notice), headers={"Origin": "https://evil.test"})
    client.post(DECISIONS, json=decision(notice), headers={**PAGE, "Authorization": "Bearer forged"})
    client.post(DECISIONS, data=b" " * 5000, headers=PAGE)
    write(app, store)
    assert errors_of(store) == {"unknown_origin": 1, "token_invalid": 1, "body_too_large": 1}


def test_nothing_else_is_counted(app: Flask, client: FlaskClient, store: Store, notice: str) -> None:
    client.post("/api/v1/sites/nobody/decisions", json=decision(notice))
    client.post(DISPLAYS, json={})
    client.get(DECISIONS)
    client.get("/sites/nobody/akkoord.js")
    client.post("/nowhere")
    write(app, store)
    for site in ("shop", "blog", "nobody", ""):
        assert tallied(store, site) == {}


def test_a_fault_of_ours_is_counted_as_one(
    app: Flask, client: FlaskClient, store: Store, notice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Ledger, "record", fail)
    assert error(client.post(DECISIONS, json=decision(notice), headers=PAGE)) == (500, "internal")
    write(app, store)
    assert errors_of(store) == {"internal": 1}


def test_what_a_store_that_is_away_did_not_record_is_counted_once_it_is_back(
    app: Flask, client: FlaskClient, settings: Settings, ledger_file: Path, notice: str
) -> None:
    job = app.extensions[EXTENSION].unrecorded.job()
    worker = Background(lambda: open_store(settings.store), [job])
    with closing(sqlite3.connect(ledger_file)) as file:
        file.execute("ALTER TABLE tally RENAME TO away")
        for _ in range(3):
            answer = client.post(DECISIONS, json=decision(notice), headers=PAGE)
            assert error(answer) == (503, "store_unavailable")
            worker.do(job)
        file.execute("ALTER TABLE away RENAME TO tally")
    worker.do(job)
    with closing(open_store(settings.store)) as store:
        assert tallied(store) == {("error", "store_unavailable"): 3}


def test_what_the_store_does_not_take_waits_and_nothing_is_counted_twice(store: Store) -> None:
    unrecorded = Unrecorded(lambda: NOW)
    for _ in range(AT_ONCE + 1):
        unrecorded.answered(answered())
    unrecorded.answered(answered(429, "rate_limited"))
    for times in (0, 1, 1):
        with pytest.raises(StoreError):
            unrecorded.write(refusing(store, times), lambda: None)
    unrecorded.answered(answered())
    unrecorded.write(store, lambda: None)
    unrecorded.write(refusing(store), lambda: None)
    assert errors_of(store) == {"store_unavailable": AT_ONCE + 2, "rate_limited": 1}


def test_what_waits_keeps_its_day_and_its_site(store: Store) -> None:
    clock: list[datetime] = [NOW]
    unrecorded = Unrecorded(lambda: clock[-1])
    unrecorded.answered(answered())
    with pytest.raises(StoreError):
        unrecorded.write(refusing(store), lambda: None)
    clock.append(NOW + timedelta(days=1))
    unrecorded.answered(answered())
    unrecorded.answered(answered(site="blog"))
    unrecorded.write(store, lambda: None)
    days = [f"{day.date()}" for day in clock]
    assert store.tally("shop", *days) == [Tally("shop", day, "error", "store_unavailable", 1) for day in days]
    assert store.tally("blog", *days) == [Tally("blog", days[1], "error", "store_unavailable", 1)]


def test_several_threads_lose_nothing_while_it_is_written(store: Store) -> None:
    unrecorded, ready, each = Unrecorded(lambda: NOW), Barrier(5), 400

    def refuse() -> None:
        ready.wait()
        for _ in range(each):
            unrecorded.answered(answered())

    threads = [Thread(target=refuse) for _ in range(4)]
    for thread in threads:
        thread.start()
    ready.wait()
    while any(thread.is_alive() for thread in threads):
        unrecorded.write(store, lambda: None)
    unrecorded.write(store, lambda: None)
    assert errors_of(store) == {"store_unavailable": 4 * each}


def test_nobody_makes_up_what_is_counted(store: Store) -> None:
    unrecorded = Unrecorded(lambda: NOW)
    for code in ("", "bad_request", "made_up"):
        unrecorded.answered(answered(400, code))
    unrecorded.write(store, lambda: None)
    assert errors_of(store) == {AkkoordError.code: 3}
    assert {"internal", "rate_limited", "store_unavailable", "error"} <= CODES


def test_each_worker_writes_its_own_and_once_more_when_it_ends() -> None:
    job = Unrecorded().job()
    assert (job.alone, job.at_end) == (False, True)


def test_a_recount_changes_nothing(app: Flask, client: FlaskClient, store: Store, notice: str) -> None:
    client.post(DECISIONS, json=decision(notice), headers=PAGE)
    client.post(DECISIONS, json=decision("0123456789ab"), headers=PAGE)
    write(app, store)
    before = tallied(store)
    assert before["error", "unknown_notice"] == 1
    found = recount(store, "shop", "0001-01-01", "9999-12-31")
    assert (found.decisions, found.missing, found.surplus, found.busy) == (1, [], [], [])
    store.top_up(found.missing)
    assert tallied(store) == before
