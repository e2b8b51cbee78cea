"""Finds single checkpoints among very many, without reading them all.

They lie by the size of the tree, so windows of sizes are asked for, each twice as wide as the one before.
"""

from __future__ import annotations

from typing import Protocol

_WINDOW = 1024


class Noted(Protocol):
    """What is read of a store."""

    def size(self, site: str) -> int:
        """How many entries the site's tree has."""

    def checkpoints(self, site: str, first: int = 0, last: int | None = None) -> list[tuple[int, str]]:
        """Sizes and notes, by size, of those from ``first`` up to and including ``last``."""


def first_covering(store: Noted, site: str, index: int) -> tuple[int, str] | None:
    """The first checkpoint whose tree has that index."""
    return next(iter(some(store, site, index + 1, 1)), None)


def newest(store: Noted, site: str) -> tuple[int, str] | None:
    """The checkpoint of the largest tree."""
    last, width = store.size(site), _WINDOW
    while last >= 0:
        first = max(last - width, 0)
        found = store.checkpoints(site, first, last)
        if found:
            return found[-1]
        last, width = first - 1, width * 2
    return None


def some(store: Noted, site: str, first: int, limit: int) -> list[tuple[int, str]]:
    """The first checkpoints from a size on, at most so many."""
    found: list[tuple[int, str]] = []
    end, width = store.size(site), _WINDOW
    while first <= end and len(found) < limit:
        found += store.checkpoints(site, first, min(first + width, end))
        first, width = first + width + 1, width * 2
    return found[:limit]
