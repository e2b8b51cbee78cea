"""How one SQLite file is shared by several processes and threads, and survives a power cut."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

BUSY_SECONDS = 5
"""How long a write waits for the others before it gives up."""


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
