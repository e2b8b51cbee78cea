"""How one PostgreSQL database is shared by many servers, through psycopg 3."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.pq import TransactionStatus
from sqlalchemy.dialects.postgresql import insert as insert
from sqlalchemy.exc import ProgrammingError

from ..errors import ConfigurationError, Detail
from .risks import Risk, clock_risks, postgresql_risks
from .tables import metadata

SECONDS = 2
"""How long the database may take to answer."""
CONNECTIONS = 8
"""How many connections one worker has at most."""
PARTS = 16
"""In how many parts a tally is counted: so many decisions of one site are written at once."""
ONE_WRITES = False
"""Each thread writes on a connection of its own; PostgreSQL itself commits them together."""
_LOCK = 0x616B6B6F
"""Whoever makes or changes the tables has this lock."""


class _Connection(psycopg.Connection[Any]):
    """A connection that is given up when the database keeps silent, also where it is stopped and not down."""

    seconds: float | None = SECONDS

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, timeout or self.seconds)
        except psycopg.OperationalError:
            # what may still be under way is not waited for, and not used again
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise


class _PatientConnection(_Connection):
    """A connection for what may take long."""

    seconds = None


def make_engine(url: sa.URL, patient: bool = False) -> sa.Engine:
    """A pool of connections to one database; each is tried before it is used."""
    if not url.database:
        hint = "name the database, such as postgresql://user@host/akkoord"
        raise ConfigurationError("A ledger needs a database.", Detail("AKKOORD_STORE", "the URL names none", hint))
    limit = 0 if patient else SECONDS
    connect = _PatientConnection.connect if patient else _Connection.connect
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=SECONDS,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": SECONDS,
            "application_name": "akkoord",
            "options": f"-c statement_timeout={limit}s -c idle_in_transaction_session_timeout={5 * SECONDS}s",
        },
    )
    sa.event.listen(engine, "do_connect", lambda _dialect, _record, given, named: connect(*given, **named))
    return engine


def check_there(engine: sa.Engine) -> None:
    """A database that is away says so by itself."""


def risks(connection: sa.Connection, now: datetime) -> Iterator[Risk]:
    """What would lose proofs."""
    query = sa.text("SELECT name, setting FROM pg_settings WHERE name = ANY(:names)")
    names = ["fsync", "synchronous_commit", "full_page_writes"]
    settings = {row.name: row.setting for row in connection.execute(query, {"names": names})}
    yield from postgresql_risks(settings)
    there: datetime = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    yield from clock_risks(there - now)


def begin_writing(cursor: psycopg.Cursor[Any]) -> None:
    """The driver begins by itself."""


def lock_schema(connection: sa.Connection) -> None:
    """Wait for whoever makes or changes the tables now; until the end of the transaction nobody else does."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


@sa.event.listens_for(metadata, "after_create")
def _find_parts(_: sa.MetaData, connection: sa.Connection, **__: Any) -> None:
    """What was counted in parts is found without looking through all days."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("CREATE INDEX tally_in_parts ON tally (site, day) WHERE part > 0")


@sa.event.listens_for(metadata, "after_create")
def _keep_no_examples(_: sa.MetaData, connection: sa.Connection, **__: Any) -> None:
    """The database notes down examples of what stands in a column, and would have them when the rows are gone."""
    if connection.dialect.name == "postgresql":
        for table, column in (("decision", "id"), ("decision", "visitor"), ("restriction", "visitor")):
            connection.exec_driver_sql(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def after_erasing(engine: sa.Engine) -> None:
    """Who asks to be erased does not wait for more: the database itself cleans up now and then."""


def scrub(engine: sa.Engine, thorough: bool) -> None:
    """Let the place of what was erased be used again, and where it is to be thorough, write the tables anew.

    What was erased stands in the database's log as well. A new piece of that is begun, so that the old ones go when
    their time has come. Only who administers the database may do that.
    """
    tables = ", ".join(sorted(metadata.tables))
    with _for_now(make_engine(engine.url, patient=True)) as patient, patient.connect() as plain:
        connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql(f"VACUUM {'(FULL)' if thorough else ''} {tables}")
        for statement in ("SELECT pg_switch_wal()", "CHECKPOINT"):
            with suppress(ProgrammingError):
                connection.exec_driver_sql(statement)


@contextmanager
def _for_now(engine: sa.Engine) -> Iterator[sa.Engine]:
    """The engine, until it is not needed any more."""
    try:
        yield engine
    finally:
        engine.dispose()
