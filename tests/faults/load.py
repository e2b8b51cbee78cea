"""Visitors who decide without end, as their browsers do: what was not recorded is sent again, under the same id.

Each changes its mind once: the second decision names the visitor by the token of the first.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from typing import Any
from uuid import UUID

from tests.web.shop import DECISIONS, decision

VISITORS = 4
PATIENCE = 60
"""Seconds that a browser may have to wait until its decision is recorded."""


class Load:
    """What the visitors sent, and what they were answered."""

    def __init__(self, port: int, notice: str) -> None:
        self._port, self._notice = port, notice
        self._ended = threading.Event()
        self._progress = threading.Condition()
        self.recorded: dict[UUID, dict[str, Any]] = {}
        """Id of a decision that was answered with 201 -> the answer."""
        self.statuses: Counter[int] = Counter()
        """HTTP status -> how often; 0 for a connection that broke."""
        self.wrong: list[str] = []

    def visit(self) -> None:
        while not self._ended.is_set():
            first = self._decide(decision(self._notice))
            if first is not None:
                self._decide(decision(self._notice, choices={"analytics": False}, token=first["token"]))

    def _decide(self, sent: dict[str, Any]) -> dict[str, Any] | None:
        """Send it until it is recorded; what was answered then."""
        id, body = UUID(sent["id"]), json.dumps(sent)
        given_up = threading.Timer(PATIENCE, self.wrong.append, [f"{id} was not recorded in {PATIENCE} s"])
        given_up.start()
        while not self.wrong:
            status, retry_after, answer = self._send(body)
            with self._progress:
                self.statuses[status] += 1
                if status == 201:
                    self.recorded[id] = answer
                self._progress.notify_all()
            if status == 201:
                break
            if status == 503:
                if not retry_after.isdigit() or answer["error"]["code"] != "store_unavailable":
                    self.wrong.append(f"503 with {retry_after!r} {answer}")
            elif status != 0:
                self.wrong.append(f"{status} {answer}")
            # a browser waits longer; the next try must find whatever there is by then
            self._ended.wait(0.05) if not self._ended.is_set() else threading.Event().wait(0.05)
        given_up.cancel()
        return self.recorded.get(id)

    def _send(self, body: str) -> tuple[int, str, Any]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            connection.request("POST", DECISIONS, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            return response.status, response.headers.get("Retry-After", ""), json.loads(response.read())
        except (OSError, HTTPException):
            return 0, "", None
        finally:
            connection.close()

    def until_recorded(self, more: int) -> None:
        """Wait until so many more decisions were recorded."""
        with self._progress:
            enough = len(self.recorded) + more
            assert self._progress.wait_for(lambda: self.wrong or len(self.recorded) >= enough, PATIENCE)
        assert self.wrong == []

    def until_refused(self) -> None:
        """Wait until somebody was told that it was not recorded."""
        with self._progress:
            refused = self.statuses[503] + self.statuses[0]
            assert self._progress.wait_for(
                lambda: self.wrong or self.statuses[503] + self.statuses[0] > refused, PATIENCE
            )

    def end(self) -> None:
        self._ended.set()


@contextmanager
def load(port: int, notice: str) -> Iterator[Load]:
    """Visitors decide until the block ends, and then until the last of them has an answer."""
    running = Load(port, notice)
    threads = [threading.Thread(target=running.visit) for _ in range(VISITORS)]
    for thread in threads:
        thread.start()
    try:
        yield running
    finally:
        running.end()
        for thread in threads:
            thread.join()
    assert running.wrong == []
