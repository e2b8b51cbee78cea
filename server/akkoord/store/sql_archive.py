"""What was shown, in an SQL database: a table of showings, and one of their files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import ModuleType

import sqlalchemy as sa

from .base import Showing
from .rows import instant, milliseconds
from .tables import metadata, notices

showings = sa.Table(
    "showing",
    metadata,
    sa.Column("site", sa.String(32), primary_key=True),
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("version", sa.String(12), nullable=False),
    sa.Column("first_shown", sa.BigInteger, nullable=False),
    sa.Column("last_shown", sa.BigInteger, nullable=False),
)

files = sa.Table(
    "archive",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

_Connect = Callable[[], AbstractContextManager[sa.Connection]]


class SqlArchive:
    """The part of a store that keeps what was shown.

    :param reading: opens a connection.
    :param writing: opens one whose transaction writes.
    """

    def __init__(self, reading: _Connect, writing: _Connect, database: ModuleType) -> None:
        self._reading, self._writing = reading, writing
        self._insert_showing = database.insert(showings).on_conflict_do_nothing().returning(showings.c.digest)
        self._insert_file = database.insert(files).on_conflict_do_nothing()

    def keep_showing(self, site: str, showing: Showing) -> bool:
        mine = sa.and_(showings.c.site == site, showings.c.digest == showing.digest)
        last = milliseconds(showing.last)
        row = {
            "site": site,
            "digest": showing.digest,
            "version": showing.version,
            "first_shown": milliseconds(showing.first),
            "last_shown": last,
        }
        with self._writing() as connection:
            if connection.scalar(self._insert_showing, row):
                return True
            later = sa.and_(mine, showings.c.last_shown < last)
            connection.execute(sa.update(showings).where(later).values(last_shown=last))
        return False

    def showings(self, site: str) -> list[Showing]:
        query = sa.select(showings).where(showings.c.site == site).order_by(showings.c.first_shown, showings.c.digest)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [Showing(row.version, row.digest, instant(row.first_shown), instant(row.last_shown)) for row in rows]

    def keep_file(self, digest: str, content: bytes) -> None:
        with self._writing() as connection:
            connection.execute(self._insert_file, {"digest": digest, "content": content})

    def file(self, digest: str) -> bytes | None:
        with self._reading() as connection:
            return connection.scalar(sa.select(files.c.content).where(files.c.digest == digest))

    def drop(self, site: str) -> None:
        """Drop the showings of notices that are gone, and what they say."""
        there = sa.exists().where(notices.c.site == showings.c.site, notices.c.version == showings.c.version)
        spent = sa.and_(showings.c.site == site, ~there)
        with self._writing() as connection:
            said = sa.select(showings.c.digest).where(spent)
            connection.execute(sa.delete(files).where(files.c.digest.in_(said)))
            connection.execute(sa.delete(showings).where(spent))
