"""Reads a site's tree out of a store, in parts."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import ProofInvalid, StoreError
from ..model import Tile
from ..store import Store
from .pieces import Gone, Leaves, Line, Signed, Tree, TreePiece
from .published import erasures_of
from .sealing import reader
from .tree import HASH, WIDTH, root

MOST_WAITING = 100_000
"""How much may wait to be sealed while a tree is read."""
_TILES = 256


def tiles_of(store: Store, site: str, level: int, size: int) -> Iterator[bytes]:
    """The tiles of one level of a tree of that size, in order; an empty one for each that is missing."""
    hashes = size // WIDTH**level
    number = -(-hashes // WIDTH)
    for first in range(0, number, _TILES):
        wanted = [Tile(level, each) for each in range(first, min(first + _TILES, number))]
        found = store.tiles(site, wanted)
        for tile in wanted:
            yield found.get(tile, b"")[: min(hashes - tile.number * WIDTH, WIDTH) * HASH]


def tree_of(store: Store, site: str, size: int) -> Iterator[TreePiece]:
    """A tree as it was at that size: what it was, its leaves, its checkpoints. Nothing if it was empty.

    :raises ProofInvalid: a part of it is missing.
    """
    if size:
        try:
            yield Tree(site, size, root(reader(store, site), size))
        except LookupError as error:
            raise ProofInvalid(f"The tree of {site} is damaged. {error} Run akkoord verify.") from error
        for number, hashes in enumerate(tiles_of(store, site, 0, size)):
            if len(hashes) < min(size - number * WIDTH, WIDTH) * HASH:
                raise ProofInvalid(f"The tree of {site} is damaged from entry {number * WIDTH} on. Run akkoord verify.")
            yield Leaves(site, number, hashes)
        for each, note in store.checkpoints(site, 0, size):
            yield Signed(site, each, note)


def lines_of(store: Store, site: str, size: int) -> Iterator[TreePiece]:
    """The lines of a tree of that size, and all that was erased of it since. To be read after the decisions.

    :raises StoreError: too much waits.
    """
    if size:
        for index, line in store.lines(site, 0, size - 1):
            yield Line(site, index, line)
    yield from waiting_of(store, site, size)


def waiting_of(store: Store, site: str, size: int) -> Iterator[TreePiece]:
    """What lines do not tell in a tree of that size.

    :raises StoreError: too much waits.
    """
    waiting = store.waiting(site, MOST_WAITING)
    if len(waiting.erased) >= MOST_WAITING or len(waiting.lines) >= MOST_WAITING:
        raise StoreError(f"Too much of {site} waits to be sealed: run akkoord seal first.")
    for erased in waiting.erased:
        if erased.index < size:
            yield Gone(site, erased)
    # what waited before may be in the tree by now
    now = store.size(site)
    for _, line in store.lines(site, size, now - 1) if now > size else ():
        told = list(erasures_of(line))
        yield from (Gone(site, each) for each in told if each.index < size)
        if not told:
            yield Line(site, None, line)
    for line in waiting.lines:
        yield Line(site, None, line)
