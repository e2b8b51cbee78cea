"""Sends what is due to the providers, again at growing intervals, and hands over to a person in the end."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from ..model import ON_A_LIST, Site
from ..store.documents import Documents
from ..tokens import Signer
from .book import Book
from .entry import LISTED, SENT, WAITING, Entry
from .webhook import NotTaken, message, post

AGAIN = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60, 24 * 60))
"""How long to wait after each try that failed; after the one that follows the last of these, somebody has to do it."""
INTERRUPTED = timedelta(minutes=5)
"""After this time somebody who began to send was stopped: no try takes as long."""
_TRY = "withdrawal-try"
log = logging.getLogger("akkoord.withdrawals")
Post = Callable[[str, bytes, Mapping[str, str]], str]


class Sending:
    """Sends the entries of a store. Each try is made by one alone, however many workers and servers there are.

    A worker that is stopped between sending and writing that down sends again: a receiver knows by the id what it has.
    """

    def __init__(self, documents: Documents, sites: Mapping[str, Site], signer: Signer, post: Post = post) -> None:
        self._documents = documents
        self._book = Book(documents)
        self._sites = sites
        self._signer = signer
        self._post = post

    def round(self, clock: Callable[[], datetime], pause: Callable[[], object]) -> Counter[str]:
        """Send what is due; how many of what became of it: sent, failed, or listed.

        :param pause: is called before each.
        """
        became: Counter[str] = Counter()
        for entry in self._book.open():
            pause()
            if entry.state == WAITING and (entry.due is None or entry.due <= clock()):
                outcome = self._one(entry, clock)
                became.update([outcome] if outcome else [])
        return became

    def _one(self, entry: Entry, clock: Callable[[], datetime]) -> str:
        if not self._address(entry):
            self._book.put(replace(entry, state=LISTED, due=None, result="no address is configured any more"))
            return "listed"
        claim = f"{entry.id}.{entry.tries}"
        if not self._documents.add_document(_TRY, claim, clock().isoformat()):
            return self._interrupted(entry, claim, clock())
        # between reading and claiming, somebody else may have come to an end with it
        current = self._book.find(entry.id)
        outcome = ""
        if current is not None and (current.state, current.tries) == (WAITING, entry.tries):
            current, outcome = self._send(current, clock)
        if current is not None:
            self._book.put(current)
        self._documents.drop_document(_TRY, claim)
        return outcome

    def _send(self, entry: Entry, clock: Callable[[], datetime]) -> tuple[Entry, str]:
        try:
            result = self._post(self._address(entry), *message(_fields(entry, clock()), self._signer))
        except NotTaken as error:
            return _failed(entry, clock(), str(error))
        now = clock()
        return replace(entry, tries=entry.tries + 1, tried=now).ended(SENT, now, result), "sent"

    def _interrupted(self, entry: Entry, claim: str, now: datetime) -> str:
        """Somebody else is sending, or was stopped while sending, which counts as a try that failed."""
        begun = self._documents.document(_TRY, claim)
        if begun is None or now - datetime.fromisoformat(begun) < INTERRUPTED:
            return ""
        current = self._book.find(entry.id)
        outcome = ""
        if current is not None and (current.state, current.tries) == (WAITING, entry.tries):
            after, outcome = _failed(current, now, "interrupted")
            self._book.put(after)
        self._documents.drop_document(_TRY, claim)
        return outcome

    def _address(self, entry: Entry) -> str:
        """Where the provider is told, as it is configured now; empty if it is not."""
        site = self._sites.get(entry.site)
        for service in site.services if site else ():
            if service.id == entry.service and service.withdrawal != ON_A_LIST:
                return service.withdrawal
        return ""


def _failed(entry: Entry, now: datetime, why: str) -> tuple[Entry, str]:
    after = replace(entry, tries=entry.tries + 1, tried=now, result=why)
    if after.tries <= len(AGAIN):
        return replace(after, due=now + AGAIN[after.tries - 1]), "failed"
    fields = {"entry": entry.id, "site": entry.site, "service": entry.service, "result": why}
    log.warning("A provider could not be told of a withdrawal: it is on the list now.", extra={"fields": fields})
    return replace(after, state=LISTED, due=None), "listed"


def _fields(entry: Entry, now: datetime) -> dict[str, object]:
    """What a provider is told."""
    return {
        "id": entry.id,
        "site": entry.site,
        "service": entry.service,
        "category": entry.category,
        "what": entry.what,
        "at": entry.at.isoformat(timespec="milliseconds"),
        "receipt": entry.receipt or None,
        "sent": now.isoformat(timespec="milliseconds"),
    }
