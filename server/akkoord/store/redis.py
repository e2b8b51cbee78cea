"""The ledger in Redis, one server or a cluster, through redis-py. Each atomic change is one Lua script on one slot."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from ..errors import StoreError, UnknownNotice
from ..model import Decision, Notice, Tally
from . import redis_schema
from .base import Counts, OnDays
from .redis_documents import RedisDocuments
from .redis_erasing import RedisErasing
from .redis_layout import PARTITIONS, append_arguments, keys, partition_of, site_key
from .redis_reading import sites
from .redis_server import RedisServer, store_errors
from .redis_tallies import RedisTallies
from .risks import Risk
from .rows import visitor_bytes

_ATTEMPTS = 5
"""How often an id may change hands while it is asked for."""


class RedisStore(RedisErasing, RedisDocuments):
    """A store in one Redis server, or in a cluster.

    :param min_replicas: a decision counts as written once so many replicas have it.
    :param upgrade: brings an older layout up to date; else it is refused.
    """

    def __init__(self, url: str, min_replicas: int = 0, upgrade: bool = False) -> None:
        super().__init__(RedisServer(url, min_replicas))
        script = self._server.script
        self._append = script("count", "records", "append")
        self._claim = script("records", "claim")
        self._tallies = RedisTallies(self._server)
        with store_errors():
            if upgrade:
                steps = redis_schema.Steps(
                    lambda one: self.append(one, []),
                    self._know,
                    script("records", "widen"),
                    script("records", "remark"),
                )
                redis_schema.upgrade(self._redis, steps)
            else:
                redis_schema.require(self._redis)

    def sites(self) -> list[str]:
        with store_errors():
            return sites(self._redis)

    def publish(self, notice: Notice) -> None:
        row = json.dumps([notice.asked, notice.document], ensure_ascii=False)
        with store_errors():
            self._redis.hsetnx(site_key(notice.site, "notices"), notice.version, row)
            self._know(notice.site, notice.version, range(PARTITIONS))

    def notice(self, site: str, version: str) -> Notice | None:
        with store_errors():
            row = self._redis.hget(site_key(site, "notices"), version)
        return None if row is None else _notice_of(site, version, row)

    def notices(self, site: str) -> list[Notice]:
        with store_errors():
            rows = self._redis.hgetall(site_key(site, "notices"))
        return [_notice_of(site, version.decode(), row) for version, row in sorted(rows.items())]

    def append(self, decision: Decision, counts: Counts) -> Decision:
        site, id, visitor = decision.site, decision.id.bytes, visitor_bytes(decision.visitor)
        if not visitor:
            raise ValueError(f"{decision.visitor!r} is not a visitor's id")
        here, there = partition_of(visitor), partition_of(id)
        places, row = append_arguments(decision, counts)
        loser = b""
        with store_errors():
            for _ in range(_ATTEMPTS):
                earlier: Any = b""
                if here != there or loser:
                    earlier = self._server.lasting(
                        self._claim, keys(site, there, "ids visitors shapes"), [id, visitor, loser]
                    )
                if earlier == b"":
                    earlier = self._server.lasting(self._append, places, row)
                if earlier == b"":
                    return decision
                if earlier is None:
                    raise UnknownNotice(f"The store holds no notice {decision.notice}.")
                found = self._decision(site, id, earlier)
                if found:
                    return found
                # somebody asked for that id and never wrote the decision
                loser = earlier[0]
        raise StoreError("The Redis store did not come to an end: an id of a decision kept changing hands.")

    def append_all(self, decisions: Sequence[Decision]) -> list[Decision]:
        return [self.append(one, []) for one in decisions]

    def count(self, site: str, day: str, counts: Counts) -> None:
        with store_errors():
            self._tallies.count(site, day, counts)

    def tally(self, site: str, first_day: str, last_day: str, dimensions: Collection[str] | None = None) -> list[Tally]:
        with store_errors():
            return self._tallies.between(site, first_day, last_day, dimensions)

    def by_day(self, site: str, first_day: str, last_day: str, dimensions: Collection[str]) -> OnDays:
        with store_errors():
            return self._tallies.by_day(site, first_day, last_day, dimensions)

    def totals(
        self, site: str, first_day: str, last_day: str, dimensions: Collection[str]
    ) -> dict[tuple[str, str], int]:
        with store_errors():
            return self._tallies.totals(site, first_day, last_day, dimensions)

    def fold(self, site: str, before: str) -> int:
        with store_errors():
            return self._tallies.days.fold(site, before)

    def top_up(self, tallies: Iterable[Tally]) -> None:
        with store_errors():
            self._tallies.top_up(tallies)

    def ping(self) -> None:
        with store_errors():
            # Written, because a replica and a full server answer a mere ping as well.
            for place in self._server.everywhere():
                self._redis.set(place, "", px=1)

    def risks(self, now: datetime) -> list[Risk]:
        with store_errors():
            return list(self._server.risks(now))

    def close(self) -> None:
        self._server.close()


def _notice_of(site: str, version: str, row: bytes) -> Notice:
    asked, document = json.loads(row)
    return Notice(site, version, tuple(asked), document)
