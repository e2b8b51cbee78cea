"""One request that comes through the gate: what the app gets to see, and what becomes of its answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .caching import kept_private, varied
from .charset import PageRewriter
from .cookies import cookie_name, expiries, is_expiry, read_cookies
from .granted import HEADER, Granted
from .revalidation import marked, unmarked

if TYPE_CHECKING:
    from .gate import Gate

Headers = list[tuple[str, str]]

_DOCUMENT = re.compile(r"\s*(?:text/html|application/xhtml\+xml|image/svg\+xml|text/xml|application/xml)\b", re.I)
_HTML = re.compile(r"\s*text/html\b", re.IGNORECASE)
_FRAMES = ("document", "iframe", "frame", "embed", "object", "fencedframe")
_WORKERS = ("worker", "sharedworker", "serviceworker")
# they speak of bytes that are not sent
_OF_BYTES = ("content-length", "content-md5", "digest", "content-digest", "repr-digest", "accept-ranges")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the gate needs to know of a request; header values as they came, empty if they did not.

    :param page: the absolute address that is asked for.
    """

    method: str
    page: str
    cookie: str = ""
    accept: str = ""
    destination: str = ""
    if_none_match: str = ""


class Visit:
    """One request and its answer."""

    removable = ("If-None-Match", "If-Modified-Since", "Range", "If-Range")
    """Request headers that are taken away where they are empty."""

    def __init__(self, gate: Gate, asked: Asked, granted: Granted) -> None:
        self._gate, self._asked, self.granted = gate, asked, granted
        self._state = gate.state(granted)
        # a navigation; what scripts fetch says so in browsers that say anything
        self._is_page = asked.destination in _FRAMES or (not asked.destination and "text/html" in asked.accept)
        self._if_none_match, self._is_ours = unmarked(asked.if_none_match, self._state, not self._is_page)

    def request_headers(self) -> dict[str, str]:
        """Headers that the app gets to see otherwise; an empty one is taken away.

        A page is asked for whole, as it is and as text: no part of it, nothing compressed, and nothing that a browser
        kept from before the gate was there.
        """
        headers = {HEADER: self.granted.letters}
        if self._asked.if_none_match:
            headers["If-None-Match"] = self._if_none_match
        if self._is_page and self._gate.changes_pages:
            headers |= {"Accept-Encoding": "identity", "If-Modified-Since": "", "Range": "", "If-Range": ""}
        return headers

    def answer(self, status: int, headers: Sequence[tuple[str, str]]) -> tuple[Headers, PageRewriter | None]:
        """The headers that are sent for those of the app, and what rewrites the body, if anything does."""
        gate = self._gate
        out = [
            (name, value)
            for name, value in headers
            if name.lower() != "set-cookie" or self._may_set(cookie_name(value), value)
        ]
        said = {name.lower(): value for name, value in headers}
        kind = said.get("content-type", "")
        is_document = self._is_ours if status == 304 else not kind or _DOCUMENT.match(kind) is not None
        if is_document and gate.cookies:
            out += [("Set-Cookie", expiry) for expiry in self._expiries()]
        policy = gate.policy(self.granted) if is_document or self._asked.destination in _WORKERS else ""
        if policy:
            out.append(("Content-Security-Policy", policy))
        rewriter = None
        if is_document and gate.html and self._is_rewritten(status, said):
            out = [(name, value) for name, value in out if name.lower() not in _OF_BYTES]
            if self._asked.method != "HEAD" and status != 304:
                rewriter = PageRewriter(kind, gate.judge(self.granted, self._asked.page))
        if is_document and gate.changes_pages:
            out = self._marked(out)
            out = varied(out if gate.shared_caches else kept_private(out), HEADER)
        return varied(out, HEADER, only_replace=True), rewriter

    def _may_set(self, name: str, header: str) -> bool:
        gate, granted = self._gate, self.granted
        return not gate.cookies or is_expiry(header) or not gate.cookie_keys.shuts(name, granted.allowed, granted.asked)

    def _expiries(self) -> list[str]:
        """What ends the cookies of refused categories; those of which nobody said no are only held."""
        granted, page = self.granted, urlsplit(self._asked.page)
        names = [name for name, _ in read_cookies(self._asked.cookie)]
        kept = (*granted.allowed, *granted.open)
        shut = [name for name in dict.fromkeys(names) if self._gate.cookie_keys.shuts(name, kept, granted.asked)]
        return list(expiries(shut, page.hostname or "", page.scheme == "https"))

    def _is_rewritten(self, status: int, said: dict[str, str]) -> bool:
        if status == 304:
            return True
        return (
            status != 206
            and _HTML.match(said.get("content-type", "")) is not None
            and said.get("content-encoding", "identity").strip().lower() in ("", "identity")
            and not said.get("content-disposition", "").strip().lower().startswith("attachment")
        )

    def _marked(self, headers: Headers) -> Headers:
        """What a browser may ask again by: never the app's date alone, which knows nothing of consent."""
        out = []
        for name, value in headers:
            if name.lower() == "etag":
                value = marked(value, self._state)
            if value and name.lower() != "last-modified":
                out.append((name, value))
        return out
