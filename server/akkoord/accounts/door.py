"""Who comes in, and who is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from ..store.documents import Documents
from .lookups import Lookups
from .roles import User
from .sessions import Session, Sessions
from .users import Users


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who is logged in."""

    user: User
    session: Session


class Door:
    """The users, their sessions, and what belongs to both.

    :param documents: where all of it is kept.
    """

    def __init__(self, documents: Documents) -> None:
        self.users = Users(documents)
        self.sessions = Sessions(documents)
        self.lookups = Lookups(documents)

    def visit(self, secret: str | None, now: datetime) -> Visit | None:
        """Who is logged in with that. What the user may is read anew each time."""
        session = self.sessions.find(secret, now) if secret else None
        user = None if session is None else self.users.find(session.user)
        if session is None or user is None or not compare_digest(user.stamp, session.stamp):
            return None
        return Visit(user, session)

    def remove(self, user: User) -> None:
        """Let a user in no more."""
        self.users.remove(user)
        self.sessions.end_all(user.name)

    def set_password(self, user: User, password: str) -> User:
        """Give a user another password, and log them out everywhere."""
        changed = self.users.set_password(user, password)
        self.sessions.end_all(user.name)
        return changed
