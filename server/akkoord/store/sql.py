"""The ledger in an SQL database, through SQLAlchemy Core. Today SQLite."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from weakref import WeakSet

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from ..errors import ConfigurationError, Detail, StoreError, UnknownNotice
from ..model import Decision, Notice, Tally
from . import sqlite
from .base import Counts
from .rows import PLAIN, columns, decision_of, in_order, milliseconds, utc_day, visitor_bytes

_BATCH = 500
"""How many rows are erased in one transaction, so that recording never waits long for it."""

_engines: WeakSet[sa.Engine] = WeakSet()
_tables = sa.MetaData()

_notices = sa.Table(
    "notice",
    _tables,
    sa.Column("site", sa.String(32), primary_key=True),
    sa.Column("version", sa.String(12), primary_key=True),
    sa.Column("asked", sa.Text, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
)

_decisions = sa.Table(
    "decision",
    _tables,
    # The order of seq is the order of appending.
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("site", sa.String(32), nullable=False),
    sa.Column("id", sa.LargeBinary(16), nullable=False),
    sa.Column("visitor", sa.LargeBinary(16), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("choices", sa.String(4), nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in PLAIN),
    sa.UniqueConstraint("site", "id"),
    # A decision always leads to the question that was asked.
    sa.ForeignKeyConstraint(["site", "notice"], ["notice.site", "notice.version"]),
    # Answers latest and history, so neither needs a table of its own.
    sa.Index("decision_of_visitor", "site", "visitor", "seq"),
)

_tallies = sa.Table(
    "tally",
    _tables,
    sa.Column("site", sa.String(32), primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("dimension", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Made once: making a statement costs more than running it.
_APPEND = insert(_decisions).on_conflict_do_nothing()
_COUNT = insert(_tallies)
_COUNT = _COUNT.on_conflict_do_update(
    index_elements=list(_tallies.primary_key.columns),
    set_={"count": _tallies.c.count + _COUNT.excluded.count},
)


class SqlStore:
    """A store in one SQLite file."""

    def __init__(self, url: str) -> None:
        self._reader = _engine(url)
        self._path = Path(str(self._reader.url.database))
        # The same pool of connections; what it begins, begins with the write lock.
        self._writer = self._reader.execution_options(writes=True)
        with self._writing() as connection:
            _tables.create_all(connection, checkfirst=True)

    def publish(self, notice: Notice) -> None:
        row = {
            "site": notice.site,
            "version": notice.version,
            "asked": json.dumps(notice.asked),
            "document": notice.document,
        }
        with self._writing() as connection:
            connection.execute(insert(_notices).on_conflict_do_nothing(), row)

    def notice(self, site: str, version: str) -> Notice | None:
        query = sa.select(_notices).where(_notices.c.site == site, _notices.c.version == version)
        with self._reading() as connection:
            row = connection.execute(query).first()
        return Notice(row.site, row.version, tuple(json.loads(row.asked)), row.document) if row else None

    def append(self, decision: Decision, counts: Counts) -> Decision:
        row, day, counted = columns(decision), utc_day(decision.at), Counter(counts)
        with self._writing() as connection:
            try:
                written = connection.execute(_APPEND, row).rowcount
            except IntegrityError as error:
                raise UnknownNotice(f"The store holds no notice {decision.notice}.") from error
            if not written:
                return decision_of(connection.execute(_by_id(decision.site, decision.id)).one())
            _count(connection, decision.site, day, counted)
        return decision

    def find(self, site: str, decision: UUID) -> Decision | None:
        return self._first(_by_id(site, decision))

    def latest(self, site: str, visitor: str) -> Decision | None:
        return self._first(_of_visitor(site, visitor).order_by(_decisions.c.seq.desc()).limit(1))

    def history(self, site: str, visitor: str) -> list[Decision]:
        with self._reading() as connection:
            rows = connection.execute(_of_visitor(site, visitor).order_by(_decisions.c.seq)).all()
        return [decision_of(row) for row in rows]

    def count(self, site: str, day: str, counts: Counts) -> None:
        with self._writing() as connection:
            _count(connection, site, day, Counter(counts))

    def tally(self, site: str, first_day: str, last_day: str) -> list[Tally]:
        query = sa.select(_tallies).where(_tallies.c.site == site, _tallies.c.day.between(first_day, last_day))
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return in_order(Tally(*row) for row in rows)

    def forget(self, site: str, visitor: str) -> int:
        mine = sa.and_(_decisions.c.site == site, _decisions.c.visitor == visitor_bytes(visitor))
        with self._writing() as connection:
            return connection.execute(sa.delete(_decisions).where(mine)).rowcount

    def prune(self, site: str, before: datetime, keep: str) -> int:
        old = sa.select(_decisions.c.seq).where(_decisions.c.site == site, _decisions.c.at < milliseconds(before))
        erased = 0
        while seqs := self._seqs(old.order_by(_decisions.c.seq).limit(_BATCH)):
            with self._writing() as connection:
                erased += connection.execute(sa.delete(_decisions).where(_decisions.c.seq.in_(seqs))).rowcount
        referring = sa.exists().where(_decisions.c.site == site, _decisions.c.notice == _notices.c.version)
        spent = sa.and_(_notices.c.site == site, _notices.c.version != keep, ~referring)
        with self._writing() as connection:
            connection.execute(sa.delete(_notices).where(spent))
        return erased

    def ping(self) -> None:
        # SQLite writes on, without a word, into a file that was taken away.
        if not self._path.is_file():
            raise StoreError("The ledger's file is gone.")
        with self._writing() as connection:
            connection.execute(sa.select(_decisions.c.seq).limit(1)).first()

    def close(self) -> None:
        self._reader.dispose()

    def _first(self, query: sa.Select[Any]) -> Decision | None:
        with self._reading() as connection:
            row = connection.execute(query).first()
        return decision_of(row) if row else None

    def _seqs(self, query: sa.Select[Any]) -> list[int]:
        with self._reading() as connection:
            return list(connection.scalars(query))

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with _store_errors(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with _store_errors(), self._writer.begin() as connection:
            yield connection


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreError("The SQL store did not answer.") from error


def _engine(url: str) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
    except SQLAlchemyError as error:
        raise ConfigurationError("The store's URL cannot be read.", Detail("AKKOORD_STORE", str(error))) from error
    if parsed.database in (None, "", ":memory:") or parsed.host or parsed.query:
        hint = "name a file and nothing else, such as sqlite:///akkoord.db"
        raise ConfigurationError("A ledger needs a file.", Detail("AKKOORD_STORE", "the URL names no file", hint))
    engine = sa.create_engine(parsed, pool_timeout=sqlite.BUSY_SECONDS)
    sa.event.listen(engine, "connect", lambda connection, _: sqlite.settle(connection))
    sa.event.listen(engine, "begin", _begin)
    _engines.add(engine)
    return engine


def _begin(connection: sa.Connection) -> None:
    # Asking for the write lock first means waiting in line, where a reader that turns writer would have to fail.
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _leave_to_parent() -> None:
    for engine in list(_engines):
        engine.dispose(close=False)


# A child process opens connections of its own.
os.register_at_fork(after_in_child=_leave_to_parent)


def _count(connection: sa.Connection, site: str, day: str, counted: Counter[tuple[str, str]]) -> None:
    # In one order everywhere, so that two writers never wait for each other in a circle.
    rows = [
        {"site": site, "day": day, "dimension": dimension, "value": value, "count": count}
        for (dimension, value), count in sorted(counted.items())
    ]
    if rows:
        connection.execute(_COUNT, rows)


def _by_id(site: str, decision: UUID) -> sa.Select[Any]:
    return sa.select(_decisions).where(_decisions.c.site == site, _decisions.c.id == decision.bytes)


def _of_visitor(site: str, visitor: str) -> sa.Select[Any]:
    return sa.select(_decisions).where(_decisions.c.site == site, _decisions.c.visitor == visitor_bytes(visitor))
