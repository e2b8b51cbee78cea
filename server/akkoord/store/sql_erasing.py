"""Erases in an SQL database, and keeps that what was sealed was erased."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from .base import Erased, Pause, no_pause
from .rows import instant, milliseconds, visitor_bytes
from .sql_connections import SqlConnections, store_errors
from .tables import decisions, erased, notices, restrictions

_BATCH = 500
"""How many rows are erased in one transaction, so that recording never waits long for it."""
_seq = decisions.c.seq


class SqlErasing(SqlConnections):
    """What ends in a store."""

    def forget(self, site: str, visitor: str, at: datetime, why: str = "visitor") -> int:
        raw, gone = visitor_bytes(visitor), 0
        mine = sa.and_(decisions.c.site == site, decisions.c.visitor == raw)
        with self._writing() as connection:
            while rows := self._erase(connection, site, mine, at, why):
                gone += rows
            connection.execute(sa.delete(restrictions).where(*_restriction(site, raw)))
        with store_errors():
            self._database.after_erasing(self._reader)
        return gone

    def prune(self, site: str, before: datetime, keep: str, at: datetime, pause: Pause = no_pause) -> int:
        kept = sa.exists().where(restrictions.c.site == site, restrictions.c.visitor == decisions.c.visitor)
        old = sa.and_(decisions.c.site == site, decisions.c.at < milliseconds(before), ~kept)
        gone = 0
        # looked for without the lock: recording goes on meanwhile
        while seqs := self._seqs(sa.select(_seq).where(old).order_by(_seq).limit(_BATCH)):
            with self._writing() as connection:
                step = self._erase(connection, site, sa.and_(_seq.in_(seqs), old), at, "retention")
            gone += step
            pause(step)
        referring = sa.exists().where(decisions.c.site == site, decisions.c.notice == notices.c.version)
        spent = sa.and_(notices.c.site == site, notices.c.version != keep, ~referring)
        with self._writing() as connection, suppress(IntegrityError):
            # if somebody decides about one meanwhile, all of them stay until the next time
            connection.execute(sa.delete(notices).where(spent))
        with store_errors():
            self._database.after_erasing(self._reader)
        return gone

    def scrub(self, thorough: bool = False) -> None:
        with store_errors():
            self._database.scrub(self._reader, thorough)

    def restrict(self, site: str, visitor: str, at: datetime | None) -> None:
        raw = visitor_bytes(visitor)
        if not raw:
            return
        with self._writing() as connection:
            connection.execute(sa.delete(restrictions).where(*_restriction(site, raw)))
            if at is not None:
                row = {"site": site, "visitor": raw, "at": milliseconds(at)}
                connection.execute(self._database.insert(restrictions).on_conflict_do_nothing(), row)

    def restricted(self, site: str, visitor: str) -> datetime | None:
        query = sa.select(restrictions.c.at).where(*_restriction(site, visitor_bytes(visitor)))
        with self._reading() as connection:
            found = connection.execute(query).scalar()
        return None if found is None else instant(found)

    def _erase(
        self, connection: sa.Connection, site: str, which: sa.ColumnElement[bool], at: datetime, why: str
    ) -> int:
        """Erase some of these; how many. Whoever would seal one meanwhile waits, or went before."""
        query = sa.select(_seq, decisions.c.idx).where(which).order_by(_seq).limit(_BATCH).with_for_update()
        rows = connection.execute(query).all()
        if rows:
            connection.execute(sa.delete(decisions).where(_seq.in_([row.seq for row in rows])))
            self._keep_erased(connection, site, [Erased(row.idx, at, why) for row in rows if row.idx >= 0])
        return len(rows)

    def _keep_erased(self, connection: sa.Connection, site: str, those: Iterable[Erased]) -> None:
        """Keep that these places of the tree are empty."""
        rows = [{"site": site, "at": milliseconds(one.at), "idx": one.index, "why": one.why} for one in those]
        if rows:
            connection.execute(self._database.insert(erased).on_conflict_do_nothing(), rows)

    def _seqs(self, query: sa.Select[Any]) -> list[int]:
        with self._reading() as connection:
            return list(connection.scalars(query))


def _restriction(site: str, visitor: bytes) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return restrictions.c.site == site, restrictions.c.visitor == visitor
