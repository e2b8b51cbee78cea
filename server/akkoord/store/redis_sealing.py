"""Seals in Redis, where what is sealed at once lies on many slots.

All is decided by one script on the slot of the site: the tree grows, and a *batch* says which decision has which
place. Then each partition is *marked*: its records get their places, in one script that can be done again. A batch that
somebody left behind is settled by whoever comes next, before anything else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from ..model import Decision, Tile, utc_now
from .base import WHILE_SEALING, Erased, Waiting
from .redis_layout import UNSEALED, keys, partition_of, site_key, written
from .redis_server import RedisServer
from .redis_tiles import RedisTiles, parts
from .rows import instant, milliseconds, visitor_bytes

_MARK = 42
"""Visitor, id, time and place of one decision, in bytes."""
_LAST = int.from_bytes(UNSEALED, "big") - 1


class Batch(NamedTuple):
    """What was sealed and is not marked yet.

    :param size: the size that the tree got by it.
    """

    size: int
    marks: bytes


class RedisSealing:
    """Lets trees grow, and settles what that begins."""

    def __init__(self, server: RedisServer) -> None:
        self._server = server
        self._redis: Any = server.client
        self.tiles = RedisTiles(server.client)
        self._seal = server.script("seal")
        self._mark = server.script("records", "mark")
        self._settled = server.script("settled")

    def commit(
        self, site: str, size: int, entries: Sequence[UUID | str], taken: Waiting, tiles: Mapping[Tile, bytes]
    ) -> bool:
        """Let the tree grow, if it has that size and nothing is unsettled."""
        given = {one.id: one for one in taken.decisions}
        placed = list(enumerate(entries, start=size))
        if size + len(placed) > _LAST:
            raise OverflowError(f"The tree of {site} is full.")
        batch = b"".join(mark_of(given[entry], index) for index, entry in placed if isinstance(entry, UUID))
        lists: list[list[Any]] = [
            [part for named in parts(tiles) for part in named],
            [part for index, entry in placed if isinstance(entry, str) for part in (index, line_member(index, entry))],
            list(taken.lines),
            [gone_member(one) for one in taken.erased],
        ]
        counts = [len(lists[0]) // 2, len(lists[1]) // 2, len(lists[2]), len(lists[3])]
        places = [site_key(site, name) for name in ("tree", "tiles", "lines", "said", "gone")]
        row = [size, size + len(placed), batch, *counts, *(part for each in lists for part in each)]
        return bool(self._server.lasting(self._seal, places, row))

    def unsettled(self, site: str) -> Batch:
        """The size of the tree, and what is not marked yet."""
        size, marks = self._redis.hmget(site_key(site, "tree"), ["size", "batch"])
        return Batch(int(size or 0), marks or b"")

    def settle(self, site: str) -> int:
        """Mark what is not marked yet; the size of the tree."""
        while (batch := self.unsettled(site)).marks:
            for partition, marks in by_partition(batch.marks).items():
                self.mark(site, partition, batch.size, marks)
            self.tiles.move_full(site)
            self.let_go(site, batch.size)
        return batch.size

    def mark(self, site: str, partition: int, size: int | None, marks: Iterable[bytes]) -> None:
        """Give decisions of one partition their places.

        :param size: that of the batch; None if there is none, so that what is not there was not erased just now.
        """
        places = keys(site, partition, "visitors unsealed erased marked")
        row = ["" if size is None else size, written(utc_now()), WHILE_SEALING, *marks]
        self._server.lasting(self._mark, places, row)

    def let_go(self, site: str, size: int) -> None:
        """Forget the batch, whose decisions all have their places."""
        self._settled([site_key(site, "tree")], [size])


def mark_of(decision: Decision, index: int) -> bytes:
    """What a partition has to know of one decision of a batch."""
    return visitor_bytes(decision.visitor) + decision.id.bytes + written(decision.at) + index.to_bytes(4, "big")


def by_partition(batch: bytes) -> dict[int, list[bytes]]:
    """The marks of a batch by partition of their visitor."""
    found: dict[int, list[bytes]] = defaultdict(list)
    for start in range(0, len(batch), _MARK):
        mark = batch[start : start + _MARK]
        found[partition_of(mark[:16])].append(mark)
    return found


def line_member(index: int, line: str) -> str:
    """A line in a sorted set, in which no two members are the same."""
    return f"{index} {line}"


def gone_member(erased: Erased) -> bytes:
    """An erased decision in the sorted set of the site; its score is the time."""
    return erased.index.to_bytes(4, "big") + erased.why.encode()


def gathered(values: Iterable[bytes]) -> dict[bytes, int]:
    """What partitions keep of erased decisions, as members of that set."""
    return {value[:4] + value[10:]: int.from_bytes(value[4:10], "big") for value in values}


def gone_of(members: Iterable[tuple[bytes, float]]) -> Iterator[Erased]:
    """The erased decisions that stand in that set."""
    for member, score in members:
        yield Erased(int.from_bytes(member[:4], "big"), instant(int(score)), member[4:].decode())


def kept_of(erased: Erased) -> tuple[bytes, int]:
    """The same as a member, and its score."""
    return gone_member(erased), milliseconds(erased.at)
