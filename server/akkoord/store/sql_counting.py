"""Tallies in an SQL database, but for the path of every decision, which is in ``sql_writing.py``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from types import ModuleType
from typing import Any

import sqlalchemy as sa

from ..model import Tally
from .rows import in_order
from .sql_connections import SqlConnections
from .tables import tallies

_NAMES = [tallies.c[name] for name in ("site", "day", "dimension", "value")]
_TOTAL = sa.func.sum(tallies.c.count).label("total")


class SqlCounting(SqlConnections):
    """What a store has counted."""

    def tally(self, site: str, first_day: str, last_day: str, dimensions: Collection[str] | None = None) -> list[Tally]:
        with self._reading() as connection:
            return tallies_between(connection, site, first_day, last_day, dimensions)

    def totals(
        self, site: str, first_day: str, last_day: str, dimensions: Collection[str]
    ) -> dict[tuple[str, str], int]:
        names = [tallies.c.dimension, tallies.c.value]
        query = sa.select(*names, _TOTAL).where(_between(site, first_day, last_day, dimensions)).group_by(*names)
        with self._reading() as connection:
            return {(row.dimension, row.value): int(row.total) for row in connection.execute(query)}

    def fold(self, site: str, before: str) -> int:
        if self._database.PARTS == 1:
            return 0
        old = sa.and_(tallies.c.site == site, tallies.c.day < before, tallies.c.part > 0)
        with self._reading() as connection:
            days = list(connection.scalars(sa.select(tallies.c.day).where(old).distinct()))
        for day in sorted(days):
            with self._writing() as connection:
                gone = sa.delete(tallies).where(old, tallies.c.day == day).returning(*_NAMES, tallies.c.count)
                parts: Counter[tuple[str, ...]] = Counter()
                for row in connection.execute(gone).all():
                    parts[tuple(row[:4])] += row[4]
                add_all(connection, self._database, parts)
        return len(days)


def tallies_between(
    connection: sa.Connection, site: str, first_day: str, last_day: str, dimensions: Collection[str] | None = None
) -> list[Tally]:
    """What was counted on these days, whatever part it was counted in."""
    query = sa.select(*_NAMES, _TOTAL).where(_between(site, first_day, last_day, dimensions)).group_by(*_NAMES)
    rows = connection.execute(query).all()
    return in_order(Tally(row.site, row.day, row.dimension, row.value, int(row.total)) for row in rows)


def add_all(connection: sa.Connection, database: ModuleType, counted: Mapping[tuple[str, ...], int]) -> None:
    """Add to tallies: ``(site, day, dimension, value)`` -> how much."""
    # in one order everywhere, so that two writers never wait for each other in a circle
    rows = [
        {**dict(zip(("site", "day", "dimension", "value"), key, strict=True)), "part": 0, "count": count}
        for key, count in sorted(counted.items())
    ]
    if rows:
        connection.execute(_adding(database), rows)


def _adding(database: ModuleType) -> Any:
    insert = database.insert(tallies)
    total = tallies.c.count + insert.excluded.count
    return insert.on_conflict_do_update(index_elements=tallies.primary_key.columns, set_={"count": total})


def _between(site: str, first_day: str, last_day: str, dimensions: Collection[str] | None) -> sa.ColumnElement[bool]:
    found = sa.and_(tallies.c.site == site, tallies.c.day.between(first_day, last_day))
    return found if dimensions is None else sa.and_(found, tallies.c.dimension.in_(list(dimensions)))
