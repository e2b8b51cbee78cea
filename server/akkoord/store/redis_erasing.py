"""Erases in Redis, and keeps that what was sealed was erased."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from .base import CountsOf, Erasing, no_counts
from .redis_layout import (
    AT,
    ID,
    INDEX,
    PARTITIONS,
    SHAPE,
    decision_of,
    fields,
    key,
    keys,
    partition_of,
    records,
    site_key,
    written,
)
from .redis_reading import BATCH
from .redis_scrubbing import scrub
from .redis_server import RedisServer, store_errors
from .redis_tree import RedisTree
from .rows import instant, milliseconds, utc_day, visitor_bytes


class RedisErasing(RedisTree):
    """What ends in a store."""

    def __init__(self, server: RedisServer) -> None:
        super().__init__(server)
        self._erase = server.script("records", "erase")
        self._drop_notice = server.script("drop_notice")

    def forget(self, site: str, visitor: str, at: datetime, why: str = "visitor", counts: CountsOf = no_counts) -> int:
        raw, erased = visitor_bytes(visitor), 0
        if not raw:
            return 0
        with store_errors():
            while joined := self._redis.hget(key(site, partition_of(raw), "visitors"), raw):
                erased += self._erase_records(site, raw, list(records(joined)), Erasing(at, why, counts))
            self._redis.hdel(key(site, partition_of(raw), "restricted"), raw)
            # a batch that was left behind would have the visitor's id
            self._sealing.settle(site)
        return erased

    def prune(self, site: str, before: datetime, keep: str, at: datetime, counts: CountsOf = no_counts) -> int:
        limit, erased = written(before), 0
        with store_errors():
            for partition in range(PARTITIONS):
                kept: set[bytes] = set(self._redis.hkeys(key(site, partition, "restricted")))
                for raw, joined in self._redis.hscan_iter(key(site, partition, "visitors"), count=BATCH):
                    old = [record for record in records(joined) if record[AT] < limit]
                    if old and raw not in kept:
                        erased += self._erase_records(site, raw, old, Erasing(at, "retention", counts))
            self._sealing.settle(site)
            for version in self._redis.hkeys(site_key(site, "notices")):
                if version.decode() != keep:
                    self._drop(site, version.decode())
        return erased

    def scrub(self, thorough: bool = False) -> None:
        with store_errors():
            scrub(self._server)

    def restrict(self, site: str, visitor: str, at: datetime | None) -> None:
        raw = visitor_bytes(visitor)
        if not raw:
            return
        place = key(site, partition_of(raw), "restricted")
        with store_errors():
            if at is None:
                self._redis.hdel(place, raw)
            else:
                self._redis.hset(place, raw, milliseconds(at))

    def restricted(self, site: str, visitor: str) -> datetime | None:
        raw = visitor_bytes(visitor)
        with store_errors():
            found = self._redis.hget(key(site, partition_of(raw), "restricted"), raw) if raw else None
        return None if found is None else instant(int(found))

    def _erase_records(self, site: str, visitor: bytes, those: Collection[bytes], erasing: Erasing) -> int:
        here = partition_of(visitor)
        found = self._redis.hmget(key(site, here, "shapes"), [record[SHAPE] for record in those])
        # a shape that is gone by now was that of decisions that are gone by now
        gone = {record: shape for record, shape in zip(those, found, strict=True) if shape is not None}
        # first the ids, by which a decision is found: what is left after a crash is found by its visitor
        pipeline = self._redis.pipeline(transaction=False)
        for record in those:
            pipeline.hdel(key(site, partition_of(record[ID]), "ids"), record[ID])
        pipeline.execute()
        days: dict[str, int] = {}
        rows: list[bytes | str | int] = []
        for record, shape in gone.items():
            one = decision_of(site, visitor, record, shape)
            counted, day = fields(erasing.counts(one)), utc_day(one.at)
            rows += [record[: INDEX.start], day, days.setdefault(day, len(days) + 1), len(counted), *counted]
        places = [*keys(site, here, "visitors shapes references unsealed erased days")]
        places += [key(site, here, f"tally:{day}") for day in days]
        return int(self._erase(places, [visitor, written(erasing.at), erasing.why, *rows]))

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
        return None
