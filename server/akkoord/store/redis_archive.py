"""What was shown, in Redis: showings in two hashes of their site, each file under a key of its own.

::

    akkoord:{shop}:showings   hash    digest -> version, and when it was shown first
    akkoord:{shop}:shown      hash    digest -> when it was shown last
    akkoord:archive:<digest>  string  a file
"""

from __future__ import annotations

import json

from .base import Showing
from .redis_layout import site_key
from .redis_server import store_errors
from .redis_tree import RedisTree
from .rows import instant, milliseconds


def file_key(digest: str) -> str:
    """Where a file lies."""
    return f"akkoord:archive:{digest}"


class RedisArchive(RedisTree):
    """What a store keeps of what was shown."""

    def keep_showing(self, site: str, showing: Showing) -> bool:
        first, last = milliseconds(showing.first), milliseconds(showing.last)
        with store_errors():
            row = json.dumps([showing.version, first])
            new = bool(self._redis.hsetnx(site_key(site, "showings"), showing.digest, row))
            if last > int(self._redis.hget(site_key(site, "shown"), showing.digest) or 0):
                self._redis.hset(site_key(site, "shown"), showing.digest, last)
        return new

    def showings(self, site: str) -> list[Showing]:
        with store_errors():
            kept = self._redis.hgetall(site_key(site, "showings"))
            shown = self._redis.hgetall(site_key(site, "shown"))
        found = []
        for digest, row in kept.items():
            version, first = json.loads(row)
            found.append(Showing(version, digest.decode(), instant(first), instant(int(shown.get(digest, first)))))
        return sorted(found, key=lambda showing: (showing.first, showing.digest))

    def keep_file(self, digest: str, content: bytes) -> None:
        with store_errors():
            self._redis.set(file_key(digest), content, nx=True)

    def file(self, digest: str) -> bytes | None:
        with store_errors():
            content: bytes | None = self._redis.get(file_key(digest))
        return content

    def _drop_showings(self, site: str, version: str) -> None:
        """Drop the showings of a notice, and what they say."""
        for showing in self.showings(site):
            if showing.version == version:
                self._redis.delete(file_key(showing.digest))
                for name in ("shown", "showings"):
                    self._redis.hdel(site_key(site, name), showing.digest)
