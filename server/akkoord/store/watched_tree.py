"""What concerns the hash tree of a store under watch."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from uuid import UUID

from ..model import Decision, Tile
from .base import Erased, Store, Waiting

Call = Callable[[str], AbstractContextManager[object]]
"""Stands around one call; it is given the name of the method."""


class WatchedTree:
    """The tree of the given store."""

    def __init__(self, store: Store, call: Call) -> None:
        self._store = store
        self._call = call

    def say(self, site: str, line: str) -> None:
        with self._call("say"):
            self._store.say(site, line)

    def waiting(self, site: str, limit: int) -> Waiting:
        with self._call("waiting"):
            return self._store.waiting(site, limit)

    def seal(
        self, site: str, size: int, entries: Sequence[UUID | str], taken: Waiting, tiles: Mapping[Tile, bytes]
    ) -> bool:
        with self._call("seal"):
            return self._store.seal(site, size, entries, taken, tiles)

    def size(self, site: str) -> int:
        with self._call("size"):
            return self._store.size(site)

    def tiles(self, site: str, wanted: Collection[Tile]) -> dict[Tile, bytes]:
        with self._call("tiles"):
            return self._store.tiles(site, wanted)

    def index(self, site: str, decision: UUID) -> int | None:
        with self._call("index"):
            return self._store.index(site, decision)

    def lines(self, site: str, first: int, last: int) -> Iterator[tuple[int, str]]:
        with self._call("lines"):
            yield from self._store.lines(site, first, last)

    def entries(self, site: str) -> Iterator[tuple[Decision, int | None]]:
        with self._call("entries"):
            yield from self._store.entries(site)

    def add_checkpoint(self, site: str, size: int, note: str) -> None:
        with self._call("add_checkpoint"):
            self._store.add_checkpoint(site, size, note)

    def checkpoints(self, site: str, first: int = 0, last: int | None = None) -> list[tuple[int, str]]:
        with self._call("checkpoints"):
            return self._store.checkpoints(site, first, last)

    def restore(
        self,
        site: str,
        tiles: Mapping[Tile, bytes] | None = None,
        lines: Sequence[tuple[int, str]] = (),
        indexes: Sequence[tuple[UUID, int]] = (),
        erased: Sequence[Erased] = (),
    ) -> None:
        with self._call("restore"):
            self._store.restore(site, tiles, lines, indexes, erased)

    def restored(self, site: str, size: int) -> bool:
        with self._call("restored"):
            return self._store.restored(site, size)
