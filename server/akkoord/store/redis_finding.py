"""Finds decisions in Redis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from ..model import Decision
from .redis_layout import decision_of, keys, partition_of
from .redis_reading import entry_batches
from .redis_server import RedisServer, store_errors
from .rows import visitor_bytes


class RedisFinding:
    """What is read from a store."""

    def __init__(self, server: RedisServer) -> None:
        self._server = server
        self._redis: Any = server.client
        self._find = server.script("records", "find")
        self._history = server.script("records", "history")

    def find(self, site: str, decision: UUID) -> Decision | None:
        id = decision.bytes
        with store_errors():
            found = self._find(keys(site, partition_of(id), "ids visitors shapes"), [id])
            return self._decision(site, id, found) if found else None

    def find_all(self, site: str, ids: Sequence[UUID]) -> dict[UUID, Decision]:
        return {id: found for id in ids if (found := self.find(site, id))}

    def latest(self, site: str, visitor: str) -> Decision | None:
        return next(iter(self._of_visitor(site, visitor_bytes(visitor), b"last")), None)

    def history(self, site: str, visitor: str) -> list[Decision]:
        return self._of_visitor(site, visitor_bytes(visitor), b"all")

    def decisions(self, site: str, first: datetime | None, last: datetime | None) -> Iterator[Decision]:
        with store_errors():
            for batch in entry_batches(self._redis, site, first, last):
                yield from (decision for decision, _ in batch)

    def _of_visitor(self, site: str, visitor: bytes, which: bytes) -> list[Decision]:
        if not visitor:
            return []
        with store_errors():
            found = self._history(keys(site, partition_of(visitor), "visitors shapes"), [visitor, which])
        return [decision_of(site, visitor, *pair) for pair in zip(found[::2], found[1::2], strict=True)]

    def _decision(self, site: str, id: bytes, found: Sequence[bytes]) -> Decision | None:
        """What a script found; it may have found only whose it is."""
        visitor, *rest = found
        if rest:
            return decision_of(site, visitor, *rest)
        return next(iter(self._of_visitor(site, visitor, id)), None)
