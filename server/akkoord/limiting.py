"""How often one network may ask, and one name log in. What is counted is a digest that means nothing an hour later."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from hmac import digest
from math import ceil
from secrets import token_bytes
from threading import Lock
from typing import Literal

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter

from .errors import RateLimited
from .model import utc_now
from .proxies import Address, Network, is_in, neighbourhood

log = logging.getLogger("akkoord")

Kind = Literal["decisions", "displays", "unknown", "reads", "rights", "logins"]

PER_MINUTE: Mapping[Kind, int] = {
    "decisions": 600,
    "displays": 1200,
    "unknown": 600,
    "reads": 300,
    "rights": 60,
    "logins": 20,
}
"""Calls of one network in a minute: a whole school may open the same page at the start of a lesson."""

NAME_ATTEMPTS = RateLimitItemPerMinute(10, 15, namespace="names")
"""How often one name may try to log in, from wherever: ten times in a quarter of an hour."""

PAUSE = timedelta(seconds=5)
"""How long a storage that did not answer is left alone: each call to it would make a visitor wait."""


class Limiter:
    """Counts calls by kind and network, and refuses those over the limit.

    In a Redis that the workers share, or else in this process alone. If that Redis is away, nobody is limited: the
    limits shield the backend, and a visitor whose decision is lost because a *counter* is away is worse off than
    without them. It is the store's own server, so while it is away nothing is recorded anyhow.

    :param factor: what the limits are multiplied by.
    :param secret: where workers share their counts, the keys of the digests are made of it, another one each hour.
    :param redis_url: of the Redis to count in; if empty, each process counts for itself, with random keys.
    :param trusted: networks of proxies; if there are none, only public addresses are counted, since another one is most
        likely that of a proxy which nobody named, and everybody would be counted as one.
    """

    def __init__(
        self,
        factor: float = 1,
        secret: str = "",
        redis_url: str = "",
        trusted: tuple[Network, ...] = (),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._items = {
            kind: RateLimitItemPerMinute(max(1, round(limit * factor)), namespace=kind)
            for kind, limit in PER_MINUTE.items()
        }
        self._trusted = trusted
        self._clock = clock
        self._keys = HourlyKeys(secret.encode() if redis_url else None)
        self._limits = FixedWindowRateLimiter(_redis(redis_url) if redis_url else MemoryStorage())
        self._away_until: datetime | None = None

    def check(self, kind: Kind, address: Address | None) -> None:
        """Count one call.

        :raises RateLimited: there were too many from that network; it says after how many seconds to come again.
        """
        if address is None or not self._counts(address):
            return
        self._count(self._items[kind], str(neighbourhood(address)), "network")

    def check_name(self, name: str) -> None:
        """Count one attempt to log in under a name, whether anybody has that name or not.

        :raises RateLimited: there were too many.
        """
        self._count(NAME_ATTEMPTS, name, "name")

    def _count(self, item: RateLimitItem, of: str, what: str) -> None:
        now = self._clock()
        if self._away_until is not None and now < self._away_until:
            return
        name = self._keys.name(of, now)
        try:
            allowed = self._limits.hit(item, name)
            reset = 0.0 if allowed else self._limits.get_window_stats(item, name).reset_time
        except StorageError:
            if self._away_until is None:
                # whom it was for, and where the server is, concerns nobody who reads a log
                log.warning("rate limits: Redis does not count; until it does, nobody is limited")
            self._away_until = now + PAUSE
            return
        self._away_until = None
        if not allowed:
            seconds = min(max(1, ceil(reset - now.timestamp())), item.get_expiry())
            raise RateLimited(f"Too many calls from this {what}.", retry_after=seconds)

    def _counts(self, address: Address) -> bool:
        return not is_in(address, self._trusted) if self._trusted else address.is_global


class HourlyKeys:
    """Names for networks, and for those who log in, that only this hour's key connects with them.

    :param secret: makes the keys the same in every worker; without one they are random, and kept in memory alone.
    """

    def __init__(self, secret: bytes | None = None) -> None:
        self._secret = secret
        self._hour = ""
        self._key = b""
        self._lock = Lock()

    def name(self, of: Network | str, now: datetime) -> str:
        """What the network or the name is called in this hour."""
        return blake2b(str(of).encode(), key=self._current(f"{now:%Y-%m-%dT%H}"), digest_size=12).hexdigest()

    def _current(self, hour: str) -> bytes:
        with self._lock:
            if hour != self._hour:
                self._hour = hour
                self._key = (
                    token_bytes(32)
                    if self._secret is None
                    else digest(self._secret, f"akkoord rate limits {hour}".encode(), "sha256")
                )
            return self._key


def _redis(url: str) -> RedisStorage:
    from .store.redis_pool import connection_pool

    return RedisStorage(url, connection_pool(url), key_prefix="akkoord:limits", wrap_exceptions=True)
