"""Finds single checkpoints among very many, without reading them all.

They lie by the size of the tree, so windows of sizes are asked for, each wider than the one before.
"""

from __future__ import annotations

from ..store import Store

_WINDOW, _WIDER = 16, 8


def first_covering(store: Store, site: str, index: int) -> tuple[int, str] | None:
    """The first checkpoint whose tree has that index."""
    return next(iter(some(store, site, index + 1, 1)), None)


def newest(store: Store, site: str) -> tuple[int, str] | None:
    """The checkpoint of the largest tree."""
    last, width = store.size(site), _WINDOW
    while last >= 0:
        first = max(last - width, 0)
        found = store.checkpoints(site, first, last)
        if found:
            return found[-1]
        last, width = first - 1, width * _WIDER
    return None


def some(store: Store, site: str, first: int, limit: int) -> list[tuple[int, str]]:
    """The first checkpoints from a size on, at most so many."""
    found: list[tuple[int, str]] = []
    end, width = store.size(site), _WINDOW
    while first <= end and len(found) < limit:
        found += store.checkpoints(site, first, min(first + width, end))
        first, width = first + width + 1, width * _WIDER
    return found[:limit]
