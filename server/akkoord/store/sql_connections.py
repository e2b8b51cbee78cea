"""Connections to an SQL database: one pool, to read from and to write to."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from weakref import WeakSet

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from ..errors import ConfigurationError, Detail, StoreError

_engines: WeakSet[sa.Engine] = WeakSet()


class SqlConnections:
    """What is done in SQL, is done on one of these.

    :param database: the module that knows what is special about the database.
    :param patient: waits for an answer as long as it takes.
    """

    def __init__(self, url: str, database: ModuleType, patient: bool = False) -> None:
        self._database = database
        self._reader = _engine(url, database, patient)
        # The same pool of connections; what it begins, begins with the write lock.
        self._writer = self._reader.execution_options(writes=True)

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with store_errors(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with store_errors(), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of them."""
        self._reader.dispose()


@contextmanager
def store_errors() -> Iterator[None]:
    """What goes wrong with the database is a store's error."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreError("The SQL store did not answer.") from error


def _engine(url: str, database: ModuleType, patient: bool) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
    except SQLAlchemyError as error:
        raise ConfigurationError("The store's URL cannot be read.", Detail("AKKOORD_STORE", str(error))) from error
    engine: sa.Engine = database.make_engine(parsed, patient)
    _engines.add(engine)
    return engine


def _leave_to_parent() -> None:
    for engine in list(_engines):
        engine.dispose(close=False)


# A child process opens connections of its own.
os.register_at_fork(after_in_child=_leave_to_parent)
