"""Goes over all that a ledger holds of one site, and finds what is not as it was sealed.

It is told piece by piece, in this order: the tree, then decisions and lines in any order, then the end. It keeps the
hash of each leaf and one byte a place, so a million decisions take some ten megabytes.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from uuid import UUID

from ..ed25519 import PublicKeys
from ..model import Decision, Notice, Tile
from ..store.rows import milliseconds
from .entries import LATE, decision_entry, line_entry
from .finding import Findings, Report
from .published import Publications, erased_by
from .roots import Roots
from .signed_sizes import SignedSizes
from .tree import HASH, WIDTH, leaf_hash

_SEEN, _ERASED, _LINE, _UNTOLD, _UNHASHED = 1, 2, 4, 8, 16
"""What is known of a place: a decision is there, a line says that it was erased, a line is there, it was erased and no
line says so yet, its hash is missing."""
_EACH = range(32)
_NOTHING = re.compile(b"[\x00\x10]+")
_ERASED_AND_THERE = re.compile(b"[%s]" % re.escape(bytes(each for each in _EACH if each & 3 == 3)))
_ADD_ERASED, _ADD_UNTOLD = (bytes(min(each | mark, 255) for each in range(256)) for mark in (_ERASED, _UNTOLD))


class Audit:
    """The verification of one site.

    :param now: when the ledger was read, or written down.
    :param notes: checkpoints, those that the ledger keeps and those that others kept.
    """

    def __init__(self, site: str, keys: PublicKeys, now: datetime, notes: Iterable[str] = ()) -> None:
        self.site = site
        self.findings = Findings(site)
        self.size = 0
        self._signed = SignedSizes(site, notes, keys, self.findings)
        self._late = milliseconds(now - LATE)
        self._leaves = bytearray()
        self._marks = bytearray()
        self._first, self._last = 0, -1
        self._root = b""
        self._decisions = self._lines = self._unsealed = 0
        self._notices: dict[str, int] = {}
        self._publications = Publications(self.findings)
        self._outside: dict[int, UUID] = {}

    def tree(self, leaves: bytearray, size: int, upper: Mapping[Tile, bytes] | None = None) -> None:
        """The hashes of the tree.

        :param leaves: 32 bytes for each place; where one is missing they are all zero.
        :param upper: the tiles above the leaves, if they are kept.
        """
        self.size, self._leaves = size, leaves
        self._first, self._last = 0, size - 1
        self._marks = bytearray(size)
        empty = bytes(HASH)
        missing = [at for at in range(size) if leaves.startswith(empty, at * HASH)] if empty in leaves else []
        if missing:
            self.findings.add(f"{len(missing)} hash(es) of the tree are missing, from here on.", index=missing[0])
        for at in missing:
            self._marks[at] |= _UNHASHED
        roots = Roots(leaves)
        self._root = self._signed.check_roots(roots, size)
        for tile, row in roots.upper_tiles() if upper is not None else ():
            if (upper or {}).get(tile, b"")[: len(row)] != row:
                span = WIDTH ** (tile.level + 1)
                self.findings.add(
                    f"tile {tile.number} of level {tile.level} does not hold the roots of what lies below it.",
                    index=min(tile.number * span, max(size - 1, 0)),
                )

    def only(self, first: int = 0, last: int | None = None) -> None:
        """Look at these places only, from the first up to and including the last; the tree is checked as a whole."""
        self._first = max(first, 0)
        self._last = min(self.size - 1 if last is None else last, self.size - 1)

    def only_days(self, first: datetime | None, last: datetime | None) -> None:
        """Look only at places that may hold what was decided from ``first`` to ``last``."""
        self.only(*self._signed.places_of(first, last, self.size))

    @property
    def places(self) -> tuple[int, int]:
        """The first and the last place that are looked at."""
        return self._first, self._last

    def decision(self, decision: Decision, index: int | None) -> None:
        """A decision that the ledger holds, and its place."""
        if decision.site != self.site:
            self.findings.add(f"it is filed under {self.site} and says {decision.site}.", index, decision.id)
        at = milliseconds(decision.at)
        if index is None:
            self._unsealed += 1
            if at < self._late:
                self.findings.add(
                    "it is older than ten minutes and has no place in the tree: it was put in by hand, or nothing was "
                    "sealed since then (`akkoord seal`).",
                    decision=decision.id,
                )
            return
        if not 0 <= index < self.size:
            self._outside[index] = decision.id
            return
        if not self._first <= index <= self._last:
            return
        mark = self._marks[index]
        if mark & _SEEN:
            self.findings.add("two decisions have this place.", index, decision.id)
        self._marks[index] |= _SEEN
        self._decisions += 1
        begin = index * HASH
        if leaf_hash(decision_entry(decision)) != self._leaves[begin : begin + HASH] and not mark & _UNHASHED:
            self.findings.add("it is not what was sealed here: its hash is another one.", index, decision.id)
        if problem := self._signed.problem_with_time(index, at):
            self.findings.add(problem, index, decision.id)
        self._notices.setdefault(decision.notice, index)

    def line(self, index: int, line: str) -> None:
        """A line that the ledger holds, and its place."""
        if not 0 <= index < self.size:
            # a tree that grows while it is read has later lines, which may tell of places that we look at
            self._outside_line(index, line)
            return
        self._lines += 1
        mark = self._marks[index]
        if mark & (_SEEN | _LINE):
            self.findings.add("a line and something else have this place.", index)
        self._marks[index] |= _LINE
        begin = index * HASH
        if leaf_hash(line_entry(line)) != self._leaves[begin : begin + HASH] and not mark & _UNHASHED:
            self.findings.add("the line is not what was sealed here: its hash is another one.", index)
            return
        self._tell(line, index)

    def erased(self, indexes: Iterable[int]) -> None:
        """Places of which the ledger knows that they are empty, and no line tells it yet."""
        for index in indexes:
            if 0 <= index < self.size:
                self._marks[index] |= _UNTOLD

    def end(self, notices: Collection[Notice], size: int | None = None, whole: bool = True) -> Report:
        """There is no more.

        :param size: how many entries the tree has now, if it grew while it was read.
        :param whole: whether all decisions were told, so that what was not told is missing.
        """
        for index, decision in sorted(self._outside.items()):
            if index >= (self.size if size is None else size):
                self.findings.add(f"it has a place beyond the end of the tree ({self.size}).", index, decision)
        self._check_places(whole)
        self._check_once()
        self._check_notices({notice.version: notice for notice in notices})
        return self.report()

    def report(self) -> Report:
        """What was found so far."""
        newest = self._signed.newest(self.size)
        return Report(
            site=self.site,
            size=self.size,
            root=self._root,
            decisions=self._decisions,
            erased=sum(self._marks.count(each) for each in _EACH if each & (_ERASED | _UNTOLD) and not each & _SEEN),
            lines=self._lines,
            unsealed=self._unsealed,
            checkpoints=self._signed.number,
            covered=newest.size if newest else 0,
            signed=newest.at if newest else None,
            found=self.findings.number,
            findings=self.findings.first(),
        )

    def _outside_line(self, index: int, line: str) -> None:
        if index < 0:
            self.findings.add("the line has a place before the beginning of the tree.", index)
        for first, last in erased_by(line):
            self._mark(first, last, _ADD_UNTOLD)

    def _tell(self, line: str, index: int) -> None:
        """What a line that is in the tree says of other places."""
        self._publications.line(line, index)
        for first, last in erased_by(line):
            if last >= index:
                self.findings.add("the line tells of an erasure of what came after it.", index)
            else:
                self._mark(first, last, _ADD_ERASED)

    def _mark(self, first: int, last: int, table: bytes) -> None:
        self._marks[first : last + 1] = self._marks[first : last + 1].translate(table)

    def _check_places(self, whole: bool) -> None:
        """Each place must have something, or have been erased."""
        span = memoryview(self._marks)[self._first : self._last + 1]
        for run in _NOTHING.finditer(span) if whole else ():
            first, number = self._first + run.start(), run.end() - run.start()
            more = f", and so are the {number - 1} after it" if number > 1 else ""
            self.findings.add(f"what was sealed here is gone{more}, and no line tells that it was erased.", first)
        for found in _ERASED_AND_THERE.finditer(self._marks):
            self.findings.add("a line tells that it was erased, and it is there all the same.", found.start())

    def _check_once(self) -> None:
        """No decision may be in the tree twice."""
        # eight bytes tell nearly all apart; those that they do not are looked at as a whole
        starts = array("Q")
        starts.frombytes(self._leaves)
        begun = starts[:: HASH // starts.itemsize]
        in_order = sorted(begun)
        same = {one for one, other in pairwise(in_order) if one == other}
        first: dict[bytes, int] = {}
        for at in (at for at, start in enumerate(begun) if start in same) if same else ():
            leaf = bytes(self._leaves[at * HASH : (at + 1) * HASH])
            if self._marks[at] & _SEEN and first.setdefault(leaf, at) != at:
                self.findings.add(f"it is the same decision as entry {first[leaf]}.", at)

    def _check_notices(self, there: Mapping[str, Notice]) -> None:
        for version, index in self._notices.items():
            if version not in there:
                self.findings.add(f"notice {version}, which its decision answers, is not in the ledger.", index)
        for version, notice in there.items():
            self._publications.check(version, sha256(notice.document.encode()).hexdigest())
