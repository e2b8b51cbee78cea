"""Who is logged in: random numbers, of which only the digests are kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from ..store.documents import Documents
from .roles import User

KIND = "session"
SEEN = "session-seen"
"""When a session was last used, beside the session itself: written late, it does not bring back one that was ended."""

IDLE = timedelta(hours=12)
LIFETIME = timedelta(days=7)
NOTED = timedelta(minutes=5)
"""A use is noted after this long, and not at each page."""


@dataclass(frozen=True, slots=True)
class Session:
    """That somebody logged in.

    :param id: the digest of what the browser holds.
    :param stamp: the user's at that time.
    """

    id: str
    user: str
    stamp: str
    begun: datetime
    seen: datetime

    def holds(self, now: datetime) -> bool:
        """Whether it has not run out."""
        return now - self.seen < IDLE and now - self.begun < LIFETIME


class Sessions:
    """Begins, finds and ends sessions."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def begin(self, user: User, now: datetime) -> str:
        """Log a user in; what the browser is to hold: 256 random bits. What has run out is dropped on the way."""
        self._drop_over(now)
        secret = token_urlsafe(32)
        kept = {"user": user.name, "stamp": user.stamp, "begun": now.isoformat()}
        self._documents.put_document(KIND, digest(secret), json.dumps(kept))
        return secret

    def find(self, secret: str, now: datetime) -> Session | None:
        """The session of who holds that, if it has not run out; its use is noted."""
        id = digest(secret)
        text = self._documents.document(KIND, id)
        session = None if text is None else _session(id, text, self._documents.document(SEEN, id))
        if session is None or not session.holds(now):
            return None
        if now - session.seen >= NOTED:
            self._documents.put_document(SEEN, session.id, now.isoformat())
        return session

    def end(self, id: str) -> None:
        """Log out of one session."""
        self._documents.drop_document(KIND, id)
        self._documents.drop_document(SEEN, id)

    def end_all(self, user: str) -> int:
        """Log a user out everywhere; how many sessions there were."""
        own = [session for session in self._all() if session.user == user]
        for session in own:
            self.end(session.id)
        return len(own)

    def _all(self) -> list[Session]:
        seen = self._documents.documents(SEEN)
        return [_session(id, text, seen.get(id)) for id, text in self._documents.documents(KIND).items()]

    def _drop_over(self, now: datetime) -> None:
        holding = set()
        for session in self._all():
            if session.holds(now):
                holding.add(session.id)
            else:
                self.end(session.id)
        for id in self._documents.documents(SEEN):
            if id not in holding:
                self._documents.drop_document(SEEN, id)


def _session(id: str, text: str, seen: str | None) -> Session:
    kept = json.loads(text)
    begun = datetime.fromisoformat(kept["begun"])
    return Session(id, kept["user"], kept["stamp"], begun, datetime.fromisoformat(seen) if seen else begun)


def digest(secret: str) -> str:
    """What is kept of a random number."""
    return sha256(secret.encode()).hexdigest()
