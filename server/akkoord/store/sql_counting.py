"""Tallies in an SQL database, but for the path of every decision, which is in ``sql_writing.py``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from types import ModuleType
from typing import Any

import sqlalchemy as sa

from ..model import Tally
from .rows import in_order, in_steps
from .sql_connections import SqlConnections
from .tables import tallies

_NAMES = [tallies.c[name] for name in ("site", "day", "dimension", "value")]
_TOTAL = sa.func.sum(tallies.c.count).label("total")


_DAYS_AT_ONCE = 500
IN_PARTS = "part > 0"
"""What is not brought together yet. PostgreSQL has an index of it, so a query must have the condition word for word."""


class SqlCounting(SqlConnections):
    """What a store has counted."""

    def tally(self, site: str, first_day: str, last_day: str, dimensions: Collection[str] | None = None) -> list[Tally]:
        with self._reading() as connection:
            return tallies_between(connection, site, first_day, last_day, dimensions)

    def totals(
        self, site: str, first_day: str, last_day: str, dimensions: Collection[str]
    ) -> dict[tuple[str, str], int]:
        names = [tallies.c.dimension, tallies.c.value]
        found: Counter[tuple[str, str]] = Counter()
        with self._reading() as connection:
            for those in _places(connection, site, first_day, last_day, dimensions):
                for row in connection.execute(sa.select(*names, _TOTAL).where(those).group_by(*names)).all():
                    found[row[0], row[1]] += int(row[2])
        return dict(found)

    def fold(self, site: str, before: str) -> int:
        if self._database.PARTS == 1:
            return 0
        old = sa.and_(tallies.c.site == site, tallies.c.day < before, sa.text(IN_PARTS))
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
    found: list[Tally] = []
    for those in _places(connection, site, first_day, last_day, dimensions):
        rows = connection.execute(sa.select(*_NAMES, _TOTAL).where(those).group_by(*_NAMES)).all()
        found += [Tally(site, row[1], row[2], row[3], int(row[4])) for row in rows]
    return in_order(found)


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


def _places(
    connection: sa.Connection, site: str, first_day: str, last_day: str, dimensions: Collection[str] | None
) -> Iterator[sa.ColumnElement[bool]]:
    """Where to look. A few dimensions are looked up day by day: between the days lies whatever else was counted."""
    mine = tallies.c.site == site
    if dimensions is None:
        yield sa.and_(mine, tallies.c.day.between(first_day, last_day))
        return
    for days in in_steps(_days(connection, site, first_day, last_day), _DAYS_AT_ONCE):
        yield sa.and_(mine, tallies.c.day.in_(days), tallies.c.dimension.in_(list(dimensions)))


def _days(connection: sa.Connection, site: str, first_day: str, last_day: str) -> list[str]:
    """The days on which anything was counted, each found behind the one before it."""
    least = sa.func.min(tallies.c.day)
    mine = sa.and_(tallies.c.site == site, tallies.c.day <= last_day)
    found = sa.select(least.label("day")).where(mine, tallies.c.day >= first_day).cte("found", recursive=True)
    after = sa.select(least).where(mine, tallies.c.day > found.c.day).scalar_subquery()
    found = found.union_all(sa.select(after).where(found.c.day.is_not(None)))
    return [day for day in connection.scalars(sa.select(found.c.day)) if day is not None]
