"""Where entries are kept: with the small documents of the store, the open ones apart from the settled ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from ..store.documents import Documents
from .entry import OPEN, Entry, entry_of, text_of

_OPEN = "withdrawal"
_SETTLED = "withdrawal-settled"


class Book:
    """The entries of all sites. One that stands in both places was settled, by somebody who did not get to the end: its
    next :meth:`put` ends that."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def add(self, entry: Entry) -> bool:
        """Add an entry unless it is, or was, there; whether it is new."""
        if self._documents.document(_SETTLED, entry.id) is not None:
            return False
        return self._documents.add_document(_OPEN, entry.id, text_of(entry))

    def open(self) -> list[Entry]:
        """Those of which a provider still has to hear, the oldest first."""
        return _in_order(self._documents.documents(_OPEN))

    def settled(self) -> list[Entry]:
        """Those of which the provider knows, the oldest first."""
        return _in_order(self._documents.documents(_SETTLED))

    def find(self, id: str) -> Entry | None:
        """The entry of that id."""
        for kind in (_SETTLED, _OPEN):
            text = self._documents.document(kind, id)
            if text is not None:
                return entry_of(text)
        return None

    def put(self, entry: Entry) -> None:
        """Write an entry down as it is now."""
        if entry.state in OPEN:
            self._documents.put_document(_OPEN, entry.id, text_of(entry))
            return
        self._documents.put_document(_SETTLED, entry.id, text_of(entry))
        self._documents.drop_document(_OPEN, entry.id)

    def unname(self, receipts: Collection[str]) -> None:
        """Take these receipt numbers out: what they name is erased."""
        for entry in self.open():
            if entry.receipt in receipts:
                self.put(replace(entry, receipt=""))

    def drop(self, site: str, before: datetime) -> int:
        """Drop what was settled before; how much that is."""
        old = [each for each in self.settled() if each.site == site and each.settled and each.settled < before]
        return sum(self._documents.drop_document(_SETTLED, each.id) for each in old)


def _in_order(documents: dict[str, str]) -> list[Entry]:
    return sorted(map(entry_of, documents.values()), key=lambda entry: (entry.at, entry.id))
