"""Erases in an SQL database, and keeps that what was sealed was erased."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from ..model import Decision
from .base import CountsOf, Erased, Erasing, no_counts
from .rows import decision_of, instant, milliseconds, utc_day, visitor_bytes
from .sql_connections import SqlConnections, store_errors
from .sql_counting import add_all
from .tables import decisions, erased, notices, restrictions

_BATCH = 500
"""How many rows are erased in one transaction, so that recording never waits long for it."""
_seq = decisions.c.seq


class SqlErasing(SqlConnections):
    """What ends in a store."""

    def forget(self, site: str, visitor: str, at: datetime, why: str = "visitor", counts: CountsOf = no_counts) -> int:
        raw, gone = visitor_bytes(visitor), 0
        mine = sa.and_(decisions.c.site == site, decisions.c.visitor == raw)
        with self._writing() as connection:
            while rows := self._erase(connection, site, mine, Erasing(at, why, counts)):
                gone += rows
            connection.execute(sa.delete(restrictions).where(*_restriction(site, raw)))
        with store_errors():
            self._database.after_erasing(self._reader)
        return gone

    def prune(self, site: str, before: datetime, keep: str, at: datetime, counts: CountsOf = no_counts) -> int:
        kept = sa.exists().where(restrictions.c.site == site, restrictions.c.visitor == decisions.c.visitor)
        old = sa.and_(decisions.c.site == site, decisions.c.at < milliseconds(before), ~kept)
        gone = 0
        # looked for without the lock: recording goes on meanwhile
        while seqs := self._seqs(sa.select(_seq).where(old).order_by(_seq).limit(_BATCH)):
            with self._writing() as connection:
                gone += self._erase(connection, site, sa.and_(_seq.in_(seqs), old), Erasing(at, "retention", counts))
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

    def _erase(self, connection: sa.Connection, site: str, which: sa.ColumnElement[bool], erasing: Erasing) -> int:
        """Erase some of these; how many. Whoever would seal one meanwhile waits, or went before."""
        query = sa.select(decisions).where(which).order_by(_seq).limit(_BATCH).with_for_update()
        rows = connection.execute(query).all()
        if rows:
            connection.execute(sa.delete(decisions).where(_seq.in_([row.seq for row in rows])))
            self._keep_erased(
                connection, site, [Erased(row.idx, erasing.at, erasing.why) for row in rows if row.idx >= 0]
            )
            add_all(connection, self._database, counted_of(map(decision_of, rows), erasing.counts))
        return len(rows)

    def _keep_erased(self, connection: sa.Connection, site: str, those: Iterable[Erased]) -> None:
        """Keep that these places of the tree are empty."""
        rows = [{"site": site, "at": milliseconds(one.at), "idx": one.index, "why": one.why} for one in those]
        if rows:
            connection.execute(self._database.insert(erased).on_conflict_do_nothing(), rows)

    def _seqs(self, query: sa.Select[Any]) -> list[int]:
        with self._reading() as connection:
            return list(connection.scalars(query))


def counted_of(gone: Iterable[Decision], counts: CountsOf) -> Counter[tuple[str, ...]]:
    """What is counted of these: site, day, dimension and value -> how often."""
    return Counter((one.site, utc_day(one.at), *pair) for one in gone for pair in counts(one))


def _restriction(site: str, visitor: bytes) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return restrictions.c.site == site, restrictions.c.visitor == visitor
