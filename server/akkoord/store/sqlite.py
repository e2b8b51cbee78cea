"""How one SQLite file is shared by several processes and threads, and survives a power cut."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert as insert

from ..errors import ConfigurationError, Detail, StoreError
from .risks import Risk, sqlite_risks

SMALL = 100_000_000
"""The bytes of a file that is written anew in so short a time that whoever wants to write meanwhile can wait."""
BUSY_SECONDS = 5
"""How long a write waits for the others before it gives up."""
PARTS = 1
"""In how many parts a tally is counted: one writes at a time anyway."""
ONE_WRITES = True
"""So what threads write at the same moment is written in one transaction, by one of them."""


def make_engine(url: sa.URL, patient: bool = False) -> sa.Engine:
    """Connections to one file, which answers for as long as it takes anyway."""
    if url.database in (None, "", ":memory:") or url.host or url.query:
        hint = "name a file and nothing else, such as sqlite:///akkoord.db"
        raise ConfigurationError("A ledger needs a file.", Detail("AKKOORD_STORE", "the URL names no file", hint))
    directory = Path(str(url.database)).resolve().parent
    if not directory.is_dir():
        hint = f"make the directory {directory}, or name another file"
        raise ConfigurationError("A ledger needs a directory.", Detail("AKKOORD_STORE", "it does not exist", hint))
    engine = sa.create_engine(url, pool_timeout=BUSY_SECONDS)
    sa.event.listen(engine, "connect", lambda connection, _: settle(connection))
    sa.event.listen(engine, "begin", _begin)
    return engine


def check_there(engine: sa.Engine) -> None:
    """SQLite writes on, without a word, into a file that was taken away."""
    if not Path(str(engine.url.database)).is_file():
        raise StoreError("The ledger's file is gone.")


def risks(connection: sa.Connection, now: datetime) -> Iterator[Risk]:
    """What would lose proofs."""
    mounts = Path("/proc/mounts")
    text = mounts.read_text(encoding="utf-8", errors="replace") if mounts.exists() else ""
    return sqlite_risks(str(Path(str(connection.engine.url.database)).resolve()), text)


def lock_schema(connection: sa.Connection) -> None:
    """Who writes has the file's lock anyway."""


def after_erasing(engine: sa.Engine) -> None:
    """What was erased stands in the log as well, which is emptied into the file if nobody uses it just now."""
    _empty_log(engine, 0)


def scrub(engine: sa.Engine, thorough: bool) -> None:
    """Empty the log; before that, write a small file anew, a large one only where it is to be thorough.

    Rows that were moved to another page leave a copy behind, which SQLite does not overwrite when the row is erased.
    """
    if thorough or Path(str(engine.url.database)).stat().st_size <= SMALL:
        with engine.connect() as connection:
            connection.exec_driver_sql("VACUUM")
    _empty_log(engine, BUSY_SECONDS)


def _empty_log(engine: sa.Engine, seconds: float) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
        try:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


def _begin(connection: sa.Connection) -> None:
    # Asking for the write lock first means waiting in line, where a reader that turns writer would have to fail.
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def begin_writing(cursor: sqlite3.Cursor) -> None:
    """The same for one who speaks to the driver."""
    cursor.execute("BEGIN IMMEDIATE")


def settle(connection: sqlite3.Connection) -> None:
    """Prepare a new connection."""
    # Transactions are begun by hand: the driver would take the write lock too late, and fail instead of wait.
    connection.isolation_level = None
    with closing(connection.cursor()) as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        _use_wal(cursor)
        # FULL syncs the log at each commit: what the visitor was told is recorded, is recorded.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # What is erased is overwritten, not merely marked as free.
        cursor.execute("PRAGMA secure_delete = ON")


def _use_wal(cursor: sqlite3.Cursor) -> None:
    """Switch the file to WAL once; it stays so. SQLite does not wait for this lock by itself, so we do."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
            if mode != "wal":
                mode = cursor.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
            continue
        if mode != "wal":
            raise sqlite3.OperationalError(f"the file is in {mode} mode and cannot be shared: it needs WAL")
        return
