"""The ledger in Redis, one server or a cluster, through redis-py. Each atomic change is one Lua script on one slot."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import redis
from redis.exceptions import RedisClusterException

from ..errors import StoreError, UnknownNotice
from ..model import Decision, Notice, Tally
from . import redis_schema
from .base import Counts, Showing
from .redis_archive import RedisArchive
from .redis_layout import (
    AT,
    ID,
    PARTITIONS,
    append_arguments,
    decision_of,
    key,
    keys,
    partition_of,
    records,
    site_key,
)
from .redis_reading import BATCH, decision_batches, sites
from .redis_server import RedisServer
from .redis_tallies import RedisTallies
from .risks import Risk
from .rows import milliseconds, visitor_bytes

_ATTEMPTS = 5
"""How often an id may change hands while it is asked for."""


class RedisStore:
    """A store in one Redis server, or in a cluster.

    :param min_replicas: a decision counts as written once so many replicas have it.
    :param upgrade: brings an older layout up to date; else it is refused.
    """

    def __init__(self, url: str, min_replicas: int = 0, upgrade: bool = False) -> None:
        self._server = RedisServer(url, min_replicas)
        self._redis: Any = self._server.client
        script = self._server.script
        self._append = script("count", "records", "append")
        self._claim = script("records", "claim")
        self._find = script("records", "find")
        self._history = script("records", "history")
        self._erase = script("records", "erase")
        self._drop_notice = script("drop_notice")
        self._tallies = RedisTallies(self._server)
        self._archive = RedisArchive(self._redis)
        with _store_errors():
            if upgrade:
                redis_schema.upgrade(self._redis, lambda one: self.append(one, []), self._know)
            else:
                redis_schema.require(self._redis)

    def sites(self) -> list[str]:
        with _store_errors():
            return sites(self._redis)

    def publish(self, notice: Notice) -> None:
        row = json.dumps([notice.asked, notice.document], ensure_ascii=False)
        with _store_errors():
            self._redis.hsetnx(site_key(notice.site, "notices"), notice.version, row)
            self._know(notice.site, notice.version, range(PARTITIONS))

    def notice(self, site: str, version: str) -> Notice | None:
        with _store_errors():
            row = self._redis.hget(site_key(site, "notices"), version)
        return None if row is None else _notice_of(site, version, row)

    def notices(self, site: str) -> list[Notice]:
        with _store_errors():
            rows = self._redis.hgetall(site_key(site, "notices"))
        return [_notice_of(site, version.decode(), row) for version, row in sorted(rows.items())]

    def append(self, decision: Decision, counts: Counts) -> Decision:
        site, id, visitor = decision.site, decision.id.bytes, visitor_bytes(decision.visitor)
        if not visitor:
            raise ValueError(f"{decision.visitor!r} is not a visitor's id")
        here, there = partition_of(visitor), partition_of(id)
        places, row = append_arguments(decision, counts)
        loser = b""
        with _store_errors():
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

    def find(self, site: str, decision: UUID) -> Decision | None:
        id = decision.bytes
        with _store_errors():
            found = self._find(keys(site, partition_of(id), "ids visitors shapes"), [id])
            return self._decision(site, id, found) if found else None

    def find_all(self, site: str, ids: Sequence[UUID]) -> dict[UUID, Decision]:
        return {id: found for id in ids if (found := self.find(site, id))}

    def latest(self, site: str, visitor: str) -> Decision | None:
        return next(iter(self._of_visitor(site, visitor_bytes(visitor), b"last")), None)

    def history(self, site: str, visitor: str) -> list[Decision]:
        return self._of_visitor(site, visitor_bytes(visitor), b"all")

    def decisions(self, site: str, first: datetime | None, last: datetime | None) -> Iterator[Decision]:
        with _store_errors():
            for batch in decision_batches(self._redis, site, first, last):
                yield from batch

    def count(self, site: str, day: str, counts: Counts) -> None:
        with _store_errors():
            self._tallies.count(site, day, counts)

    def tally(self, site: str, first_day: str, last_day: str) -> list[Tally]:
        with _store_errors():
            return self._tallies.between(site, first_day, last_day)

    def top_up(self, tallies: Iterable[Tally]) -> None:
        with _store_errors():
            self._tallies.top_up(tallies)

    def forget(self, site: str, visitor: str) -> int:
        raw, erased = visitor_bytes(visitor), 0
        if not raw:
            return 0
        with _store_errors():
            while joined := self._redis.hget(key(site, partition_of(raw), "visitors"), raw):
                erased += self._erase_records(site, raw, [record[ID] for record in records(joined)])
        return erased

    def prune(self, site: str, before: datetime, keep: str) -> int:
        limit, erased = milliseconds(before).to_bytes(6, "big"), 0
        with _store_errors():
            for partition in range(PARTITIONS):
                for raw, joined in self._redis.hscan_iter(key(site, partition, "visitors"), count=BATCH):
                    old = [record[ID] for record in records(joined) if record[AT] < limit]
                    if old:
                        erased += self._erase_records(site, raw, old)
            for version in self._redis.hkeys(site_key(site, "notices")):
                if version.decode() != keep:
                    self._drop(site, version.decode())
        return erased

    def keep_showing(self, site: str, showing: Showing) -> bool:
        with _store_errors():
            return self._archive.keep_showing(site, showing)

    def showings(self, site: str) -> list[Showing]:
        with _store_errors():
            return self._archive.showings(site)

    def keep_file(self, digest: str, content: bytes) -> None:
        with _store_errors():
            self._archive.keep_file(digest, content)

    def file(self, digest: str) -> bytes | None:
        with _store_errors():
            return self._archive.file(digest)

    def ping(self) -> None:
        with _store_errors():
            # Written, because a replica and a full server answer a mere ping as well.
            for place in self._server.everywhere():
                self._redis.set(place, "", px=1)

    def risks(self, now: datetime) -> list[Risk]:
        with _store_errors():
            return list(self._server.risks(now))

    def close(self) -> None:
        self._server.close()

    def _of_visitor(self, site: str, visitor: bytes, which: bytes) -> list[Decision]:
        if not visitor:
            return []
        with _store_errors():
            found = self._history(keys(site, partition_of(visitor), "visitors shapes"), [visitor, which])
        return [decision_of(site, visitor, *pair) for pair in zip(found[::2], found[1::2], strict=True)]

    def _decision(self, site: str, id: bytes, found: Sequence[bytes]) -> Decision | None:
        """What a script found; it may have found only whose it is."""
        visitor, *rest = found
        if rest:
            return decision_of(site, visitor, *rest)
        return next(iter(self._of_visitor(site, visitor, id)), None)

    def _erase_records(self, site: str, visitor: bytes, ids: Collection[bytes]) -> int:
        # first the ids, by which a decision is found: what is left after a crash is found by its visitor
        pipeline = self._redis.pipeline(transaction=False)
        for id in ids:
            pipeline.hdel(key(site, partition_of(id), "ids"), id)
        pipeline.execute()
        return int(self._erase(keys(site, partition_of(visitor), "visitors shapes references"), [visitor, *ids]))

    def _know(self, site: str, version: str, partitions: Collection[int]) -> None:
        pipeline = self._redis.pipeline(transaction=False)
        for partition in partitions:
            pipeline.sadd(key(site, partition, "known"), version)
        pipeline.execute()

    def _drop(self, site: str, version: str) -> None:
        """Drop a notice that no decision refers to. Each partition decides for itself, so it may take all of them."""
        dropped: list[int] = []
        for partition in range(PARTITIONS):
            if not self._drop_notice(keys(site, partition, "known references shapes"), [version]):
                return self._know(site, version, dropped)
            dropped.append(partition)
        self._redis.hdel(site_key(site, "notices"), version)
        self._archive.drop(site, version)
        return None


def _notice_of(site: str, version: str, row: bytes) -> Notice:
    asked, document = json.loads(row)
    return Notice(site, version, tuple(asked), document)


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except (redis.RedisError, RedisClusterException) as error:
        raise StoreError("The Redis store did not answer.") from error
