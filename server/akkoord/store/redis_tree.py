"""The hash tree of each site in Redis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from ..model import Decision, Tile
from .base import Erased, Waiting
from .redis_finding import RedisFinding
from .redis_layout import (
    AT,
    ID,
    INDEX,
    PARTITIONS,
    SHAPE,
    UNSEALED,
    decision_of,
    index_of,
    key,
    keys,
    partition_of,
    records,
    site_key,
)
from .redis_reading import Entry, entry_batches
from .redis_sealing import RedisSealing, gathered, gone_of, kept_of, line_member, mark_of
from .redis_server import RedisServer, store_errors

_GATHERED = 100_000
"""How many erased decisions are taken from the partitions at most, to be told in order: as few ranges as can be."""
_STEP = 1000
"""How many members of a list or a set are read at once."""


class RedisTree(RedisFinding):
    """What is sealed in a store, and what waits to be."""

    def __init__(self, server: RedisServer) -> None:
        super().__init__(server)
        self._sealing = RedisSealing(server)
        self._checkpoint = server.script("checkpoint")
        self._restored = server.script("restored")

    def say(self, site: str, line: str) -> None:
        with store_errors():
            self._redis.rpush(site_key(site, "said"), line)

    def waiting(self, site: str, limit: int) -> Waiting:
        with store_errors():
            # Before all else: whatever is sealed meanwhile changes it.
            size = self._sealing.settle(site)
            self._gather(site)
            gone = self._redis.zrange(site_key(site, "gone"), 0, limit - 1, withscores=True)
            lines = [line.decode() for line in self._redis.lrange(site_key(site, "said"), 0, limit - 1)]
            return Waiting(size, self._unsealed(site, limit), list(gone_of(gone)), lines)

    def seal(
        self, site: str, size: int, entries: Sequence[UUID | str], taken: Waiting, tiles: Mapping[Tile, bytes]
    ) -> bool:
        with store_errors():
            self._sealing.settle(site)
            done = self._sealing.commit(site, size, entries, taken, tiles)
            self._sealing.settle(site)
        return done

    def size(self, site: str) -> int:
        with store_errors():
            return self._sealing.unsettled(site).size

    def tiles(self, site: str, wanted: Collection[Tile]) -> dict[Tile, bytes]:
        with store_errors():
            return self._sealing.tiles.read(site, wanted)

    def index(self, site: str, decision: UUID) -> int | None:
        id = decision.bytes
        with store_errors():
            self._sealing.settle(site)
            visitor, *found = self._find(keys(site, partition_of(id), "ids visitors shapes"), [id]) or [b""]
            if visitor and not found:
                # its visitor lies elsewhere
                found = self._history(keys(site, partition_of(visitor), "visitors shapes"), [visitor, id])
        return index_of(found[0]) if found else None

    def lines(self, site: str, first: int, last: int) -> Iterator[tuple[int, str]]:
        while True:
            with store_errors():
                place = site_key(site, "lines")
                rows = self._redis.zrangebyscore(place, first, last, start=0, num=_STEP, withscores=True)
            yield from ((int(score), member.decode().partition(" ")[2]) for member, score in rows)
            if len(rows) < _STEP:
                return
            first = int(rows[-1][1]) + 1

    def entries(self, site: str) -> Iterator[Entry]:
        with store_errors():
            self._sealing.settle(site)
            for batch in entry_batches(self._redis, site):
                yield from batch

    def add_checkpoint(self, site: str, size: int, note: str) -> None:
        with store_errors():
            self._server.lasting(self._checkpoint, [site_key(site, "checkpoints")], [size, note])

    def checkpoints(self, site: str, first: int = 0, last: int | None = None) -> list[tuple[int, str]]:
        with store_errors():
            until = "+inf" if last is None else last
            rows = self._redis.zrangebyscore(site_key(site, "checkpoints"), first, until, withscores=True)
        return [(int(size), note.decode()) for note, size in rows]

    def restore(
        self,
        site: str,
        tiles: Mapping[Tile, bytes] | None = None,
        lines: Sequence[tuple[int, str]] = (),
        indexes: Sequence[tuple[UUID, int]] = (),
        erased: Sequence[Erased] = (),
    ) -> None:
        with store_errors():
            if tiles:
                self._sealing.tiles.put(site, tiles)
            if lines:
                members = {line_member(index, line): index for index, line in lines}
                self._redis.zadd(site_key(site, "lines"), members)
            if erased:
                self._redis.zadd(site_key(site, "gone"), dict(map(kept_of, erased)))
            found = self.find_all(site, [id for id, _ in indexes])
            marks: dict[int, list[bytes]] = defaultdict(list)
            for id, index in indexes:
                if id in found:
                    mark = mark_of(found[id], index)
                    marks[partition_of(mark[:16])].append(mark)
            for partition, each in marks.items():
                self._sealing.mark(site, partition, None, each)

    def restored(self, site: str, size: int) -> bool:
        with store_errors():
            return bool(self._server.lasting(self._restored, [site_key(site, "tree")], [size]))

    def _gather(self, site: str) -> None:
        """Take what partitions keep of erased decisions to the slot of the site; what comes twice is told once."""
        place = site_key(site, "gone")
        while self._redis.zcard(place) < _GATHERED:
            found = self._from_partitions(lambda pipeline, name: pipeline.lrange(name, 0, _STEP - 1), site, "erased")
            if not any(found):
                return
            self._redis.zadd(place, gathered(value for values in found for value in values))
            pipeline = self._redis.pipeline(transaction=False)
            for partition, values in enumerate(found):
                for value in values:
                    pipeline.lrem(key(site, partition, "erased"), 1, value)
            pipeline.execute()

    def _unsealed(self, site: str, limit: int) -> list[Decision]:
        """Decisions that wait, of each partition its oldest, as many as it has of all that wait."""
        number = self._from_partitions(lambda pipeline, name: pipeline.llen(name), site, "unsealed")
        share = min(1.0, limit / max(sum(number), 1))
        pipeline = self._redis.pipeline(transaction=False)
        partitions = [partition for partition, waiting in enumerate(number) if waiting]
        for partition in partitions:
            pipeline.lrange(key(site, partition, "unsealed"), 0, int(number[partition] * share))
        # what waited a moment ago may be sealed by now
        read = zip(partitions, pipeline.execute() if partitions else [], strict=True)
        queues = {partition: queue for partition, queue in read if queue}
        for partition, queue in queues.items():
            pipeline.hmget(key(site, partition, "visitors"), [one[:16] for one in queue])
        found: list[tuple[int, bytes, bytes]] = []
        for (partition, queue), joined in zip(queues.items(), pipeline.execute() if queues else [], strict=True):
            for one, of_visitor in zip(queue, joined, strict=True):
                # one that is erased or sealed by now waits no more
                for record in records(of_visitor or b""):
                    if record[ID] == one[16:] and record[INDEX] == UNSEALED:
                        found.append((partition, one[:16], record))
        found = sorted(found, key=lambda one: one[2][AT])[:limit]
        shapes = self._shapes(site, {(partition, record[SHAPE]) for partition, _, record in found})
        shaped = ((visitor, record, shapes[partition, record[SHAPE]]) for partition, visitor, record in found)
        return [decision_of(site, visitor, record, shape) for visitor, record, shape in shaped if shape is not None]

    def _shapes(self, site: str, wanted: Collection[tuple[int, bytes]]) -> dict[tuple[int, bytes], bytes | None]:
        pipeline = self._redis.pipeline(transaction=False)
        for partition, number in wanted:
            pipeline.hget(key(site, partition, "shapes"), number)
        return dict(zip(wanted, pipeline.execute() if wanted else [], strict=True))

    def _from_partitions(self, ask: Any, site: str, name: str) -> list[Any]:
        pipeline = self._redis.pipeline(transaction=False)
        for partition in range(PARTITIONS):
            ask(pipeline, key(site, partition, name))
        return list(pipeline.execute())
