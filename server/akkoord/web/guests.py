"""Who a rights page speaks to, without an account: by the cookie, or by a number or token that was entered.

What was entered stays in a signed cookie for a quarter of an hour, never in an address. A form carries a signed mark of
the visitor it was made for, so that no other page can make it up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

SESSION = "akkoord-rights"
"""The name of the cookie that holds what was entered."""
SESSION_SECONDS = 15 * 60
FORM_SECONDS = 60 * 60


@dataclass(frozen=True, slots=True)
class Guest:
    """A visitor, and how the page knows.

    :param by_number: a receipt's number was entered, and nothing more: who has seen a printed receipt can do as much.
    :param here: this browser has the visitor's own cookie.
    """

    visitor: str
    by_number: bool = False
    here: bool = False


class Guests:
    """Signs and reads what the pages of one backend remember.

    :param secret_keys: oldest to newest.
    """

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self._sessions = _serializer(secret_keys, b"akkoord rights session")
        self._forms = _serializer(secret_keys, b"akkoord rights form")

    def session(self, site: str, guest: Guest) -> str:
        """The value of the session's cookie."""
        return str(self._sessions.dumps([site, guest.visitor, guest.by_number]))

    def of_session(self, site: str, value: str | None) -> Guest | None:
        """Whom a session's cookie speaks of, if it is ours, of this site and not too old."""
        found = _read(self._sessions, value, SESSION_SECONDS)
        if found is None or found[0] != site:
            return None
        return Guest(found[1], by_number=found[2])

    def form(self, site: str, guest: Guest | None) -> str:
        """The mark of a form that is made for a visitor, or for somebody who is still to say who it is."""
        return str(self._forms.dumps([site, guest.visitor if guest else ""]))

    def is_form_of(self, site: str, guest: Guest | None, mark: str | None) -> bool:
        """Whether the mark is of a form that was made for this visitor, and is not too old."""
        return _read(self._forms, mark, FORM_SECONDS) == [site, guest.visitor if guest else ""]


def _serializer(secret_keys: Sequence[str], salt: bytes) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(list(secret_keys), salt=salt, signer_kwargs={"digest_method": sha256})


def _read(serializer: URLSafeTimedSerializer, value: str | None, seconds: int) -> list[Any] | None:
    try:
        found: list[Any] = serializer.loads(value or "", max_age=seconds)
    except BadData:
        return None
    return found
