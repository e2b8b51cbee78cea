"""The hash tree of RFC 9162 2.1, kept in tiles as C2SP tlog-tiles has them. Pure: tiles are read by whoever calls.

A tile holds up to 256 hashes of 32 bytes. At level 0 they are the hashes of leaves, at level n the roots of full tiles
of level n - 1. The last tile of a level may be partial. A tile may hold more than an earlier size of the tree had, so
each earlier root can be told again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from ..model import Tile as Tile

HASH = 32
"""The bytes of one hash."""
WIDTH = 256
"""How many hashes a full tile holds."""
_BITS = 8


Tiles = Callable[[Collection[Tile]], Mapping[Tile, bytes]]
"""Reads tiles of one tree. One that is not there is left out."""


class _Range(NamedTuple):
    """Leaves from ``first`` up to, and without, ``last``. What a proof asks for is the root of such a range."""

    first: int
    last: int


class _Node(NamedTuple):
    """A full subtree: of ``2 ** height`` leaves, the one of that number."""

    height: int
    number: int

    @property
    def tile(self) -> Tile:
        """The tile that has its root, or the hashes below it."""
        return Tile(self.height // _BITS, (self.number << self.height % _BITS) // WIDTH)


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees beside each other."""
    return sha256(b"\1" + left + right).digest()


def subtree_root(hashes: bytes | memoryview) -> bytes:
    """The root over hashes that stand one after another, a power of two of them."""
    level = bytes(hashes)
    while len(level) > HASH:
        # sha256 takes both halves of a pair as they stand
        pairs = (level[at : at + 2 * HASH] for at in range(0, len(level), 2 * HASH))
        level = b"".join([sha256(b"\1" + pair).digest() for pair in pairs])
    return level


def folded(roots: Sequence[bytes]) -> bytes:
    """The root over full subtrees, from the largest at the left to the smallest at the right."""
    if not roots:
        return sha256().digest()
    root = roots[-1]
    for left in reversed(roots[:-1]):
        root = node_hash(left, root)
    return root


def root(tiles: Tiles, size: int) -> bytes:
    """The root of the tree when it had that size.

    :raises LookupError: a tile is missing, or too short.
    """
    return _roots(tiles, [_Range(0, size)])[0]


def inclusion(tiles: Tiles, index: int, size: int) -> list[bytes]:
    """The path that proves that the leaf is in the tree of that size (RFC 9162 2.1.3.1).

    :raises LookupError: a tile is missing, or too short.
    """
    if not 0 <= index < size:
        raise ValueError(f"There is no entry {index} in a tree of {size}.")
    return _roots(tiles, _inclusion(index, _Range(0, size)))


def consistency(tiles: Tiles, first: int, second: int) -> list[bytes]:
    """The path that proves that the tree of one size grew into that of another (RFC 9162 2.1.4.1).

    Nothing need be proved, and the path is empty, where the first is empty or both are the same.

    :raises LookupError: a tile is missing, or too short.
    """
    if not 0 <= first <= second:
        raise ValueError(f"A tree of {first} entries cannot have grown into one of {second}.")
    return _roots(tiles, _consistency(first, _Range(0, second), whole=True)) if 0 < first < second else []


def grown(tiles: Tiles, size: int, leaves: Sequence[bytes]) -> dict[Tile, bytes]:
    """The new contents of the tiles that change when these leaves are added to a tree of that size.

    :raises LookupError: a tile is missing, or too short.
    """
    begun = [Tile(level, before // WIDTH) for level, before, _ in _levels(size, len(leaves)) if before % WIDTH]
    there = tiles(begun) if begun else {}
    changed: dict[Tile, bytes] = {}
    hashes = b"".join(leaves)
    for level, before, _ in _levels(size, len(leaves)):
        number, kept = before // WIDTH, before % WIDTH * HASH
        row = _part(there, Tile(level, number), 0, kept) + hashes if kept else hashes
        fresh = {
            Tile(level, number + at // (WIDTH * HASH)): row[at : at + WIDTH * HASH]
            for at in range(0, len(row), WIDTH * HASH)
        }
        changed |= fresh
        hashes = b"".join(subtree_root(each) for each in fresh.values() if len(each) == WIDTH * HASH)
    return changed


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from the hash of the leaf to the root (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, found = index, size - 1, leaf
    for other in path:
        if not last:
            return False
        if here & 1 or here == last:
            found = node_hash(other, found)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, other)
        here, last = here >> 1, last >> 1
    return not last and found == root


def verify_consistency(first: int, second: int, path: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    """Whether the path shows that the one tree grew into the other (RFC 9162 2.1.4.2)."""
    if not 0 <= first <= second:
        return False
    if first in (0, second):
        empty = first or first_root == sha256().digest()
        return not path and bool(empty) and (first != second or first_root == second_root)
    steps = list(path)
    if first & (first - 1) == 0:
        steps.insert(0, first_root)
    if not steps:
        return False
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if not last:
            return False
        if here & 1 or here == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, step)
        here, last = here >> 1, last >> 1
    return not last and (old, new) == (first_root, second_root)


def _split(span: _Range) -> int:
    """Where a range falls into two: the left part is the largest full subtree that leaves something at the right."""
    return span.first + (1 << (span.last - span.first - 1).bit_length() - 1)


def _inclusion(index: int, span: _Range) -> list[_Range]:
    """The ranges beside the way from the root down to the leaf, the lowest first."""
    beside: list[_Range] = []
    while span.last - span.first > 1:
        middle = _split(span)
        left, right = _Range(span.first, middle), _Range(middle, span.last)
        span, other = (left, right) if index < middle else (right, left)
        beside.append(other)
    return beside[::-1]


def _consistency(first: int, span: _Range, whole: bool) -> list[_Range]:
    """The ranges of which both roots can be made; ``whole`` while the earlier root itself is known to the reader."""
    beside: list[_Range] = []
    while first != span.last:
        middle = _split(span)
        if first <= middle:
            beside.append(_Range(middle, span.last))
            span = _Range(span.first, middle)
        else:
            beside.append(_Range(span.first, middle))
            span, whole = _Range(middle, span.last), False
    return ([] if whole else [span]) + beside[::-1]


def _nodes(span: _Range) -> Iterator[_Node]:
    """The full subtrees of a range, from left to right. It begins where one of its size may begin."""
    first = span.first
    while first < span.last:
        height = (span.last - first).bit_length() - 1
        yield _Node(height, first >> height)
        first += 1 << height


def _roots(tiles: Tiles, spans: Sequence[_Range]) -> list[bytes]:
    """The roots of ranges, with all tiles that they need read at once."""
    nodes = [list(_nodes(span)) for span in spans]
    wanted = {node.tile for each in nodes for node in each}
    there = tiles(wanted) if wanted else {}
    return [folded([_node_root(there, node) for node in each]) for each in nodes]


def _node_root(there: Mapping[Tile, bytes], node: _Node) -> bytes:
    height = node.height % _BITS
    at = (node.number << height) % WIDTH * HASH
    return subtree_root(_part(there, node.tile, at, at + (HASH << height)))


def _part(there: Mapping[Tile, bytes], tile: Tile, first: int, last: int) -> bytes:
    found = there.get(tile, b"")
    if len(found) < last:
        raise LookupError(f"Tile {tile.number} of level {tile.level} is missing, or too short.")
    return found[first:last]


def _levels(size: int, added: int) -> Iterator[tuple[int, int, int]]:
    """Each level that grows, with how many hashes it has before and after."""
    level, before, after = 0, size, size + added
    while after > before:
        yield level, before, after
        level, before, after = level + 1, before // WIDTH, after // WIDTH
