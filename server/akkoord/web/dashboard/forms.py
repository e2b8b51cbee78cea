"""The mark that every form carries: signed, and bound to the session that it was made for."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

FLIGHT_SECONDS = 10 * 60


class Forms:
    """Makes and checks marks.

    :param secret_keys: oldest to newest.
    """

    def __init__(self, secret_keys: Sequence[str]) -> None:
        keys, signer = list(secret_keys), {"digest_method": sha256}
        self._marks = URLSafeSerializer(keys, salt=b"akkoord dashboard form", signer_kwargs=signer)
        self._flights = URLSafeTimedSerializer(keys, salt=b"akkoord dashboard flight", signer_kwargs=signer)

    def mark(self, of: str) -> str:
        """The mark of a form.

        :param of: the session's id; before there is one, that of the browser.
        """
        return str(self._marks.dumps(of))

    def is_of(self, of: str, mark: str | None) -> bool:
        """Whether the mark was made for that session. It holds as long as the session does."""
        try:
            return bool(self._marks.loads(mark or "") == of)
        except BadData:
            return False

    def flight(self, random: str, wanted: str) -> str:
        """What the browser keeps while its user logs in elsewhere.

        :param wanted: the page that was asked for.
        """
        return str(self._flights.dumps([random, wanted]))

    def of_flight(self, value: str | None) -> tuple[str, str] | None:
        """The same again, if it is ours and not too old."""
        try:
            random, wanted = self._flights.loads(value or "", max_age=FLIGHT_SECONDS)
        except BadData:
            return None
        return random, wanted
