"""What was shown, in an SQL database: a table of showings, and one of their files."""

from __future__ import annotations

import sqlalchemy as sa

from .base import Showing
from .rows import instant, milliseconds
from .sql_connections import SqlConnections
from .tables import files, notices, showings


class SqlArchive(SqlConnections):
    """What a store keeps of what was shown."""

    def keep_showing(self, site: str, showing: Showing) -> bool:
        last = milliseconds(showing.last)
        row = {
            "site": site,
            "digest": showing.digest,
            "version": showing.version,
            "first_shown": milliseconds(showing.first),
            "last_shown": last,
        }
        insert = self._database.insert(showings).on_conflict_do_nothing().returning(showings.c.digest)
        older = (showings.c.site == site, showings.c.digest == showing.digest, showings.c.last_shown < last)
        with self._writing() as connection:
            if connection.scalar(insert, row):
                return True
            connection.execute(sa.update(showings).where(*older).values(last_shown=last))
        return False

    def showings(self, site: str) -> list[Showing]:
        query = sa.select(showings).where(showings.c.site == site).order_by(showings.c.first_shown, showings.c.digest)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [Showing(row.version, row.digest, instant(row.first_shown), instant(row.last_shown)) for row in rows]

    def keep_file(self, digest: str, content: bytes) -> None:
        insert = self._database.insert(files).on_conflict_do_nothing()
        with self._writing() as connection:
            connection.execute(insert, {"digest": digest, "content": content})

    def file(self, digest: str) -> bytes | None:
        with self._reading() as connection:
            return connection.scalar(sa.select(files.c.content).where(files.c.digest == digest))

    def _drop_showings(self, site: str) -> None:
        """Drop the showings of notices that are gone, and what they say."""
        there = sa.exists().where(notices.c.site == showings.c.site, notices.c.version == showings.c.version)
        spent = sa.and_(showings.c.site == site, ~there)
        with self._writing() as connection:
            said = sa.select(showings.c.digest).where(spent)
            connection.execute(sa.delete(files).where(files.c.digest.in_(said)))
            connection.execute(sa.delete(showings).where(spent))
