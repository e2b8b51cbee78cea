"""A store that holds back what is written, and writes all of it in a few steps. For made-up decisions only: what a
visitor chose is written before it is answered."""

from __future__ import annotations

from collections import defaultdict
from typing import cast

from ...model import Decision
from ...store import Store
from ...store.base import Counts
from ...store.rows import utc_day

AT_ONCE = 500


class Gathering:
    """Stands before a store. What it does not say itself, the store says."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._decisions: list[Decision] = []
        self._latest: dict[str, Decision] = {}
        self._counts: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)

    @property
    def as_store(self) -> Store:
        """Itself, for a ledger."""
        return cast(Store, self)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def append(self, decision: Decision, counts: Counts) -> Decision:
        """Hold a decision, and what it counts."""
        self._decisions.append(decision)
        self._latest[decision.visitor] = decision
        self.count(decision.site, utc_day(decision.at), counts)
        return decision

    def latest(self, site: str, visitor: str) -> Decision | None:
        """The newest of those that are held; the visitors are new ones."""
        return self._latest.get(visitor)

    def count(self, site: str, day: str, counts: Counts) -> None:
        """Hold what is counted."""
        self._counts[site, day] += counts

    def write(self) -> None:
        """Write what was held."""
        for begin in range(0, len(self._decisions), AT_ONCE):
            self._store.append_all(self._decisions[begin : begin + AT_ONCE])
        for (site, day), counts in self._counts.items():
            self._store.count(site, day, counts)
        self._decisions, self._counts = [], defaultdict(list)
