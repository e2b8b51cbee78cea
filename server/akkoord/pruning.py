"""What pruning would erase."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from .model import Decision
from .store import Store


def over(store: Store, site: str, before: datetime) -> Iterator[Decision]:
    """The decisions of a site that :meth:`akkoord.store.Store.prune` would erase."""
    restricted: dict[str, bool] = {}
    # its last is taken along
    for decision in store.decisions(site, None, before - timedelta(milliseconds=1)):
        if decision.visitor not in restricted:
            restricted[decision.visitor] = store.restricted(site, decision.visitor) is not None
        if not restricted[decision.visitor]:
            yield decision
