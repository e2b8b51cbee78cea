"""Connections to a Redis server that nobody may have to wait for."""

from __future__ import annotations

from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

SECONDS = 0.25
"""How long the server may take: a visitor waits meanwhile."""


def connection_pool(url: str) -> Any:
    """Connections that give up soon. None is opened yet.

    The drivers' own way is to ask again for seconds; here silence is an answer.
    """
    return redis.ConnectionPool.from_url(
        url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS, retry=replaced_once()
    )


def replaced_once() -> Retry:
    """A connection that turns out to be cut is replaced once; a server that keeps silent is not asked again."""
    return Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,))
