"""Small documents in Redis: a hash for each kind, ``akkoord:documents:<kind>``, id -> text."""

from __future__ import annotations

from .redis_finding import RedisFinding
from .redis_server import store_errors


class RedisDocuments(RedisFinding):
    """What a store keeps beside the ledger."""

    def put_document(self, kind: str, id: str, text: str) -> None:
        with store_errors():
            self._redis.hset(_key(kind), id, text)

    def add_document(self, kind: str, id: str, text: str) -> bool:
        with store_errors():
            return bool(self._redis.hsetnx(_key(kind), id, text))

    def document(self, kind: str, id: str) -> str | None:
        with store_errors():
            found: bytes | None = self._redis.hget(_key(kind), id)
        return None if found is None else found.decode()

    def documents(self, kind: str) -> dict[str, str]:
        with store_errors():
            found: dict[bytes, bytes] = self._redis.hgetall(_key(kind))
        return dict(sorted((id.decode(), text.decode()) for id, text in found.items()))

    def drop_document(self, kind: str, id: str) -> bool:
        with store_errors():
            return bool(self._redis.hdel(_key(kind), id))


def _key(kind: str) -> str:
    return f"akkoord:documents:{kind}"
