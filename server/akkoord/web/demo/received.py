"""What the demo's vendors received, kept in memory and shown to anybody who looks."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from threading import Lock

RECEIVED_LIMIT = 500
"""How many requests are kept; older ones are forgotten, but stay counted."""


@dataclass(frozen=True, slots=True)
class Received:
    """One request that reached a vendor.

    :param at: ISO 8601, UTC.
    :param path: without the query, which may hold anything.
    :param cookie: whether the vendor's own cookie came along.
    """

    at: str
    host: str
    method: str
    path: str
    cookie: bool


class Inbox:
    """Everything that arrived at one set of hosts, oldest first; may be used by several threads."""

    def __init__(self, hosts: Sequence[str], limit: int = RECEIVED_LIMIT) -> None:
        self._hosts = tuple(hosts)
        self._lock = Lock()
        self._received: deque[Received] = deque(maxlen=limit)
        self._counts: Counter[str] = Counter()

    def add(self, received: Received) -> None:
        """Keep one request, and forget the oldest one if there are too many."""
        with self._lock:
            self._received.append(received)
            self._counts[received.host] += 1

    def clear(self) -> None:
        """Forget everything, the counts too."""
        with self._lock:
            self._received.clear()
            self._counts.clear()

    def document(self) -> dict[str, object]:
        """What is kept as JSON-ready values, with a count for every host, also where nothing arrived."""
        with self._lock:
            received = [asdict(one) for one in self._received]
            counts = {host: self._counts[host] for host in self._hosts}
        return {"received": received, "counts": counts}
