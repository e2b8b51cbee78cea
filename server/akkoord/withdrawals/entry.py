"""One thing that one provider is to hear of, and how it is written down. Pure.

It never names the visitor. It names the decision, whose id the page knows and may have passed on (its receipt number),
while somebody still needs it: it goes once the provider was told, and with the visitor who is erased.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

WITHDRAWN = "withdrawn"
ERASED = "erased"
WAITING = "waiting"
"""It is sent to the provider's address as soon as it is due."""
LISTED = "listed"
"""Somebody has to tell the provider."""
SENT = "sent"
DONE = "done"
"""Somebody has told the provider."""
OPEN = (WAITING, LISTED)
_TIMES = ("at", "tried", "due", "settled")


@dataclass(frozen=True, slots=True)
class Entry:
    """That a service of a category is not allowed any more by one visitor.

    :param what: :data:`WITHDRAWN`, or :data:`ERASED` with everything that was known of the visitor.
    :param receipt: the id of the decision that withdrew; empty if there is none, or if it is not needed any more.
    :param state: one of :data:`OPEN`, :data:`SENT` or :data:`DONE`.
    :param tries: how often it was tried to send it.
    :param tried: when it was tried last.
    :param due: when it is tried again.
    :param result: what became of the last try.
    :param settled: when it was sent or done.
    :param note: what the one who did it wrote down.
    """

    id: str
    site: str
    service: str
    category: str
    what: str
    at: datetime
    receipt: str = ""
    state: str = LISTED
    tries: int = 0
    tried: datetime | None = None
    due: datetime | None = None
    result: str = ""
    settled: datetime | None = None
    note: str = ""

    def ended(self, state: str, now: datetime, result: str = "", note: str = "") -> Entry:
        """The same, when the provider knows: what was only there to find the visitor's traces is gone."""
        return replace(self, state=state, settled=now, result=result, note=note, receipt="", due=None)


def entry_id(what: str, site: str, decision: UUID, service: str) -> str:
    """The id of an entry: the same each time, and nothing that a decision could be found by."""
    return sha256(f"akkoord withdrawal\n{what}\n{site}\n{decision}\n{service}".encode()).hexdigest()[:16]


def text_of(entry: Entry) -> str:
    """An entry as JSON; what is empty is left out."""
    fields = {name: value for name, value in asdict(entry).items() if value}
    for name in _TIMES:
        if name in fields:
            fields[name] = fields[name].isoformat()
    return json.dumps(fields, ensure_ascii=False)


def entry_of(text: str) -> Entry:
    fields: dict[str, Any] = json.loads(text)
    for name in _TIMES:
        if name in fields:
            fields[name] = datetime.fromisoformat(fields[name])
    return Entry(**fields)
