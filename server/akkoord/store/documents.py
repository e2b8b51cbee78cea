"""Small documents beside the ledger: keys, and whatever else concerns those who run it. None is about a visitor."""

from __future__ import annotations

from typing import Protocol


class Documents(Protocol):
    """Texts, mostly JSON, by kind and id. They are not part of an export, and do not move with a ledger.

    A kind is a plain word. Every method raises :class:`akkoord.errors.StoreError`, as those of a store do.
    """

    def put_document(self, kind: str, id: str, text: str) -> None:
        """Keep a document; one of that kind and id that was there before is replaced."""

    def add_document(self, kind: str, id: str, text: str) -> bool:
        """Keep a document unless there is one of that kind and id; whether there was none."""

    def document(self, kind: str, id: str) -> str | None:
        """The document of that kind and id."""

    def documents(self, kind: str) -> dict[str, str]:
        """All documents of a kind by id, in the order of their ids."""

    def drop_document(self, kind: str, id: str) -> bool:
        """Drop a document; whether there was one."""
