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

    The drivers' own way is to ask again for seconds; here a cut connection is replaced once, and silence is an answer.
    """
    retry = Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,))
    return redis.ConnectionPool.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS, retry=retry)
