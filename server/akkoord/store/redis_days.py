"""Days that are over, in Redis: what each of 64 partitions counted is brought together, so that it is read at once.

A partition and the day lie in different slots of a cluster, so no step changes both. What a partition counted is first
taken aside under a new name (``freeze``), then added to the day, which notes that name in the same step (``fold``),
then let go (``thaw``). Whoever finds something taken aside goes on with it, whosever it is; what comes twice is
known by its name. A reader leaves out what is taken aside if the day has its name by then, and reads again if the day
changed meanwhile.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from secrets import token_bytes
from typing import Any, NamedTuple

from ..errors import StoreError
from .redis_layout import PARTITIONS, key, site_key
from .redis_server import RedisServer

Counted = tuple[str, str, Mapping[str, int]]
"""Day, dimension, and how often each of its values was counted."""

_NAME = 4
_NOTHING = b"\0" * _NAME
_ATTEMPTS = 20
"""How often it may be that days are folded in the very moment in which they are read."""


class _Open(NamedTuple):
    """What lies in a partition of a day."""

    partition: int
    day: str


class _Live(NamedTuple):
    """What one partition counted on a day: fields and counts in turn.

    :param taken: the name of what is taken aside, and of what must be added before it; nothing if nothing is.
    """

    where: _Open
    taken: bytes
    frozen: list[bytes]
    tally: list[bytes]


class RedisDays:
    """Reads what was counted, and brings old days together."""

    def __init__(self, server: RedisServer) -> None:
        self._redis: Any = server.client
        self._freeze = server.script("freeze")
        self._fold = server.script("fold")
        self._thaw = server.script("thaw")
        self._counted = server.script("counted")

    def fold(self, site: str, before: str) -> int:
        """Bring the days before that one together; how many were not."""
        open = self._open(site, "-", f"({before}")
        for partition, day in open:
            for _ in range(_ATTEMPTS):
                if self._fold_one(site, partition, day):
                    break
            else:
                raise StoreError(f"The Redis store did not come to an end: {day} is folded all the time.")
        return len({day for _, day in open})

    def _fold_one(self, site: str, partition: int, day: str) -> bool:
        """Go one round; whether it is done."""
        name = f"day:{day}"
        tally, frozen, days = (key(site, partition, each) for each in (f"tally:{day}", f"frozen:{day}", "days"))
        last = _name_of(self._redis.hget(site_key(site, name), "@"), partition)
        rows = self._freeze([tally, frozen, days], [day, token_bytes(_NAME - 1) + b"\1", last])
        found = dict(zip(rows[::2], rows[1::2], strict=True))
        if not found:
            return True
        names = found.pop(b"@")
        taken, before = names[:_NAME], names[_NAME:]
        counts = [part for field, count in found.items() for part in (*field.split(b"=", 1), count)]
        added = self._fold([site_key(site, name), site_key(site, "folded")], [day, partition, taken, before, *counts])
        # taken aside after something that was not the last by then: it comes after the last
        self._thaw([frozen, tally, days], [day, taken, b"" if added == taken else added])
        return bool(added == taken)

    def read(self, site: str, first_day: str, last_day: str, dimensions: Collection[str] | None) -> Iterator[Counted]:
        """What was counted on these days; one and the same thing may come several times."""
        for _ in range(_ATTEMPTS):
            open = self._open(site, f"[{first_day}", f"[{last_day}")
            days = sorted({day for _, day in open})
            before = self._ask([("hget", site_key(site, f"day:{day}"), "@") for day in days])
            live = self._partitions(site, open, dimensions)
            found = list(dict.fromkeys([*self._folded(site, first_day, last_day), *days]))
            rows = list(self._day_rows(site, found, dimensions))
            names = {day: row.pop("@", None) for day, row in zip(found, rows, strict=True)}
            if all(names[day] == name for day, name in zip(days, before, strict=True)):
                folded = (
                    (day, dimension, json.loads(text))
                    for day, row in zip(found, rows, strict=True)
                    for dimension, text in row.items()
                )
                return chain(folded, _counted(live, names))
        raise StoreError("The Redis store did not come to an end: days are folded all the time.")

    def _open(self, site: str, first: str, last: str) -> list[_Open]:
        found = self._ask([("zrangebylex", key(site, each, "days"), first, last) for each in range(PARTITIONS)])
        return [_Open(partition, day.decode()) for partition, days in enumerate(found) for day in days]

    def _folded(self, site: str, first_day: str, last_day: str) -> list[str]:
        found = self._redis.zrangebylex(site_key(site, "folded"), f"[{first_day}", f"[{last_day}")
        return [day.decode() for day in found]

    def _partitions(self, site: str, open: Collection[_Open], dimensions: Collection[str] | None) -> list[_Live]:
        """What lies in the partitions."""
        if dimensions is not None and not dimensions:
            return []
        names = [] if dimensions is None else list(dimensions)
        found = []
        for one in open:
            places = [key(site, one.partition, f"{name}:{one.day}") for name in ("frozen", "tally")]
            found.append(_Live(one, *self._counted(places, names)))
        return found

    def _day_rows(self, site: str, days: Collection[str], dimensions: Collection[str] | None) -> Iterator[Any]:
        """The rows of each day by dimension, and the names of what was added to it as ``@``."""
        if dimensions is None:
            for row in self._ask([("hgetall", site_key(site, f"day:{day}")) for day in days]):
                yield {name.decode(): value for name, value in row.items()}
        else:
            wanted = ["@", *dimensions]
            for values in self._ask([("hmget", site_key(site, f"day:{day}"), wanted) for day in days]):
                yield {name: value for name, value in zip(wanted, values, strict=True) if value is not None}

    def _ask(self, commands: Collection[tuple[Any, ...]]) -> list[Any]:
        if not commands:
            return []
        pipeline = self._redis.pipeline(transaction=False)
        for name, *given in commands:
            getattr(pipeline, name)(*given)
        return list(pipeline.execute())


def _name_of(names: bytes | None, partition: int) -> bytes:
    """The name of what was added to a day from a partition last."""
    return (names or b"")[partition * _NAME :][:_NAME] or _NOTHING


def _counted(live: Collection[_Live], names: dict[str, Any]) -> Iterator[Counted]:
    for (partition, day), taken, frozen, tally in live:
        # what is taken aside may have been added to the day by now
        added = taken[:_NAME] == _name_of(names[day], partition)
        row = tally if added else [*tally, *frozen]
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for field, count in zip(row[::2], row[1::2], strict=True):
            dimension, is_count, value = field.decode().partition("=")
            if is_count:
                found[dimension][value] += int(count)
        yield from ((day, dimension, values) for dimension, values in found.items())
