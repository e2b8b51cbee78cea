"""The tiles of a site's tree in Redis.

Those that grow lie on the slot of the site, the full ones are spread over its partitions: a large tree takes memory of
all masters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ..model import Tile
from .redis_layout import PARTITIONS, key, site_key

FULL = 8192
"""The bytes of a full tile."""
_HEAD = 8186
"""With what Redis adds, this takes 8192 bytes; a byte more would take 10,240. The rest is kept apart."""
_STEP = 200
"""How many tiles are moved at once."""


def parts(tiles: Mapping[Tile, bytes]) -> Iterator[tuple[str, bytes]]:
    """The tiles as fields of a hash."""
    for tile, hashes in tiles.items():
        yield _name(tile), hashes[:_HEAD]
        if len(hashes) > _HEAD:
            yield f"{_name(tile)}+", hashes[_HEAD:]


class RedisTiles:
    """Reads tiles, and moves them to where they stay."""

    def __init__(self, client: Any) -> None:
        self._redis = client

    def read(self, site: str, wanted: Collection[Tile]) -> dict[Tile, bytes]:
        """Those that there are."""
        # first where they grow: a tile that is moved meanwhile is in its new place before it leaves the old one
        found = self._read(wanted, lambda _: site_key(site, "tiles"))
        return found | self._read([tile for tile in wanted if tile not in found], lambda tile: _place(site, tile))

    def put(self, site: str, tiles: Mapping[Tile, bytes]) -> None:
        """Write tiles where they belong."""
        pipeline = self._redis.pipeline(transaction=False)
        for tile, hashes in tiles.items():
            place = _place(site, tile) if len(hashes) == FULL else site_key(site, "tiles")
            pipeline.hset(place, mapping=dict(parts({tile: hashes})))
        pipeline.execute()

    def move_full(self, site: str) -> None:
        """Move what is full to where it stays. A full tile never changes, so this may be done twice, or late."""
        names = (name.decode() for name in self._redis.hkeys(site_key(site, "tiles")))
        # only a full tile has a second part
        full = [_tile(name[:-1]) for name in names if name.endswith("+")]
        for start in range(0, len(full), _STEP):
            moved = self._read(full[start : start + _STEP], lambda _: site_key(site, "tiles"))
            self.put(site, moved)
            if moved:
                self._redis.hdel(site_key(site, "tiles"), *_names(moved))

    def _read(self, wanted: Iterable[Tile], place: Any) -> dict[Tile, bytes]:
        tiles = list(wanted)
        pipeline = self._redis.pipeline(transaction=False)
        for tile in tiles:
            pipeline.hmget(place(tile), _names([tile]))
        found = zip(tiles, pipeline.execute() if tiles else [], strict=True)
        return {tile: head + (tail or b"") for tile, (head, tail) in found if head is not None}


def _place(site: str, tile: Tile) -> str:
    return key(site, (tile.level + tile.number) % PARTITIONS, "tiles")


def _names(tiles: Iterable[Tile]) -> list[str]:
    return [name for tile in tiles for name in (_name(tile), f"{_name(tile)}+")]


def _name(tile: Tile) -> str:
    return f"{tile.level}/{tile.number}"


def _tile(name: str) -> Tile:
    level, _, number = name.partition("/")
    return Tile(int(level), int(number))
