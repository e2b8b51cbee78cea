"""The tallies in Redis: each count goes into any partition, so a tally is the sum over all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from random import randrange
from typing import Any

from ..errors import StoreError
from ..model import Tally
from .base import Counts, OnDays
from .redis_days import RedisDays
from .redis_layout import PARTITIONS, fields, key
from .redis_server import RedisServer
from .rows import in_order, missing_from, tallies_of

_ATTEMPTS = 5
"""How often a day may be counted in the very moment in which it is topped up."""


class RedisTallies:
    """Counts in Redis, and reads what was counted."""

    def __init__(self, server: RedisServer) -> None:
        self._redis: Any = server.client
        self.days = RedisDays(server)
        self._count = server.script("count", "tally")
        self._top_up = server.script("count", "top_up")

    def count(self, site: str, day: str, counts: Counts) -> None:
        """Count what leaves no other trace."""
        places = _places(site, randrange(PARTITIONS), day)
        self._count(places, [day, *fields(counts)])

    def between(
        self, site: str, first_day: str, last_day: str, dimensions: Collection[str] | None = None
    ) -> list[Tally]:
        """What was counted on these days, the last one included, in order."""
        return tallies_of(site, self.by_day(site, first_day, last_day, dimensions))

    def by_day(self, site: str, first_day: str, last_day: str, dimensions: Collection[str] | None) -> OnDays:
        """The same in no order."""
        found: OnDays = {}
        for day, dimension, values in self.days.read(site, first_day, last_day, dimensions):
            _add_up(found.setdefault((day, dimension), {}), values)
        return found

    def totals(
        self, site: str, first_day: str, last_day: str, dimensions: Collection[str]
    ) -> dict[tuple[str, str], int]:
        """What was counted on these days together."""
        total: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for _, dimension, values in self.days.read(site, first_day, last_day, dimensions):
            _add_up(total[dimension], values)
        return {(dimension, value): count for dimension, of in total.items() for value, count in of.items()}

    def top_up(self, tallies: Iterable[Tally]) -> None:
        """Bring each tally up to its count."""
        for (site, day), of_day in groupby(in_order(tallies), key=lambda tally: (tally.site, tally.day)):
            wanted = list(of_day)
            for _ in range(_ATTEMPTS):
                if not self._add_missing(site, day, wanted):
                    break
            else:
                raise StoreError(f"The Redis store did not come to an end: {day} is counted all the time.")

    def _add_missing(self, site: str, day: str, wanted: Sequence[Tally]) -> int:
        """Add to the tallies of a day what they lack, unless somebody else does; how many lacked something."""
        # Always in the same partition, and looked at before all are: who adds there meanwhile is noticed there.
        places = _places(site, 0, day)
        names = _fields(wanted)
        seen = dict(zip(names, self._redis.hmget(places[0], names), strict=True))
        missing = missing_from(wanted, self.between(site, day, day))
        if missing:
            added = zip(_fields(missing), missing, strict=True)
            rows = [part for name, tally in added for part in (name, seen[name] or b"", tally.count)]
            self._top_up(places, [day, *rows])
        return len(missing)


def _add_up(found: dict[str, int], values: Mapping[str, int]) -> None:
    for value, count in values.items():
        found[value] = found.get(value, 0) + count


def _places(site: str, partition: int, day: str) -> list[str]:
    return [key(site, partition, f"tally:{day}"), key(site, partition, "days")]


def _fields(tallies: Iterable[Tally]) -> list[str]:
    return fields((tally.dimension, tally.value) for tally in tallies)
