"""What was shown, in Redis: showings in two hashes of their site, each file under a key of its own.

::

    akkoord:{shop}:showings   hash    digest -> version, and when it was shown first
    akkoord:{shop}:shown      hash    digest -> when it was shown last
    akkoord:archive:<digest>  string  a file
"""

from __future__ import annotations

import json
from typing import Any

from .base import Showing
from .redis_layout import site_key
from .rows import instant, milliseconds


def file_key(digest: str) -> str:
    """Where a file lies."""
    return f"akkoord:archive:{digest}"


class RedisArchive:
    """The part of a store that keeps what was shown."""

    def __init__(self, client: Any) -> None:
        self._redis = client

    def keep_showing(self, site: str, showing: Showing) -> bool:
        row = json.dumps([showing.version, milliseconds(showing.first)])
        new = bool(self._redis.hsetnx(site_key(site, "showings"), showing.digest, row))
        last, said = milliseconds(showing.last), self._redis.hget(site_key(site, "shown"), showing.digest)
        if last > int(said or 0):
            self._redis.hset(site_key(site, "shown"), showing.digest, last)
        return new

    def showings(self, site: str) -> list[Showing]:
        shown = self._redis.hgetall(site_key(site, "shown"))
        found = []
        for digest, row in self._redis.hgetall(site_key(site, "showings")).items():
            version, first = json.loads(row)
            found.append(Showing(version, digest.decode(), instant(first), instant(int(shown.get(digest, first)))))
        return sorted(found, key=lambda showing: (showing.first, showing.digest))

    def keep_file(self, digest: str, content: bytes) -> None:
        self._redis.set(file_key(digest), content, nx=True)

    def file(self, digest: str) -> bytes | None:
        content: bytes | None = self._redis.get(file_key(digest))
        return content

    def drop(self, site: str, version: str) -> None:
        """Drop the showings of a notice, and what they say."""
        for showing in self.showings(site):
            if showing.version == version:
                self._redis.delete(file_key(showing.digest))
                for name in ("shown", "showings"):
                    self._redis.hdel(site_key(site, name), showing.digest)
