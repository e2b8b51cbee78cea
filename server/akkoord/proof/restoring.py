"""Puts a tree that was read elsewhere into a store that has none of that site yet."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from ..errors import Detail, LedgersDiffer
from ..model import Tile
from ..store import Store
from ..store.base import Erased
from .pieces import Gone, Leaves, Line, Signed, Tree, TreePiece
from .roots import Roots
from .sealing import reader
from .tree import HASH, WIDTH, root

_AT_ONCE = 300


class Restoring:
    """Takes the parts of one site's tree, in the order in which they are read.

    A store that has the same tree already, or one that grew out of it, is left as it is.

    :raises akkoord.errors.LedgersDiffer: it has another one.
    """

    def __init__(self, store: Store, site: str) -> None:
        self._store = store
        self._site = site
        self._tree: Tree | None = None
        self._there = False
        self._leaves = bytearray()
        self._lines: list[tuple[int, str]] = []
        self._erased: list[Erased] = []

    def take(self, piece: TreePiece) -> None:
        """A part of the tree."""
        site = self._site
        if self._there:
            return
        match piece:
            case Tree():
                self._tree = piece
                self._there = self._same(piece)
            case Leaves():
                if piece.number * WIDTH * HASH != len(self._leaves):
                    raise LedgersDiffer(f"The leaves of {site} do not come one after the other.")
                self._leaves += piece.hashes
            case Line(_, int(index), line):
                self._lines.append((index, line))
            case Line(_, None, line):
                if line not in self._store.waiting(site, _AT_ONCE).lines:
                    self._store.say(site, line)
            case Gone():
                self._erased.append(piece.erased)
            case Signed():
                self._store.add_checkpoint(site, piece.size, piece.note)
        if len(self._lines) >= _AT_ONCE or len(self._erased) >= _AT_ONCE:
            self._flush()

    def places(self, indexes: Sequence[tuple[UUID, int]]) -> None:
        """The places of decisions that were appended."""
        if indexes and not self._there:
            self._store.restore(self._site, indexes=indexes)

    def end(self) -> None:
        """All of it was told."""
        if self._there:
            return
        self._flush()
        if self._tree is None:
            # nothing was sealed there, and there were lines that waited
            return
        site, size = self._site, self._tree.size
        roots = Roots(self._leaves)
        if len(self._leaves) != size * HASH or dict(roots.at([size]))[size] != self._tree.root:
            raise LedgersDiffer(f"The leaves of {site} do not lead to the root that was told: its tree was altered.")
        chunk = WIDTH * HASH
        lowest = ((Tile(0, at // chunk), bytes(self._leaves[at : at + chunk])) for at in range(0, size * HASH, chunk))
        batch: dict[Tile, bytes] = {}
        for each in (lowest, roots.upper_tiles()):
            for tile, row in each:
                batch[tile] = row
                if len(batch) >= _AT_ONCE:
                    self._store.restore(site, batch)
                    batch = {}
        self._store.restore(site, batch)
        if not self._store.restored(site, size):
            raise self._differs()

    def _same(self, tree: Tree) -> bool:
        """Whether that tree is in the store."""
        has = self._store.size(self._site)
        if has and (has < tree.size or self._root(tree.size) != tree.root):
            raise self._differs()
        return has > 0

    def _root(self, size: int) -> bytes:
        try:
            return root(reader(self._store, self._site), size)
        except LookupError:
            return b""

    def _flush(self) -> None:
        if self._lines or self._erased:
            self._store.restore(self._site, lines=self._lines, erased=self._erased)
        self._lines, self._erased = [], []

    def _differs(self) -> LedgersDiffer:
        return LedgersDiffer(
            f"The ledger has another tree of {self._site} already.",
            Detail(self._site, "has another tree", "take an empty place, or see “Moving a ledger” in docs/operate.md"),
        )
