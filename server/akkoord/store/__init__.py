"""Where the ledger lives. A store is chosen by its URL."""

from __future__ import annotations

from ..errors import ConfigurationError, Detail
from .base import Counts as Counts
from .base import Showing as Showing
from .base import Store as Store

_SUPPORTED = (
    "sqlite:///path, postgresql://user:password@host/database, redis://host:port/number, rediss://host:port/number, "
    "redis+cluster://host:port,host:port"
)


def open_store(url: str, min_replicas: int = 0, upgrade: bool = False) -> Store:
    """Open the store of that URL. The driver of a store that is not used is not imported.

    :param min_replicas: how many replicas of a Redis server must have a decision before it counts as recorded.
    :param upgrade: bring an older layout of the store up to date first; else it is refused.
    :raises akkoord.errors.SchemaError: another version of Akkoord laid the store out.
    """
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        from . import sqlite
        from .sql import SqlStore

        return SqlStore(url, sqlite, upgrade)
    if scheme in ("postgresql", "postgres"):
        from . import postgresql
        from .sql import SqlStore

        return SqlStore(url.replace("postgres://", "postgresql://", 1), postgresql, upgrade)
    if scheme in ("redis", "rediss", "redis+cluster"):
        from .redis import RedisStore

        return RedisStore(url, min_replicas, upgrade)
    # The URL itself may hold a password, so only its scheme is repeated.
    raise ConfigurationError(
        f"There is no store for {scheme}://.",
        Detail("AKKOORD_STORE", f"unknown scheme {scheme!r}", f"use one of: {_SUPPORTED}"),
    )
