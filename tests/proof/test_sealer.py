"""Sealing in the background, and what hands checkpoints on."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from akkoord.errors import StoreError
from akkoord.proof.checkpoints import opened
from akkoord.proof.kept import kept_notes
from akkoord.proof.outlets import Outlet, outlets, post
from akkoord.proof.sealer import Sealer
from akkoord.store import Store, open_store
from tests.proof.books import HALF, KEYS, SIGNING, audited, fill
from tests.proof.vandals import SqliteVandal
from tests.samples import NOTICE, NOW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{path}")) as store:
        store.publish(NOTICE)
        yield store


class Kept:
    """An outlet that keeps what comes, or refuses it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.refuses = False
        self.outlet = Outlet("memory", self.put)

    def put(self, line: str) -> None:
        if self.refuses:
            raise ConnectionRefusedError(111, "nobody there")
        self.lines.append(line)


def test_a_round_seals_and_signs_and_hands_on(path: Path, store: Store) -> None:
    kept = Kept()
    sealer = Sealer(lambda: open_store(f"sqlite:///{path}"), SIGNING, [kept.outlet], lambda: NOW)
    fill(store, 0, HALF, NOW)
    for _ in range(2):
        sealer.round()
    sealer.stop()
    assert store.size("shop") == HALF
    [line] = kept.lines
    assert kept_notes(line) == {"shop": [store.checkpoints("shop")[0][1]]}
    assert audited(store).found == 0


def test_a_store_that_is_away_is_waited_for_and_told_of_once(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    answers: list[Store | None] = [None, None, store]

    def open() -> Store:
        found = answers.pop(0)
        if found is None:
            raise StoreError("The store is away.")
        return found

    sealer = Sealer(open, SIGNING, (), lambda: NOW)
    fill(store, 0, 3, NOW)
    with caplog.at_level(logging.ERROR, "akkoord.proof"):
        for _ in range(4):
            sealer.round()
    assert store.size("shop") == 3
    assert [record.getMessage() for record in caplog.records] == ["sealing waits for the store: The store is away."]


def test_a_damaged_tree_is_told_of_and_the_thread_lives_on(
    path: Path, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    sealer = Sealer(lambda: store, SIGNING, (), lambda: NOW)
    fill(store, 0, 3, NOW)
    sealer.round()
    fill(store, 3, 1, NOW)
    with closing(SqliteVandal(path)) as vandal:
        vandal.run("UPDATE tree_tile SET hashes = ?", bytes(32))
        sealer.round()
        assert "missing, or too short. Run akkoord verify." in caplog.text
        vandal.run("UPDATE tree_tile SET hashes = ?", bytes(3 * 32))
    sealer._clock = lambda: NOW + timedelta(hours=1)
    sealer.round()
    assert "no longer fits the checkpoint of 3 entries" in caplog.text
    sealer._open = lambda: 1 / 0  # type: ignore[assignment, return-value]
    sealer._store = None
    sealer.round()
    assert "sealing: unexpected error" in caplog.text


def test_it_runs_in_a_thread_until_it_is_stopped(store: Store) -> None:
    sealed, closed = Event(), Event()

    class Seen:
        """Somebody who sees that a round was made."""

        def __getattr__(self, name: str) -> object:
            if name == "close":
                return closed.set
            if name == "checkpoints" and store.size("shop"):
                sealed.set()
            return getattr(store, name)

    fill(store, 0, 3, NOW)
    sealer = Sealer(lambda: Seen(), SIGNING, (), lambda: NOW, every=0.001)  # type: ignore[arg-type, return-value]
    sealer.start()
    assert sealed.wait(20)
    sealer.stop()
    assert closed.is_set()
    assert not sealer._thread.is_alive()


def test_what_could_not_be_handed_on_comes_with_the_next(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    kept = Kept()
    kept.refuses = True
    notes = []
    for number in range(3):
        fill(store, number, 1, NOW)
        sealer = Sealer(lambda: store, SIGNING, [], lambda at=number: NOW + timedelta(hours=at))  # type: ignore[misc]
        sealer.round()
        notes.append(store.checkpoints("shop")[-1][1])
        kept.refuses = number < 2
        kept.outlet.send(notes[-1])
    assert [json.loads(line)["note"] for line in kept.lines] == notes
    assert "2 of memory waiting (nobody there)" in caplog.text


def test_a_file_has_each_checkpoint_as_one_line(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "checkpoints.jsonl"
    fill(store, 0, 1, NOW)
    sealer = Sealer(lambda: store, SIGNING, outlets(file, ""), lambda: NOW)
    sealer.round()
    fill(store, 1, 1, NOW)
    sealer._clock = lambda: NOW + timedelta(minutes=1)
    sealer.round()
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [(line["site"], line["size"], line["time"]) for line in lines] == [
        ("shop", 1, "2026-11-22T13:14:15.678Z"),
        ("shop", 2, "2026-11-22T13:15:15.678Z"),
    ]
    assert opened(lines[1]["note"], KEYS, "shop").size == 2


def test_a_webhook_gets_each_checkpoint_and_its_address_is_told_nobody(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    received: list[tuple[str | None, str]] = []

    class Witness(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            received.append((self.headers["Content-Type"], body))
            self.send_response(500 if len(received) == 1 else 204)
            self.end_headers()

        def log_message(self, *given: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Witness) as server:
        address = f"http://127.0.0.1:{server.server_port}/secret-token"
        thread = Thread(target=server.serve_forever)
        thread.start()
        [webhook] = outlets(None, address)
        fill(store, 0, 1, NOW)
        Sealer(lambda: store, SIGNING, [webhook], lambda: NOW).round()
        fill(store, 1, 1, NOW)
        Sealer(lambda: store, SIGNING, [webhook], lambda: NOW + timedelta(hours=1)).round()
        server.shutdown()
        thread.join()
    assert [json.loads(body)["size"] for _, body in received] == [1, 1, 2]
    assert {kind for kind, _ in received} == {"application/json"}
    assert "1 of webhook waiting" in caplog.text and "secret-token" not in caplog.text
    with pytest.raises(OSError):
        post(address, "{}")
