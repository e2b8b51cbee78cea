"""What every store can do. A store knows rows, no rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from ..model import Decision, Notice, Tally, Tile
from .documents import Documents
from .risks import Risk

Counts = Iterable[tuple[str, str]]
"""``(dimension, value)`` pairs, each to be counted once."""
OnDays = dict[tuple[str, str], dict[str, int]]
"""Day and dimension -> how often each value was counted then."""


@dataclass(frozen=True, slots=True)
class Showing:
    """One look of a notice: its words, colours and scripts, which may change while the question does not.

    :param version: of the notice.
    :param digest: SHA-256 of what was shown; the archive has it under this name.
    :param first: when a server began to show it for the first time.
    :param last: and for the last time.
    """

    version: str
    digest: str
    first: datetime
    last: datetime


CountsOf = Callable[[Decision], Counts]
"""What is counted of a decision."""


def no_counts(_: Decision) -> Counts:
    """Nothing is."""
    return ()


class Erasing(NamedTuple):
    """How it is erased.

    :param counts: what is counted of each.
    """

    at: datetime
    why: str
    counts: CountsOf


Pause = Callable[[int], object]
"""Called with the size of each step of something long after it, where nothing is half done. It may raise, which ends it
there."""


def no_pause(_: int) -> None:
    """Go on at once."""


WHILE_SEALING = "sealing"
"""Why a decision is gone that was erased in the moment in which it was sealed: who erased it is not known then."""


@dataclass(frozen=True, slots=True)
class Erased:
    """That a sealed decision was erased, which no line of the tree tells yet.

    :param index: where it stood in the tree.
    :param why: ``"visitor"``, ``"retention"``, or :data:`WHILE_SEALING`.
    """

    index: int
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is not in a site's tree yet.

    :param size: how many entries the tree had when this was read.
    """

    size: int
    decisions: list[Decision]
    erased: list[Erased]
    lines: list[str]


class Store(Documents, Protocol):
    """Where the ledger lives. Chosen by URL with :func:`akkoord.store.open_store`.

    Every method raises :class:`akkoord.errors.StoreError` when the store cannot be reached or does not answer.
    """

    def sites(self) -> list[str]:
        """The sites that a notice is kept of, in order. Each that has a decision has a notice."""

    def publish(self, notice: Notice) -> None:
        """Keep what is asked, under its site and version. Keeping it again changes nothing."""

    def notice(self, site: str, version: str) -> Notice | None:
        """The notice of that version, as it was published."""

    def notices(self, site: str) -> list[Notice]:
        """All notices of the site, by version."""

    def append(self, decision: Decision, counts: Counts) -> Decision:
        """Write a decision and count it under the UTC day of ``decision.at``: all of it, or nothing.

        Idempotent on the site and the decision's id: returns the decision that is in the book under that id, which is
        the given one itself, or the earlier one, in which case nothing is written and nothing counted.

        :raises akkoord.errors.UnknownNotice: the store does not hold the decision's notice. A decision must always
            lead to the question that was asked, so nothing is written.
        """

    def append_all(self, decisions: Sequence[Decision]) -> list[Decision]:
        """Write decisions that were counted elsewhere: each as :meth:`append` does, in this order, and counted nowhere.

        For some hundreds at a time. If it raises, some of them may be written; it may be called again.
        """

    def find(self, site: str, decision: UUID) -> Decision | None:
        """The decision of that id."""

    def find_all(self, site: str, ids: Sequence[UUID]) -> dict[UUID, Decision]:
        """The decisions of these ids that there are. For some hundreds at a time."""

    def latest(self, site: str, visitor: str) -> Decision | None:
        """The visitor's newest decision."""

    def history(self, site: str, visitor: str) -> list[Decision]:
        """All of the visitor's decisions, oldest first."""

    def decisions(self, site: str, first: datetime | None, last: datetime | None) -> Iterator[Decision]:
        """All decisions from ``first`` up to and including ``last``, a visitor's in the order of appending.

        SQL: all in the order of appending, which is from old to new but for clocks that were put back. Redis: visitor
        by visitor, in no order. Read in steps, in little memory, while others write: what was there when it began and
        is there still comes once, what was erased before its step does not come, what is written meanwhile may come.
        """

    def count(self, site: str, day: str, counts: Counts) -> None:
        """Count something that leaves no other trace, such as a display."""

    def tally(self, site: str, first_day: str, last_day: str, dimensions: Collection[str] | None = None) -> list[Tally]:
        """What was counted from ``first_day`` up to and including ``last_day`` (``YYYY-MM-DD``), in order.

        :param dimensions: of these alone.
        """

    def by_day(self, site: str, first_day: str, last_day: str, dimensions: Collection[str]) -> OnDays:
        """What :meth:`tally` says of these dimensions, in no order: of many days it is had in half the time."""

    def totals(
        self, site: str, first_day: str, last_day: str, dimensions: Collection[str]
    ) -> dict[tuple[str, str], int]:
        """Dimension and value -> what was counted there on all these days together."""

    def fold(self, site: str, before: str) -> int:
        """Bring what was counted on each day before that one together, so that it is read at once; how many days were
        not. It may be done at any time, by several at once, and again after a crash: no count is lost or doubled."""

    def top_up(self, tallies: Iterable[Tally]) -> None:
        """Bring each tally up to its count; one that is as high already, or higher, stays as it is."""

    def forget(self, site: str, visitor: str, at: datetime, why: str = "visitor", counts: CountsOf = no_counts) -> int:
        """Erase a visitor's decisions, and lift a restriction; the number erased. Tallies stay: they name nobody.

        Of each that was sealed it is kept, in the same step, that its place in the tree is empty: it waits as
        :class:`Erased`. What was never sealed leaves no trace.

        :param counts: what is counted of each in the same step, under the day on which it was decided.
        """

    def prune(
        self,
        site: str,
        before: datetime,
        keep: str,
        at: datetime,
        counts: CountsOf = no_counts,
        pause: Pause = no_pause,
    ) -> int:
        """Erase decisions older than ``before``, as :meth:`forget` does but ``why`` is ``"retention"``, then notices
        that nothing refers to but version ``keep``; the number of decisions erased. A restricted visitor's stay.

        :param pause: is called after each step.
        """

    def scrub(self, thorough: bool = False) -> None:
        """Take what was erased out of the files of the store as well, as far as the store can.

        :param thorough: write them anew, however large they are; nobody else can use SQL tables meanwhile.
        """

    def restrict(self, site: str, visitor: str, at: datetime | None) -> None:
        """Keep a visitor's decisions from being pruned, since then; None lifts it."""

    def restricted(self, site: str, visitor: str) -> datetime | None:
        """Since when the visitor is restricted."""

    def say(self, site: str, line: str) -> None:
        """Have a line wait for its place in the site's tree."""

    def waiting(self, site: str, limit: int) -> Waiting:
        """What is to be sealed next: at most ``limit`` of each kind, the oldest first.

        Redis, where more wait: of each of its partitions the oldest.
        """

    def seal(
        self, site: str, size: int, entries: Sequence[UUID | str], taken: Waiting, tiles: Mapping[Tile, bytes]
    ) -> bool:
        """Give the entries the places ``size``, ``size + 1``, ... of the site's tree: all of it, or nothing.

        A decision that was erased since it was read keeps its place, and waits as :class:`Erased`.

        :param entries: each the id of one of the decisions in ``taken``, or a line. At least one.
        :param taken: what :meth:`waiting` gave, or a part of it: its erased and its lines wait no longer. It must have
            the same ``size``.
        :param tiles: the tiles that are other ones now.
        :return: False if the tree has another size by now; then nothing is changed.
        """

    def size(self, site: str) -> int:
        """How many entries the site's tree has."""

    def tiles(self, site: str, wanted: Collection[Tile]) -> dict[Tile, bytes]:
        """Those tiles of the site's tree that there are. For some hundreds at a time."""

    def index(self, site: str, decision: UUID) -> int | None:
        """The place of a decision in the site's tree; None if it is not sealed, or not there."""

    def lines(self, site: str, first: int, last: int) -> Iterator[tuple[int, str]]:
        """The sealed lines from place ``first`` up to and including ``last``, in order, each with its place."""

    def entries(self, site: str) -> Iterator[tuple[Decision, int | None]]:
        """All decisions, as :meth:`decisions` reads them, each with its place in the tree if it is sealed."""

    def add_checkpoint(self, site: str, size: int, note: str) -> None:
        """Keep what was signed of the tree at that size. Of two for one size the first stays."""

    def checkpoints(self, site: str, first: int = 0, last: int | None = None) -> list[tuple[int, str]]:
        """What was signed of sizes from ``first`` up to and including ``last``, in order, each with its size."""

    def restore(
        self,
        site: str,
        tiles: Mapping[Tile, bytes] | None = None,
        lines: Sequence[tuple[int, str]] = (),
        indexes: Sequence[tuple[UUID, int]] = (),
        erased: Sequence[Erased] = (),
    ) -> None:
        """Put parts of another ledger's tree where none is yet. For some hundreds at a time; it may be done again.

        :param indexes: places of decisions, which must have been appended before. One that has a place keeps it; one
            that is not there is left out.
        """

    def restored(self, site: str, size: int) -> bool:
        """From now on what was restored is the site's tree, of that size. False if there is one of another size."""

    def keep_showing(self, site: str, showing: Showing) -> bool:
        """Keep that this is shown; whether it is new. If it is not, it only moves on when it was shown last."""

    def showings(self, site: str) -> list[Showing]:
        """All showings of the site, in the order in which they were shown first. They are dropped with their notice."""

    def keep_file(self, digest: str, content: bytes) -> None:
        """Keep a file of the archive under its name. Keeping it again changes nothing."""

    def file(self, digest: str) -> bytes | None:
        """The file of that name; what a showing says is dropped with it, scripts stay."""

    def ping(self) -> None:
        """Return if the store can be read and written now."""

    def risks(self, now: datetime) -> list[Risk]:
        """What about the store's settings would lose proofs, each with the setting that mends it."""

    def close(self) -> None:
        """Let go of connections and files."""
