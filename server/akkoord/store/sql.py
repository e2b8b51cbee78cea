"""The ledger in an SQL database, SQLite or PostgreSQL, through SQLAlchemy Core."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from types import ModuleType
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from ..errors import AkkoordError, UnknownNotice
from ..model import Decision, Notice, Tally
from . import sql_schema
from .base import Counts
from .risks import Risk
from .rows import columns, decision_of, in_order, missing_from, utc_day, visitor_bytes
from .sql_connections import store_errors
from .sql_counting import SqlCounting, add_all, tallies_between
from .sql_documents import SqlDocuments
from .sql_reading import decisions_in_steps
from .sql_tree import SqlTree
from .sql_writing import Entry, SqlWriting
from .tables import decisions, notices, version
from .together import Together


class SqlStore(SqlTree, SqlCounting, SqlDocuments):
    """A store in one SQLite file or one PostgreSQL database.

    :param database: the module that knows what is special about it.
    :param upgrade: brings older tables up to date; else they are refused.
    """

    def __init__(self, url: str, database: ModuleType, upgrade: bool = False) -> None:
        super().__init__(url, database, patient=upgrade)
        # Made once: making a statement costs more than running it.
        self._insert_notice = database.insert(notices).on_conflict_do_nothing()
        self.write_all = SqlWriting(self._reader, database)
        self._write = Together(self.write_all) if database.ONE_WRITES else lambda entry: self.write_all([entry])[0]
        try:
            with self._writing() as connection:
                database.lock_schema(connection)
                (sql_schema.upgrade if upgrade else sql_schema.require)(connection)
        except AkkoordError:
            self.close()
            raise

    def sites(self) -> list[str]:
        with self._reading() as connection:
            return sorted(connection.scalars(sa.select(notices.c.site).distinct()))

    def publish(self, notice: Notice) -> None:
        row = {
            "site": notice.site,
            "version": notice.version,
            "asked": json.dumps(notice.asked),
            "document": notice.document,
        }
        with self._writing() as connection:
            connection.execute(self._insert_notice, row)

    def notice(self, site: str, version: str) -> Notice | None:
        query = sa.select(notices).where(notices.c.site == site, notices.c.version == version)
        with self._reading() as connection:
            row = connection.execute(query).first()
        return _notice_of(row) if row else None

    def notices(self, site: str) -> list[Notice]:
        with self._reading() as connection:
            found = map(_notice_of, connection.execute(sa.select(notices).where(notices.c.site == site)).all())
        return sorted(found, key=lambda notice: notice.version)

    def append(self, decision: Decision, counts: Counts) -> Decision:
        entry = Entry(decision.site, utc_day(decision.at), counts, columns(decision))
        with store_errors():
            written = self._write(entry)
        if written.refused:
            raise UnknownNotice(f"The store holds no notice {decision.notice}.") from written.refused
        if written.new:
            return decision
        # if it was erased just now, it may be written again
        return self.find(decision.site, decision.id) or self.append(decision, counts)

    def append_all(self, decisions: Sequence[Decision]) -> list[Decision]:
        with store_errors():
            written = self.write_all.append_all([columns(one) for one in decisions])
        there = [one for one, done in zip(decisions, written, strict=True) if not done.new]
        earlier = {
            site: self.find_all(site, [one.id for one in there if one.site == site])
            for site in {one.site for one in there}
        }
        # one that was there a moment ago and is erased by now is written again
        return [
            one if done.new else earlier[one.site].get(one.id) or self.append(one, [])
            for one, done in zip(decisions, written, strict=True)
        ]

    def find(self, site: str, decision: UUID) -> Decision | None:
        return self._first(_by_id(site, decision))

    def find_all(self, site: str, ids: Sequence[UUID]) -> dict[UUID, Decision]:
        query = sa.select(decisions).where(decisions.c.site == site, decisions.c.id.in_([id.bytes for id in ids]))
        with self._reading() as connection:
            found = map(decision_of, connection.execute(query).all())
        return {one.id: one for one in found}

    def latest(self, site: str, visitor: str) -> Decision | None:
        return self._first(_of_visitor(site, visitor).order_by(decisions.c.seq.desc()).limit(1))

    def history(self, site: str, visitor: str) -> list[Decision]:
        with self._reading() as connection:
            rows = connection.execute(_of_visitor(site, visitor).order_by(decisions.c.seq)).all()
        return [decision_of(row) for row in rows]

    def decisions(self, site: str, first: datetime | None, last: datetime | None) -> Iterator[Decision]:
        return decisions_in_steps(self._reading, site, first, last)

    def count(self, site: str, day: str, counts: Counts) -> None:
        with store_errors():
            self._write(Entry(site, day, counts))

    def top_up(self, tallies: Iterable[Tally]) -> None:
        for (site, day), of_day in groupby(in_order(tallies), key=lambda tally: (tally.site, tally.day)):
            with self._writing() as connection:
                # so that two who do this at once do not both add what is missing
                self._database.lock_schema(connection)
                missing = missing_from(of_day, tallies_between(connection, site, day, day))
                lacking: dict[tuple[str, ...], int] = {
                    (tally.site, tally.day, tally.dimension, tally.value): tally.count for tally in missing
                }
                add_all(connection, self._database, lacking)

    def ping(self) -> None:
        self._database.check_there(self._reader)
        with self._writing() as connection:
            connection.execute(sa.select(decisions.c.seq).limit(1)).first()
            # written, because what is full or read-only is read all the same
            connection.execute(version.update().values(version_num=version.c.version_num))

    def risks(self, now: datetime) -> list[Risk]:
        with self._reading() as connection:
            return list(self._database.risks(connection, now))

    def _first(self, query: sa.Select[Any]) -> Decision | None:
        with self._reading() as connection:
            row = connection.execute(query).first()
        return decision_of(row) if row else None


def _notice_of(row: Any) -> Notice:
    return Notice(row.site, row.version, tuple(json.loads(row.asked)), row.document)


def _by_id(site: str, decision: UUID) -> sa.Select[Any]:
    return sa.select(decisions).where(decisions.c.site == site, decisions.c.id == decision.bytes)


def _of_visitor(site: str, visitor: str) -> sa.Select[Any]:
    return sa.select(decisions).where(decisions.c.site == site, decisions.c.visitor == visitor_bytes(visitor))
