"""Takes what one ledger holds to another: times, ids and visitors stay what they are, and nothing is counted twice.

Decisions go through the store's own way of appending. Tallies are not made anew of them: what was counted of somebody
who is erased by now would be lost, and a withdrawal is none without the decision before it. Each tally is brought up to
what the other ledger says, and never lowered. So all of it may be done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from hashlib import sha256
from itertools import groupby, islice
from typing import TypeVar, cast

from . import archive
from .errors import Detail, LedgersDiffer
from .export_archive import ARCHIVE_KINDS, ArchivePiece
from .export_lines import Piece, kind_of, line_of
from .model import Decision, Notice, Tally
from .proof.pieces import Entry, TreePiece
from .proof.reading import lines_of, tree_of
from .proof.restoring import Restoring
from .proof.sealing import reader
from .proof.tree import root
from .store import Store
from .store.rows import missing_from

FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"
_BATCH = 500
"""How many decisions are written, or looked for, at once."""

_One = TypeVar("_One")
Along = Callable[[Iterable[Piece]], Iterable[Piece]]
"""Is shown each piece as it goes by."""


@dataclass(frozen=True, slots=True)
class Summary:
    """All that a ledger holds of a site, small enough to compare.

    :param decisions: how many.
    :param digest: the sum of the SHA-256 of each decision's line, modulo 2^256: the same in any order.
    :param tree: the size and the root of its tree.
    """

    notices: list[Notice]
    decisions: int
    digest: int
    tallies: list[Tally]
    tree: str = "0"

    @property
    def numbers(self) -> str:
        """How much that is."""
        size = self.tree.partition(" ")[0]
        tree = "" if size == "0" else f", a tree of {size} entries"
        return f"{len(self.notices)} notice(s), {self.decisions} decision(s), {len(self.tallies)} tallies{tree}"


def pieces_of(store: Store, site: str, first_day: str | None = None, last_day: str | None = None) -> Iterator[Piece]:
    """What a ledger holds of a site: notices, what was shown, its tree, decisions, lines, tallies. A notice comes
    before what refers to it, and the tree before its parts.

    :param first_day: the first UTC day, ``YYYY-MM-DD``, that decisions and tallies are taken of.
    :param last_day: the last one.
    """
    known = set()
    for notice in store.notices(site):
        known.add(notice.version)
        yield notice
    yield from archive.pieces(store, site)
    size = store.size(site)
    yield from tree_of(store, site, size)
    first = datetime.combine(datetime.fromisoformat(first_day), time.min, UTC) if first_day else None
    last = datetime.combine(datetime.fromisoformat(last_day), time.max, UTC) if last_day else None
    for decision, index in _entries(store, site, first, last):
        if decision.notice not in known:
            # asked for the first time since we began; without it, the decision was erased just now
            published = store.notice(site, decision.notice)
            if published is None:
                continue
            known.add(published.version)
            yield published
        # of what was sealed since we began, the tree that was told knows nothing
        yield decision if index is None or index >= size else Entry(decision, index)
    yield from lines_of(store, site, size)
    yield from store.tally(site, first_day or FIRST_DAY, last_day or LAST_DAY)


def _entries(
    store: Store, site: str, first: datetime | None, last: datetime | None
) -> Iterator[tuple[Decision, int | None]]:
    for decision, index in store.entries(site):
        if (first or decision.at) <= decision.at <= (last or decision.at):
            yield decision, index


def take(store: Store, pieces: Iterable[Piece], trees: bool = True) -> int:
    """Put these into a ledger; how many decisions were not there yet.

    :param trees: whether trees come along; decisions without theirs are sealed anew.
    :raises akkoord.errors.LedgersDiffer: it holds something else under the same site and version or id, or has another
        tree.
    """
    new = 0
    restoring: dict[str, Restoring] = {}
    for (kind, site), run in groupby(pieces, key=lambda piece: (kind_of(piece), piece.site)):
        if kind == "decision":
            for batch in _batches(cast(Iterator[Decision | Entry], run)):
                decisions = [one.decision if isinstance(one, Entry) else one for one in batch]
                for given, found in zip(decisions, store.append_all(decisions), strict=True):
                    _check_same(given, found)
                    new += found is given
                if site in restoring:
                    restoring[site].places([(one.decision.id, one.index) for one in batch if isinstance(one, Entry)])
        elif kind == "tally":
            store.top_up(cast(Iterator[Tally], run))
        elif kind == "notice":
            for notice in cast(Iterator[Notice], run):
                store.publish(notice)
                _check_same(notice, store.notice(site, notice.version))
        elif kind in ARCHIVE_KINDS.values():
            for shown in cast(Iterator[ArchivePiece], run):
                archive.take(store, shown)
        elif trees:
            for piece in cast(Iterator[TreePiece], run):
                restoring.setdefault(site, Restoring(store, site)).take(piece)
    for tree in restoring.values():
        tree.end()
    return new


def check_nothing_else(store: Store, site: str, decisions: Iterable[Decision], since: datetime | None = None) -> None:
    """Refuse a ledger that holds other decisions than these, from a moment on.

    They would be followed by older ones, and a visitor's latest decision is the one that was appended last.

    :raises akkoord.errors.LedgersDiffer: it does.
    """
    there = sum(1 for _ in store.decisions(site, since, None))
    if there:
        for batch in _batches(decisions):
            found = store.find_all(site, [one.id for one in batch])
            for one in batch:
                if one.id in found:
                    _check_same(one, found[one.id])
                    there -= 1
    if there > 0:
        raise LedgersDiffer(
            f"The ledger holds {there} other decision(s) of {site} already.",
            Detail(site, "has other decisions", "take an empty place, or see “Moving a ledger” in docs/operate.md"),
        )


def summary(store: Store, site: str) -> Summary:
    """All that a ledger holds of a site."""
    number, digest = 0, 0
    for decision, index in store.entries(site):
        number += 1
        line = line_of(decision if index is None else Entry(decision, index))
        digest += int.from_bytes(sha256(line.encode()).digest(), "big")
    size = store.size(site)
    tree = f"{size} {root(reader(store, site), size).hex()}"
    return Summary(store.notices(site), number, digest % 2**256, store.tally(site, FIRST_DAY, LAST_DAY), tree)


def move(source: Store, target: Store, site: str, along: Along = iter) -> Summary:
    """Copy what one ledger holds of a site into another, then read both again and compare.

    :raises akkoord.errors.LedgersDiffer: the other one holds something else, before or after.
    """
    _check_no_more(source, target, site)
    check_nothing_else(target, site, source.decisions(site, None, None))
    take(target, along(pieces_of(source, site)))
    here, there = summary(source, site), summary(target, site)
    for name, left, right in (
        ("notices", here.notices, there.notices),
        ("decisions", here.decisions, there.decisions),
        ("digest of the decisions", f"{here.digest:064x}", f"{there.digest:064x}"),
        ("tallies", here.tallies, there.tallies),
        ("tree", here.tree, there.tree),
    ):
        if left != right:
            said = f": {left} and {right}" if name[0] in "dt" and name != "tallies" else ""
            raise LedgersDiffer(
                f"The two ledgers do not hold the same {name} of {site}{said}.",
                Detail(site, "differs", "stop every server that writes to one of them, then do it again"),
            )
    return there


def _check_no_more(source: Store, target: Store, site: str) -> None:
    """Refuse a target whose notices or tallies could never become those of the source."""
    asked = {notice.version: notice for notice in source.notices(site)}
    if any(asked.get(notice.version) != notice for notice in target.notices(site)):
        raise LedgersDiffer(f"The target holds other notices of {site} already.")
    if missing_from(target.tally(site, FIRST_DAY, LAST_DAY), source.tally(site, FIRST_DAY, LAST_DAY)):
        raise LedgersDiffer(f"The target has counted more of {site} than the source.")


def _batches(decisions: Iterable[_One]) -> Iterator[list[_One]]:
    left = iter(decisions)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _check_same(given: Notice | Decision, found: Notice | Decision | None) -> None:
    if given != found:
        name = f"Notice {given.version}" if isinstance(given, Notice) else f"Decision {given.id}"
        raise LedgersDiffer(f"{name} of {given.site} is in the ledger already and says something else.")
