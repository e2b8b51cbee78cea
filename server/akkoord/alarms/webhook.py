"""Posts messages to one address, signed as those about withdrawals are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from ..model import Site
from ..small_cells import LEAST
from ..tokens import Signer
from ..withdrawals.webhook import message as signed_message
from ..withdrawals.webhook import post
from .judging import ERRORS, REQUESTS
from .letter import Letter
from .message import WEEKLY, Message

SIGNED = b"akkoord alarm 1\n"
"""What stands before the body where it is signed, so that it can be taken for nothing else that these keys sign."""
Post = Callable[[str, bytes, Mapping[str, str]], str]


class Webhook:
    """The address that hears of every site."""

    name = "webhook"

    def __init__(self, address: str, signer: Signer, post: Post = post) -> None:
        self._address = address
        self._signer = signer
        self._post = post

    def wants(self, site: Site, message: Message) -> bool:
        """Everything but summaries, which are for people."""
        return message.what != WEEKLY

    def send(self, site: Site, letter: Letter, now: datetime) -> str:
        """Post it."""
        return self._post(self._address, *signed_message(fields(letter, now), self._signer, SIGNED))


def fields(letter: Letter, now: datetime) -> dict[str, object]:
    """What stands in the body; a small count, and what would tell one, is null."""
    message = letter.message
    rest = message.of - message.count if message.of else LEAST
    small = message.hidden or rest < LEAST or (message.count < LEAST and message.kind not in REQUESTS)
    share = message.count / message.of if message.of else 0.0
    # in tenths, as in the letter: the figures tell how many errors there were
    rounded = round(share, 1 if message.kind == ERRORS else 2)
    value = None if small or message.hosts else rounded if message.of else message.count
    banded = bool(message.high) and not message.hidden
    return {
        "id": message.id,
        "site": message.site,
        "what": message.what,
        "kind": message.kind or None,
        "day": message.day,
        "side": message.side or None,
        "since": message.since or None,
        "value": value,
        # as in the letter: of these it would tell how few were recorded
        "of": None if message.hidden or message.kind == ERRORS else message.of or None,
        "low": round(message.low, 2) if banded else None,
        "high": round(message.high, 2) if banded else None,
        "hosts": message.hosts,
        "link": letter.link or None,
        # chats that take a webhook show this
        "text": "\n".join([letter.subject, *letter.lines, *([letter.link] if letter.link else [])]),
        "sent": now.isoformat(),
    }
