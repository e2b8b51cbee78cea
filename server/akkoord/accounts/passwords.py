"""Passwords: hashed by Argon2id, and checked in the same time whether there is one or not."""

from __future__ import annotations

import unicodedata
from functools import cache
from secrets import token_urlsafe
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..errors import Detail, InvalidRequest, RateLimited

SHORTEST = 12
LONGEST = 200

_hasher = PasswordHasher()
_turns = BoundedSemaphore(2)
"""A hash takes 64 MiB and a good part of a core: passwords must not keep a worker from recording decisions."""


def new_password() -> str:
    """A password that nobody guesses: 144 random bits."""
    return token_urlsafe(18)


def check_password(password: str) -> None:
    """Refuse what is too short to be safe, or too long to be meant.

    :raises InvalidRequest: it is.
    """
    length = len(_normal(password))
    if not SHORTEST <= length <= LONGEST:
        hint = f"take {SHORTEST} to {LONGEST} characters; several words are fine"
        raise InvalidRequest(
            f"The password has {length} characters: {hint}.", Detail("password", "of that length", hint)
        )


def hash_of(password: str) -> str:
    """What is kept of a password."""
    return _hasher.hash(_normal(password))


def is_right(password: str, kept: str | None) -> bool:
    """Whether the password is the one that is kept. Without one it takes as long, and is not.

    :raises RateLimited: others are being checked right now.
    """
    if not _turns.acquire(blocking=False):
        raise RateLimited("Too many log in at once.", retry_after=2)
    try:
        _hasher.verify(_unguessed() if kept is None else kept, _normal(password[: LONGEST * 4]))
    except (VerificationError, InvalidHashError):
        return False
    finally:
        _turns.release()
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with other parameters than are used now."""
    return _hasher.check_needs_rehash(kept)


def _normal(password: str) -> str:
    """The same letters typed on another keyboard are the same password."""
    return unicodedata.normalize("NFC", password)


@cache
def _unguessed() -> str:
    return hash_of(new_password())
