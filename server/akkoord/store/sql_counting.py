"""Tallies in an SQL database, but for the path of every decision, which is in ``sql_writing.py``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from types import ModuleType
from typing import Any

import sqlalchemy as sa

from ..model import Tally
from .base import OnDays
from .rows import in_steps, tallies_of
from .sql_connections import SqlConnections
from .tables import tallies

_NAMES = [tallies.c[name] for name in ("site", "day", "dimension", "value")]
_DAYS_AT_ONCE = 500
_ROWS_AT_ONCE = 500
_THERE = sa.and_(
    tallies.c.site == sa.bindparam("site"),
    tallies.c.day.in_(sa.bindparam("days", expanding=True)),
    tallies.c.dimension.in_(sa.bindparam("dimensions", expanding=True)),
)
"""Where a few dimensions are, looked up day by day: between the days lies whatever else was counted."""
_EACH = sa.select(*_NAMES[1:], tallies.c.count)
_SUMS = sa.select(tallies.c.value, sa.func.sum(tallies.c.count)).where(_THERE).group_by(tallies.c.value)
IN_PARTS = "part > 0"
"""What is not brought together yet. PostgreSQL has an index of it: a query must have the condition word for word."""


class SqlCounting(SqlConnections):
    """What a store has counted."""

    def tally(self, site: str, first_day: str, last_day: str, dimensions: Collection[str] | None = None) -> list[Tally]:
        with self._reading() as connection:
            return tallies_between(connection, site, first_day, last_day, dimensions)

    def by_day(self, site: str, first_day: str, last_day: str, dimensions: Collection[str]) -> OnDays:
        with self._reading() as connection:
            return _on_days(connection, site, first_day, last_day, dimensions)

    def totals(
        self, site: str, first_day: str, last_day: str, dimensions: Collection[str]
    ) -> dict[tuple[str, str], int]:
        found: Counter[tuple[str, str]] = Counter()
        with self._reading() as connection:
            for days in in_steps(_days(connection, site, first_day, last_day), _DAYS_AT_ONCE):
                # one dimension at a time: a database groups by one word in half the time that it takes for two
                for dimension in dict.fromkeys(dimensions):
                    for value, total in connection.execute(_SUMS, _of(site, days, [dimension])).all():
                        found[dimension, value] += int(total)
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
    if dimensions is not None:
        return tallies_of(site, _on_days(connection, site, first_day, last_day, dimensions))
    between = sa.and_(tallies.c.site == site, tallies.c.day.between(first_day, last_day))
    return tallies_of(site, _added_up(connection.execute(_EACH.where(between))))


def _on_days(
    connection: sa.Connection, site: str, first_day: str, last_day: str, dimensions: Collection[str]
) -> OnDays:
    steps = in_steps(_days(connection, site, first_day, last_day), _DAYS_AT_ONCE)
    return _added_up(*(connection.execute(_EACH.where(_THERE), _of(site, days, dimensions)) for days in steps))


def _added_up(*results: sa.CursorResult[str, str, str, int]) -> OnDays:
    """Rows of tallies together: a day that is not folded has several of one name."""
    found: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for result in results:
        # some at a time: so many rows at once would have all memory searched for what is not needed any more
        for rows in result.partitions(_ROWS_AT_ONCE):
            for day, dimension, value, count in rows:
                of = found[day, dimension]
                of[value] = of.get(value, 0) + count
    return dict(found)


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


def _of(site: str, days: Sequence[str], dimensions: Collection[str]) -> dict[str, Any]:
    """What :data:`_THERE` is asked with."""
    return {"site": site, "days": list(days), "dimensions": list(dimensions)}


def _days(connection: sa.Connection, site: str, first_day: str, last_day: str) -> list[str]:
    """The days on which anything was counted, each found behind the one before it."""
    least = sa.func.min(tallies.c.day)
    mine = sa.and_(tallies.c.site == site, tallies.c.day <= last_day)
    found = sa.select(least.label("day")).where(mine, tallies.c.day >= first_day).cte("found", recursive=True)
    after = sa.select(least).where(mine, tallies.c.day > found.c.day).scalar_subquery()
    found = found.union_all(sa.select(after).where(found.c.day.is_not(None)))
    return [day for day in connection.scalars(sa.select(found.c.day)) if day is not None]
