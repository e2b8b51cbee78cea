"""The checkpoints of one tree, held against its leaves. They also tell when an entry was put in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta

from ..ed25519 import PublicKeys
from ..errors import ProofInvalid
from ..store.rows import instant, milliseconds
from .checkpoints import Checkpoint, opened
from .entries import LATE, time_text
from .finding import Findings
from .roots import Roots

_LATE = LATE // timedelta(milliseconds=1)


class SignedSizes:
    """The genuine checkpoints of a site. What does not fit them is found.

    :param notes: those that the ledger keeps, and those that others kept.
    """

    def __init__(self, site: str, notes: Iterable[str], keys: PublicKeys, findings: Findings) -> None:
        self._findings = findings
        self._checkpoints: list[Checkpoint] = []
        wrong: list[str] = []
        for note in dict.fromkeys(notes):
            try:
                self._checkpoints.append(opened(note, keys, site))
            except ProofInvalid as error:
                wrong.append(error.message)
        if wrong:
            findings.add(f"{len(wrong)} checkpoint(s) are not genuine. The first: {wrong[0]}")
        self._checkpoints.sort(key=lambda each: (each.size, each.at))
        self._sizes = [each.size for each in self._checkpoints]
        times = [milliseconds(each.at) for each in self._checkpoints]
        self._before, self._after = list(times), list(times)
        for at in range(1, len(times)):
            self._before[at] = max(self._before[at], self._before[at - 1])
            self._after[-at - 1] = min(self._after[-at - 1], self._after[-at])

    def check_roots(self, roots: Roots, size: int) -> bytes:
        """Hold each checkpoint against the root that the tree had; the root of the tree as it is."""
        mine = [each for each in self._checkpoints if each.size <= size]
        good, top = 0, b""
        told = False
        for at, (each, root) in enumerate(roots.at([*(one.size for one in mine), size])):
            if at == len(mine):
                top = root
            elif root == mine[at].root:
                good = each
            elif not told:
                told = True
                rest = (
                    f"; the {len(mine) - at - 1} checkpoint(s) after it do not count then" if at + 1 < len(mine) else ""
                )
                self._findings.add(
                    f"something from entry {good} to entry {each - 1} was altered: the checkpoint of {each} entries, "
                    f"signed {time_text(mine[at].at)}, has another root than the tree{rest}."
                )
        for over in self._checkpoints[len(mine) :][:1]:
            self._findings.add(
                f"the end of the tree is gone: it has {size} entries, and had {over.size} when a checkpoint was signed "
                f"{time_text(over.at)}.",
                index=size,
            )
        return top

    def problem_with_time(self, index: int, at: int) -> str:
        """Why an entry of that place cannot have been made at that time; empty if it can.

        :param at: in milliseconds.
        """
        place = bisect_right(self._sizes, index)
        if place and at < self._before[place - 1] - _LATE:
            return (
                f"it is back-dated: it says {_text(at)}, and was put into the tree after the checkpoint of "
                f"{_text(self._before[place - 1])}."
            )
        if place < len(self._after) and at > self._after[place] + _LATE:
            return f"it says {_text(at)}, and was in the tree at the checkpoint of {_text(self._after[place])} already."
        return ""

    def places_of(self, first: datetime | None, last: datetime | None, size: int) -> tuple[int, int]:
        """The places, first and last, outside of which there is nothing that was decided from ``first`` to ``last``."""
        begin, end = 0, size - 1
        for each in self._checkpoints:
            if first and each.at + LATE < first:
                begin = max(begin, min(each.size, size))
            if last and each.at > last + LATE:
                end = min(end, each.size - 1)
        return begin, end

    @property
    def number(self) -> int:
        """How many there are, and are genuine."""
        return len(self._checkpoints)

    def newest(self, size: int) -> Checkpoint | None:
        """The one that covers most of a tree of that size."""
        return next((each for each in reversed(self._checkpoints) if each.size <= size), None)


def _text(value: int) -> str:
    return time_text(instant(value))
