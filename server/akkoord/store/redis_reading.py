"""Reads much out of Redis, in steps that each hold up the server for a short time only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ..model import Decision
from .redis_layout import AT, PARTITIONS, SHAPE, decision_of, index_of, key, records, written

BATCH = 500
"""How many visitors are looked at in one step: nothing else runs in Redis meanwhile."""
_SITES = "akkoord:{*}:notices"


def sites(client: Any) -> list[str]:
    """The sites that have a notice."""
    start, end = _SITES.split("*")
    found = {name.decode().removeprefix(start).removesuffix(end) for name in client.scan_iter(_SITES, count=1000)}
    # what a whole site shares has a hash tag without a partition
    return sorted(site for site in found if ":" not in site)


Entry = tuple[Decision, int | None]
"""A decision with its place in the tree, if it is sealed."""


def entry_batches(
    client: Any, site: str, first: datetime | None = None, last: datetime | None = None
) -> Iterator[list[Entry]]:
    """Decisions of a site from ``first`` up to and including ``last``, by partition and visitor."""
    earliest = b"" if first is None else written(first)
    # records have six bytes of time: nothing is later than seven
    latest = b"\xff" * 7 if last is None else written(last)
    for partition in range(PARTITIONS):
        # A hash that shrinks meanwhile tells of somebody twice. This is what grows: 16 bytes of each visitor of one
        # partition of 64.
        seen: set[bytes] = set()
        shapes: dict[bytes, bytes | None] = {}
        cursor: Any = None
        while cursor != 0:
            cursor, visitors = client.hscan(key(site, partition, "visitors"), cursor or 0, count=BATCH)
            wanted = [
                (visitor, record)
                for visitor, joined in visitors.items()
                if visitor not in seen
                for record in records(joined)
                if earliest <= record[AT] <= latest
            ]
            seen.update(visitors)
            unknown = list({record[SHAPE] for _, record in wanted} - shapes.keys())
            if unknown:
                shapes.update(zip(unknown, client.hmget(key(site, partition, "shapes"), unknown), strict=True))
            # a shape that is gone by now was that of decisions that are gone by now
            shaped = ((visitor, record, shapes[record[SHAPE]]) for visitor, record in wanted)
            yield [
                (decision_of(site, visitor, record, shape), index_of(record))
                for visitor, record, shape in shaped
                if shape is not None
            ]
