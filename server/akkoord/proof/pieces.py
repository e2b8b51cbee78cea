"""The parts of a tree that travel with a ledger. A decision's place travels with the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ..model import Decision
from ..store.base import Erased


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision that is sealed, and its place in the tree."""

    decision: Decision
    index: int

    @property
    def site(self) -> str:
        """The id of the site."""
        return self.decision.site


@dataclass(frozen=True, slots=True)
class Tree:
    """That there is a tree, how many entries it has, and what its root is. Comes before its other parts."""

    site: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Leaves:
    """The hashes of 256 leaves at most; what was erased has its hash here and nothing else."""

    site: str
    number: int
    hashes: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint."""

    site: str
    size: int
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its place; one without a place is still to be sealed."""

    site: str
    index: int | None
    line: str


@dataclass(frozen=True, slots=True)
class Gone:
    """That a sealed decision was erased, and no line tells it yet."""

    site: str
    erased: Erased


TreePiece: TypeAlias = Tree | Leaves | Signed | Line | Gone
"""A part of a tree."""
