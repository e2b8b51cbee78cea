"""Somebody who can write to the database itself, and does: SQL statements, Redis commands."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any, Protocol

import psycopg

from akkoord.model import Decision, Tile
from akkoord.store.redis_layout import ID, key, partition_of, record_start, records, shape, site_key
from akkoord.store.redis_sealing import line_member
from akkoord.store.redis_tiles import RedisTiles
from akkoord.store.rows import columns, visitor_bytes


class Vandal(Protocol):
    """Changes what a store holds of the shop, past Akkoord."""

    def put(self, decision: Decision, index: int | None) -> None:
        """Write a row that was not there."""

    def drop(self, decision: Decision) -> None:
        """Remove a row."""

    def put_tile(self, tile: Tile, hashes: bytes) -> None:
        """Write a tile."""

    def drop_tile(self, tile: Tile) -> None:
        """Remove a tile."""

    def put_line(self, index: int, line: str) -> None:
        """Write a line, in place of the one that is there."""

    def drop_line(self, index: int) -> None:
        """Remove a line."""

    def cut(self, size: int) -> None:
        """Say that the tree has another size."""

    def drop_checkpoints(self) -> None:
        """Remove what was signed."""

    def put_checkpoint(self, size: int, note: str) -> None:
        """Write a checkpoint, in place of the one that is there."""

    def put_document(self, version: str, document: str) -> None:
        """Rewrite a notice."""

    def drop_notice(self, version: str) -> None:
        """Remove a notice."""

    def close(self) -> None:
        """Let go."""


class SqlVandal:
    """With SQL statements."""

    def __init__(self, connection: Any, parameter: str) -> None:
        self._connection = connection
        self._parameter = parameter

    def run(self, sql: str, *values: object) -> None:
        self._connection.execute(sql.replace("?", self._parameter), values)
        self._connection.commit()

    def put(self, decision: Decision, index: int | None) -> None:
        row = columns(decision) | {"idx": -1 if index is None else index}
        names, places = ", ".join(row), ", ".join("?" * len(row))
        self.run(f"INSERT INTO decision ({names}) VALUES ({places})", *row.values())

    def drop(self, decision: Decision) -> None:
        self.run("DELETE FROM decision WHERE site = 'shop' AND id = ?", decision.id.bytes)

    def put_tile(self, tile: Tile, hashes: bytes) -> None:
        self.drop_tile(tile)
        self.run("INSERT INTO tree_tile (site, level, number, hashes) VALUES ('shop', ?, ?, ?)", *tile, hashes)

    def drop_tile(self, tile: Tile) -> None:
        self.run("DELETE FROM tree_tile WHERE site = 'shop' AND level = ? AND number = ?", *tile)

    def put_line(self, index: int, line: str) -> None:
        self.drop_line(index)
        self.run("INSERT INTO tree_line (site, idx, line) VALUES ('shop', ?, ?)", index, line)

    def drop_line(self, index: int) -> None:
        self.run("DELETE FROM tree_line WHERE site = 'shop' AND idx = ?", index)

    def cut(self, size: int) -> None:
        self.run("UPDATE tree SET size = ? WHERE site = 'shop'", size)

    def drop_checkpoints(self) -> None:
        self.run("DELETE FROM checkpoint WHERE site = 'shop'")

    def put_checkpoint(self, size: int, note: str) -> None:
        self.run("DELETE FROM checkpoint WHERE site = 'shop' AND size = ?", size)
        self.run("INSERT INTO checkpoint (site, size, note) VALUES ('shop', ?, ?)", size, note)

    def put_document(self, version: str, document: str) -> None:
        self.run("UPDATE notice SET document = ? WHERE site = 'shop' AND version = ?", document, version)

    def drop_notice(self, version: str) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self._connection.close()


class SqliteVandal(SqlVandal):
    """In an SQLite file."""

    def __init__(self, path: Path) -> None:
        super().__init__(sqlite3.connect(path), "?")

    def drop_notice(self, version: str) -> None:
        # foreign keys are off for a connection of one's own
        self.run("DELETE FROM notice WHERE site = 'shop' AND version = ?", version)


class PostgresqlVandal(SqlVandal):
    """In a PostgreSQL database."""

    def __init__(self, url: str) -> None:
        super().__init__(psycopg.connect(url), "%s")

    def drop_notice(self, version: str) -> None:
        self.run("ALTER TABLE notice DISABLE TRIGGER ALL")
        self.run("DELETE FROM notice WHERE site = 'shop' AND version = ?", version)


class RedisVandal:
    """With Redis commands."""

    def __init__(self, client: Any) -> None:
        self._redis = client

    def put(self, decision: Decision, index: int | None) -> None:
        visitor = visitor_bytes(decision.visitor)
        place = partition_of(visitor)
        number = self._shape(place, shape(decision))
        there = self._redis.hget(key("shop", place, "visitors"), visitor) or b""
        end = b"\xff" * 4 if index is None else index.to_bytes(4, "big")
        self._redis.hset(key("shop", place, "visitors"), visitor, there + record_start(decision) + number + end)
        self._redis.hset(key("shop", partition_of(decision.id.bytes), "ids"), decision.id.bytes, visitor)

    def drop(self, decision: Decision) -> None:
        visitor = visitor_bytes(decision.visitor)
        name = key("shop", partition_of(visitor), "visitors")
        there = self._redis.hget(name, visitor) or b""
        left = b"".join(each for each in records(there) if each[ID] != decision.id.bytes)
        assert len(left) < len(there)
        if left:
            self._redis.hset(name, visitor, left)
        else:
            self._redis.hdel(name, visitor)
        self._redis.hdel(key("shop", partition_of(decision.id.bytes), "ids"), decision.id.bytes)

    def put_tile(self, tile: Tile, hashes: bytes) -> None:
        self.drop_tile(tile)
        RedisTiles(self._redis).put("shop", {tile: hashes})

    def drop_tile(self, tile: Tile) -> None:
        name = f"{tile.level}/{tile.number}"
        for place in (site_key("shop", "tiles"), key("shop", (tile.level + tile.number) % 64, "tiles")):
            self._redis.hdel(place, name, f"{name}+")

    def put_line(self, index: int, line: str) -> None:
        self.drop_line(index)
        self._redis.zadd(site_key("shop", "lines"), {line_member(index, line): index})

    def drop_line(self, index: int) -> None:
        self._redis.zremrangebyscore(site_key("shop", "lines"), index, index)

    def cut(self, size: int) -> None:
        self._redis.hset(site_key("shop", "tree"), "size", size)

    def drop_checkpoints(self) -> None:
        self._redis.delete(site_key("shop", "checkpoints"))

    def put_checkpoint(self, size: int, note: str) -> None:
        self._redis.zremrangebyscore(site_key("shop", "checkpoints"), size, size)
        self._redis.zadd(site_key("shop", "checkpoints"), {note: size})

    def put_document(self, version: str, document: str) -> None:
        asked, _ = json.loads(self._redis.hget(site_key("shop", "notices"), version))
        self._redis.hset(site_key("shop", "notices"), version, json.dumps([asked, document]))

    def drop_notice(self, version: str) -> None:
        self._redis.hdel(site_key("shop", "notices"), version)

    def close(self) -> None:
        self._redis.close()

    def _shape(self, partition: int, text: str) -> bytes:
        name = key("shop", partition, "shapes")
        number: bytes | None = self._redis.hget(name, text)
        if number is None:
            number = int(self._redis.hincrby(name, "next", 1)).to_bytes(4, "big")
            self._redis.hset(name, mapping={number: text, text: number})
        return number
