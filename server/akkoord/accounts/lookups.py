"""Who looked up which receipt: those who look at visitors' choices are looked at themselves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from ..store.documents import Documents

KIND = "lookup"
KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Lookup:
    """That somebody looked up a receipt.

    :param number: as it was found, or as it was typed.
    """

    at: datetime
    user: str
    site: str
    number: str
    found: bool


class Lookups:
    """The log of what was looked up."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def note(self, lookup: Lookup) -> None:
        """Write one down."""
        kept = {"user": lookup.user, "site": lookup.site, "number": lookup.number, "found": lookup.found}
        # the ids are in the order of time
        self._documents.put_document(KIND, f"{lookup.at.isoformat()} {token_hex(4)}", json.dumps(kept))

    def since(self, first: datetime) -> list[Lookup]:
        """Those from a moment on, oldest first."""
        found = (_lookup(id, text) for id, text in self._documents.documents(KIND).items())
        return [lookup for lookup in found if lookup.at >= first]

    def prune(self, now: datetime) -> int:
        """Drop what is older than a year; how many there were."""
        old = [id for id in self._documents.documents(KIND) if now - _at(id) > KEPT]
        for id in old:
            self._documents.drop_document(KIND, id)
        return len(old)


def _at(id: str) -> datetime:
    return datetime.fromisoformat(id.partition(" ")[0])


def _lookup(id: str, text: str) -> Lookup:
    kept = json.loads(text)
    return Lookup(_at(id), kept["user"], kept["site"], kept["number"], kept["found"])
