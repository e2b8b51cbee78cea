"""What a verification finds, and what it went over."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

KEPT = 1000
"""How many findings are kept at least; of more, those of the first places in the tree."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was sealed, in one sentence.

    :param index: the place in the tree, if it has one.
    :param decision: the id of the decision, if it is known.
    """

    site: str
    problem: str
    index: int | None = None
    decision: UUID | None = None

    def __str__(self) -> str:
        entry = [] if self.index is None else [f"entry {self.index}"]
        decision = [] if self.decision is None else [f"decision {self.decision}"]
        where = ", ".join(entry + decision)
        return f"{self.site}: {where}: {self.problem}" if where else f"{self.site}: {self.problem}"


@dataclass(slots=True)
class Findings:
    """Findings of one site, counted all, kept as many as anyone reads."""

    site: str
    number: int = 0
    _kept: list[Finding] = field(default_factory=list)

    def add(self, problem: str, index: int | None = None, decision: UUID | None = None) -> None:
        """One more."""
        self.number += 1
        self._kept.append(Finding(self.site, problem, index, decision))
        if len(self._kept) > 2 * KEPT:
            self._kept = self.first(KEPT)

    def first(self, limit: int = KEPT) -> list[Finding]:
        """The first ones, by their places in the tree; those without a place come last."""
        return sorted(self._kept, key=_place)[:limit]


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification of one site went over, and what it found.

    :param found: how many findings there are; ``findings`` are the first of them.
    :param size: how many entries the tree has.
    :param covered: how many entries the newest genuine checkpoint covers.
    :param signed: when that was.
    """

    site: str
    size: int
    root: bytes
    decisions: int
    erased: int
    lines: int
    unsealed: int
    checkpoints: int
    covered: int
    signed: datetime | None
    found: int
    findings: list[Finding]


def _place(finding: Finding) -> tuple[bool, int, str]:
    return finding.index is None, finding.index or 0, str(finding.decision or "")
