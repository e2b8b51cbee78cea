"""The documents of a store under watch."""

from __future__ import annotations

from .watched_tree import WatchedTree


class WatchedDocuments(WatchedTree):
    """The documents of the given store."""

    def put_document(self, kind: str, id: str, text: str) -> None:
        with self._call("put_document"):
            self._store.put_document(kind, id, text)

    def add_document(self, kind: str, id: str, text: str) -> bool:
        with self._call("add_document"):
            return self._store.add_document(kind, id, text)

    def document(self, kind: str, id: str) -> str | None:
        with self._call("document"):
            return self._store.document(kind, id)

    def documents(self, kind: str) -> dict[str, str]:
        with self._call("documents"):
            return self._store.documents(kind)

    def drop_document(self, kind: str, id: str) -> bool:
        with self._call("drop_document"):
            return self._store.drop_document(kind, id)
