"""What every store can do. A store knows rows, no rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ..model import Decision, Notice, Tally
from .risks import Risk

Counts = Iterable[tuple[str, str]]
"""``(dimension, value)`` pairs, each to be counted once."""


class Store(Protocol):
    """Where the ledger lives. Chosen by URL with :func:`akkoord.store.open_store`.

    Every method raises :class:`akkoord.errors.StoreError` when the store cannot be reached or does not answer.
    """

    def publish(self, notice: Notice) -> None:
        """Keep what is asked, under its site and version. Keeping it again changes nothing."""

    def notice(self, site: str, version: str) -> Notice | None:
        """The notice of that version, as it was published."""

    def append(self, decision: Decision, counts: Counts) -> Decision:
        """Write a decision and count it under the UTC day of ``decision.at``: all of it, or nothing.

        Idempotent on the site and the decision's id: returns the decision that is in the book under that id, which is
        the given one itself, or the earlier one, in which case nothing is written and nothing counted.

        :raises akkoord.errors.UnknownNotice: the store does not hold the decision's notice. A decision must always
            lead to the question that was asked, so nothing is written.
        """

    def find(self, site: str, decision: UUID) -> Decision | None:
        """The decision of that id."""

    def latest(self, site: str, visitor: str) -> Decision | None:
        """The visitor's newest decision."""

    def history(self, site: str, visitor: str) -> list[Decision]:
        """All of the visitor's decisions, oldest first."""

    def count(self, site: str, day: str, counts: Counts) -> None:
        """Count something that leaves no other trace, such as a display."""

    def tally(self, site: str, first_day: str, last_day: str) -> list[Tally]:
        """What was counted from ``first_day`` up to and including ``last_day`` (``YYYY-MM-DD``), in order."""

    def forget(self, site: str, visitor: str) -> int:
        """Erase a visitor's decisions; the number erased. Tallies stay: they name nobody."""

    def prune(self, site: str, before: datetime, keep: str) -> int:
        """Erase decisions older than ``before``, then notices that nothing refers to but version ``keep``; the number
        of decisions erased."""

    def ping(self) -> None:
        """Return if the store can be read and written now."""

    def risks(self, now: datetime) -> list[Risk]:
        """What about the store's settings would lose proofs, each with the setting that mends it."""

    def close(self) -> None:
        """Let go of connections and files."""
