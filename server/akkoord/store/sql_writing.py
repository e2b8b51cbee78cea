"""Writes decisions and counts into an SQL database: the one path on which every visitor comes.

It speaks to the driver itself. To make a statement of objects, as SQLAlchemy does, costs more here than to run it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from random import randrange
from types import ModuleType
from typing import Any, NamedTuple

import sqlalchemy as sa

from ..errors import StoreError, UnknownNotice
from .base import Counts
from .tables import decisions, tallies

COLUMNS = [column.name for column in decisions.columns if column.name not in ("seq", "idx")]
KEY = [column.name for column in tallies.primary_key.columns]


class Entry(NamedTuple):
    """What is written together.

    :param row: a decision by column; none for what is only counted.
    """

    site: str
    day: str
    counts: Counts
    row: Mapping[str, Any] | None = None


class Written(NamedTuple):
    """What became of an entry.

    :param new: whether it was written now; else there is a decision of that id.
    :param refused: why the database did not take the decision.
    """

    new: bool
    refused: Exception | None = None


class SqlWriting:
    """Writes entries, and counts what is new among them.

    :param database: the module that knows what is special about it.
    """

    def __init__(self, engine: sa.Engine, database: ModuleType) -> None:
        self._engine = engine
        self._database = database
        self.driver: Any = engine.dialect.loaded_dbapi
        self._mark = "?" if self.driver.paramstyle == "qmark" else "%s"
        self._insert = f"{_into(decisions, COLUMNS)} {self._marks(COLUMNS)} ON CONFLICT DO NOTHING"
        self._add = cache(self._adding)

    def __call__(self, entries: Sequence[Entry]) -> list[Written]:
        """Write them in one transaction."""
        with self._transaction() as cursor:
            written = [self._decide(cursor, entry.row) if entry.row else Written(True) for entry in entries]
            counted = Counter(
                (entry.site, entry.day, dimension, value)
                for entry, one in zip(entries, written, strict=True)
                if one.new
                for dimension, value in entry.counts
            )
            if counted:
                part = randrange(self._database.PARTS)
                # in one order everywhere, so that two writers never wait for each other in a circle
                rows = [field for key, count in sorted(counted.items()) for field in (*key, part, count)]
                cursor.execute(self._add(len(counted)), rows)
        return written

    def append_all(self, rows: Sequence[Mapping[str, Any]]) -> list[Written]:
        """Write decisions and count nothing, in one transaction: all of them, or none if one is refused."""
        written: list[Written] = []
        with self._transaction() as cursor:
            for row in rows:
                written.append(self._decide(cursor, row))
                if written[-1].refused:
                    raise UnknownNotice(f"The store holds no notice {row['notice']}.") from written[-1].refused
        return written

    def _decide(self, cursor: Any, row: Mapping[str, Any]) -> Written:
        try:
            cursor.execute(self._insert, [row[name] for name in COLUMNS])
        except self.driver.IntegrityError as error:
            return Written(False, error)
        return Written(cursor.rowcount > 0)

    def _adding(self, rows: int) -> str:
        """The statement that adds so many rows to the tallies."""
        table = tallies.name
        values = ", ".join([self._marks([*KEY, "count"])] * rows)
        adds = f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET count = {table}.count + excluded.count"
        return f"{_into(tallies, [*KEY, 'count'])} {values} {adds}"

    def _marks(self, columns: Sequence[str]) -> str:
        return f"({', '.join(self._mark for _ in columns)})"

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        try:
            # what is not committed is rolled back when the connection is let go
            with closing(self._engine.raw_connection()) as connection:
                try:
                    cursor = connection.cursor()
                    self._database.begin_writing(cursor)
                    yield cursor
                    connection.commit()
                except self.driver.Error as error:
                    if self._engine.dialect.is_disconnect(error, connection.dbapi_connection, None):
                        connection.invalidate(error)
                    raise
        except self.driver.Error as error:
            raise StoreError("The SQL store did not answer.") from error


def _into(table: sa.Table, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES"
