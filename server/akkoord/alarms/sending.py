"""Hands messages to the outlets, again at growing intervals, and gives up in the end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from ..model import Site
from ..store import Store
from ..withdrawals.webhook import NotTaken
from .letter import Letter, letter_of
from .message import Message, message_of, text_of

AGAIN = tuple(timedelta(minutes=minutes) for minutes in (10, 60, 6 * 60, 24 * 60))
"""How long to wait after each try that failed; after the one that follows the last of these, it is given up."""
INTERRUPTED = timedelta(minutes=5)
"""After this time somebody who began to send was stopped: no try takes as long."""
MESSAGE = "alarm"
"""The kind of the documents that messages are kept as."""
_TRY = "alarm-try"
log = logging.getLogger("akkoord.alarms")


class Outlet(Protocol):
    """A way out."""

    name: str

    def wants(self, site: Site, message: Message) -> bool:
        """Whether it is to have that message."""

    def send(self, site: Site, letter: Letter, now: datetime) -> str:
        """Send it; what became of it.

        :raises NotTaken: the other side did not take it.
        """


class Sending:
    """Sends the messages of a store. Each try is made by one alone, however many workers and servers there are.

    A worker that is stopped between sending and writing that down sends again, under the same id.
    """

    def __init__(self, sites: Mapping[str, Site], outlets: Sequence[Outlet], base_url: str) -> None:
        self._sites = sites
        self._outlets = outlets
        self._base_url = base_url

    def round(self, store: Store, clock: Callable[[], datetime], pause: Callable[[], object]) -> None:
        """Send what is due.

        :param pause: is called before each.
        """
        for id, text in store.documents(MESSAGE).items():
            message = message_of(text)
            if message.due is not None and message.due <= clock():
                pause()
                self._one(store, id, message, clock)

    def one(self, store: Store, message: Message, now: datetime) -> tuple[Message, dict[str, str]]:
        """Hand a message to each outlet that has not taken it; the message after that, and what went wrong where."""
        site = self._sites.get(message.site)
        if site is None:
            # it is not there any more: nobody wants to hear of it
            return replace(message, due=None), {}
        failed: dict[str, str] = {}
        wanting = [each for each in self._outlets if each.name not in message.sent and each.wants(site, message)]
        letter = letter_of(store, site, message, self._base_url) if wanting else None
        for outlet in wanting if letter else ():
            assert letter is not None
            try:
                outlet.send(site, letter, now)
                message = replace(message, sent=(*message.sent, outlet.name))
            except NotTaken as error:
                failed[outlet.name] = str(error)
        again = AGAIN[message.tries] if failed and message.tries < len(AGAIN) else None
        return replace(message, tries=message.tries + 1, due=now + again if again else None), failed

    def _one(self, store: Store, id: str, message: Message, clock: Callable[[], datetime]) -> None:
        claim = f"{id} {message.tries}"
        if not store.add_document(_TRY, claim, clock().isoformat()):
            begun = store.document(_TRY, claim)
            if begun is not None and clock() - datetime.fromisoformat(begun) >= INTERRUPTED:
                store.drop_document(_TRY, claim)
            return
        # between reading and claiming, somebody else may have come to an end with it
        text = store.document(MESSAGE, id)
        current = message_of(text) if text else None
        if current is not None and (current.due, current.tries) == (message.due, message.tries):
            after, failed = self.one(store, current, clock())
            store.put_document(MESSAGE, id, text_of(after))
            for name, reason in failed.items():
                again = "it is tried again" if after.due else "it is given up"
                log.error("alarm outlet: %s did not take a message (%s), %s", name, reason, again)
        store.drop_document(_TRY, claim)
