"""The words of the Open Cookie Database, which people wrote by hand, in ours."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "month": 2629800,
    "year": 31557600,
}
_UNIT = {"sec": "second", "secs": "second", "min": "minute", "mins": "minute", "hr": "hour", "hrs": "hour"}
_NUMBER = re.compile(r"(\d{1,4})\s*([a-z]+?)s?(?: after last activity| by default, modifiable| from set/ update)?")
_SESSION = re.compile(r"s[ee]+s+ions?(?: cookie)?|end of session(?: \(browser\))?")
_PERSISTENT = re.compile(r"persistent|permanent|forever|unlimited|no expiration|local storage")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long something is kept, as the catalog says it.

    :param seconds: 0 for a session; none for what stays.
    """

    text: str
    seconds: int | None
    kind: str = "cookie"

    def is_about(self, other: Lifetime) -> bool:
        """Whether both mean the same: 13 months and 396 days do."""
        if not self.seconds or not other.seconds:
            return self.seconds == other.seconds
        return abs(self.seconds - other.seconds) <= 0.05 * max(self.seconds, other.seconds)


def read_lifetime(text: str) -> Lifetime | None:
    """``"30 mins"`` -> 30 minutes; none for what says nothing, such as ``"Varies"``."""
    words = text.strip().casefold()
    if _SESSION.fullmatch(words):
        return Lifetime("session", 0)
    if _PERSISTENT.fullmatch(words):
        return Lifetime("persistent", None, "local storage" if words == "local storage" else "cookie")
    match = _NUMBER.fullmatch(words)
    if match is None:
        return None
    number, unit = int(match[1]), _UNIT.get(match[2], match[2])
    if not number or unit not in _SECONDS:
        return None
    return Lifetime(f"{number} {unit}{'' if number == 1 else 's'}", number * _SECONDS[unit])


def read_domain(text: str) -> str | None:
    """``".bing.com (3rd party)"`` -> ``bing.com``; empty for the website itself; none for what is no host."""
    if not text.strip():
        return ""
    match = _HOST.search(text.casefold())
    return match[0] if match else None


def slug(text: str) -> str:
    """A text in the letters of an id: ``"Google / Ads"`` -> ``google-ads``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
