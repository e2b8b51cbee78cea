"""The roots that a tree had at many sizes, told in one go over its leaves. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from ..model import Tile
from .tree import HASH, WIDTH, folded, node_hash, subtree_root

_CHUNK = WIDTH * HASH


class Roots:
    """Goes over the hashes of all leaves once.

    :param leaves: the hashes of the leaves, one after another.
    """

    def __init__(self, leaves: bytes | bytearray) -> None:
        self._leaves = memoryview(leaves)
        self._size = len(leaves) // HASH
        self._first_level = bytearray()

    def at(self, sizes: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """Each of these sizes with the root of the tree at that size; to be read to the end.

        :param sizes: in order, none larger than the tree.
        """
        wanted = iter(sizes)
        size = next(wanted, None)
        # the roots of full subtrees from left to right, each larger than the next: the bits of a number of tiles
        peaks: list[bytes] = []
        for first in range(0, self._size + 1, WIDTH):
            levels = _levels(bytes(self._leaves[first * HASH : (first + WIDTH) * HASH]))
            while size is not None and size < first + WIDTH:
                yield size, folded([*peaks, *_part(levels, size - first)])
                size = next(wanted, None)
            if len(levels) > 8:
                self._first_level += levels[8]
                _push(peaks, len(self._first_level) // HASH, levels[8])

    def upper_tiles(self) -> Iterator[tuple[Tile, bytes]]:
        """The tiles above the leaves, as they have to be. To be asked after :meth:`at`."""
        level, row = 1, bytes(self._first_level)
        while row:
            chunks = [row[at : at + _CHUNK] for at in range(0, len(row), _CHUNK)]
            for number, chunk in enumerate(chunks):
                yield Tile(level, number), chunk
            row = b"".join(subtree_root(chunk) for chunk in chunks if len(chunk) == _CHUNK)
            level += 1


def _levels(chunk: bytes) -> list[bytes]:
    """The hashes of a tile, of their pairs, of the pairs of those and so on; what has no pair yet is left out."""
    levels = [chunk]
    while len(levels[-1]) >= 2 * HASH:
        row = levels[-1]
        whole = len(row) // (2 * HASH) * 2 * HASH
        levels.append(b"".join([sha256(b"\1" + row[at : at + 2 * HASH]).digest() for at in range(0, whole, 2 * HASH)]))
    return levels


def _part(levels: list[bytes], size: int) -> list[bytes]:
    """The roots of the full subtrees of the first hashes of a tile, the largest first."""
    found, done = [], 0
    for height in range(7, -1, -1):
        if size >> height & 1:
            at = (done >> height) * HASH
            found.append(levels[height][at : at + HASH])
            done += 1 << height
    return found


def _push(peaks: list[bytes], number: int, root: bytes) -> None:
    """Put one more full tile at the right; it is the one of that number, from 1."""
    while number & 1 == 0:
        root = node_hash(peaks.pop(), root)
        number >>= 1
    peaks.append(root)
