"""Where the ledger lives. A store is chosen by its URL."""

from __future__ import annotations

from ..errors import ConfigurationError, Detail
from .base import Counts as Counts
from .base import Store as Store

_SUPPORTED = "sqlite:///path, redis://host:port/number, rediss://host:port/number"


def open_store(url: str) -> Store:
    """Open the store of that URL. The driver of a store that is not used is not imported."""
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        from .sql import SqlStore

        return SqlStore(url)
    if scheme in ("redis", "rediss"):
        from .redis import RedisStore

        return RedisStore(url)
    # The URL itself may hold a password, so only its scheme is repeated.
    raise ConfigurationError(
        f"There is no store for {scheme}://.",
        Detail("AKKOORD_STORE", f"unknown scheme {scheme!r}", f"use one of: {_SUPPORTED}"),
    )
