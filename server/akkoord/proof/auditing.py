"""Verifies a ledger in a store, or one that was written down in an export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from ..ed25519 import PublicKeys
from ..export_file import ExportReader
from ..export_lines import Piece, decided
from ..model import Notice, Tile
from ..store import Store
from .audit import Audit
from .finding import Report
from .pieces import Entry, Gone, Leaves, Line, Signed, Tree
from .reading import tiles_of, waiting_of
from .tree import HASH, WIDTH

Along: TypeAlias = Callable[[Iterable[Any]], Iterable[Any]]
"""Is shown each decision as it goes by."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is verified, and with what.

    :param notes: site -> checkpoints that others kept.
    :param first: the first place that is looked at, or the first moment.
    :param last: the last one.
    """

    keys: PublicKeys
    now: datetime
    notes: Mapping[str, list[str]]
    first: int | datetime | None = None
    last: int | datetime | None = None

    def narrow(self, audit: Audit) -> None:
        """Have only that much looked at."""
        if isinstance(self.first, datetime) or isinstance(self.last, datetime):
            first = self.first if isinstance(self.first, datetime) else None
            audit.only_days(first, self.last if isinstance(self.last, datetime) else None)
        else:
            audit.only(self.first or 0, self.last)


def audit_store(store: Store, site: str, asked: Asked, along: Along = iter) -> Report:
    """Verify what a store holds of a site, while others write to it."""
    size = store.size(site)
    later = store.checkpoints(site, size + 1)
    # a tree that grew meanwhile may have been signed meanwhile
    lost = [each for each in later if each[0] > store.size(site)] if later else []
    kept = [note for _, note in [*store.checkpoints(site, 0, size), *lost]]
    audit = Audit(site, asked.keys, asked.now, [*kept, *asked.notes.get(site, [])])
    upper = {Tile(level, number): row for level in _upper(size) for number, row in _numbered(store, site, level, size)}
    audit.tree(_leaves(tiles_of(store, site, 0, size), size), size, upper)
    asked.narrow(audit)
    for decision, index in along(store.entries(site)):
        audit.decision(decision, index)
    # what was erased since we began is told by what comes now
    for index, line in store.lines(site, 0, size - 1) if size else ():
        audit.line(index, line)
    for piece in waiting_of(store, site, size):
        if isinstance(piece, Gone):
            audit.erased([piece.erased.index])
    return audit.end(store.notices(site), store.size(site))


def audit_export(export: ExportReader, asked: Asked, along: Along = iter) -> list[Report]:
    """Verify an export, from its first line to its last.

    :raises akkoord.errors.ExportError: it is not whole, or not what was written.
    """
    # what the ledger had not sealed when it was written down is not late because that is long ago
    sites = {
        site: _ExportedSite(site, asked, export.heading.exported, export.heading.whole) for site in export.heading.sites
    }
    for piece in along(export.pieces()):
        sites[piece.site].take(piece)
    return [site.end() for site in sites.values()]


class _ExportedSite:
    """One site of an export: its tree first, then the rest."""

    def __init__(self, site: str, asked: Asked, exported: datetime, whole: bool) -> None:
        self._site = site
        self._asked = asked
        self._exported = exported
        self._whole = whole
        self._tree: Tree | None = None
        self._leaves: list[bytes] = []
        self._notes: list[str] = []
        self._notices: list[Notice] = []
        self._audit: Audit | None = None

    def take(self, piece: Piece) -> None:
        match piece:
            case Notice():
                self._notices.append(piece)
            case Tree() if self._audit is None:
                self._tree = piece
            case Leaves() if self._audit is None:
                self._leaves.append(piece.hashes)
            case Signed() if self._audit is None:
                self._notes.append(piece.note)
            case Tree() | Leaves() | Signed():
                self._begun().findings.add("a part of the tree stands behind a decision in the export.")
            case Line(_, int(index), line):
                self._begun().line(index, line)
            case Gone():
                self._begun().erased([piece.erased.index])
            case _:
                decision = decided(piece)
                if decision is not None:
                    self._begun().decision(decision, piece.index if isinstance(piece, Entry) else None)

    def end(self) -> Report:
        audit = self._begun()
        report = audit.end(self._notices, whole=self._whole)
        if self._tree and report.root != self._tree.root:
            audit.findings.add("the root that the export tells is not that of its leaves.")
            report = audit.report()
        return report

    def _begun(self) -> Audit:
        """The audit, once all of the tree was told."""
        if self._audit is None:
            notes = [*self._notes, *self._asked.notes.get(self._site, [])]
            self._audit = Audit(self._site, self._asked.keys, self._exported, notes)
            size = self._tree.size if self._tree else 0
            self._audit.tree(_leaves(iter(self._leaves), size), size)
            self._leaves = []
            self._asked.narrow(self._audit)
        return self._audit


def _leaves(tiles: Iterator[bytes], size: int) -> bytearray:
    """The hashes of all leaves one after another; zeros where one is missing."""
    found = bytearray(size * HASH)
    for number, row in enumerate(tiles):
        begin = number * WIDTH * HASH
        row = row[: max(len(found) - begin, 0)]
        found[begin : begin + len(row)] = row
    return found


def _upper(size: int) -> Iterator[int]:
    level = 1
    while size >= WIDTH**level:
        yield level
        level += 1


def _numbered(store: Store, site: str, level: int, size: int) -> Iterator[tuple[int, bytes]]:
    return enumerate(tiles_of(store, site, level, size))
