"""Rewrites a page in the encoding in which it comes. Pure.

Where ASCII letters are single bytes, the bytes are read as they are. UTF-16 is read through UTF-8 and written back.
ISO-2022-JP hides tags in its double bytes, and browsers show no text of the other encodings of its kind: these go by.
"""

from __future__ import annotations

import codecs
import re
from typing import Protocol

from .judge import Judge
from .rewrite import Rewriter

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?'?([^\s;\"']+)", re.IGNORECASE)
_UNREADABLE = re.compile(r"(?:cs)?iso-?2022-.*|hz-gb-2312|replacement|utf-7", re.IGNORECASE)
_UTF_16 = re.compile(r"utf-16(be|le)?|unicode(feff|fffe)?|ucs-2|iso-10646-ucs-2|csunicode", re.IGNORECASE)


class PageRewriter:
    """Rewrites one page.

    :param content_type: what the answer says it is.
    """

    def __init__(self, content_type: str, judge: Judge) -> None:
        found = _CHARSET.search(content_type)
        self._charset = found[1].lower() if found else ""
        self._judge = judge
        self._head: bytes | None = b""
        self._stage: _Stage | None = None

    def feed(self, chunk: bytes) -> bytes:
        """Take the next bytes; returns those that are ready."""
        if self._head is not None:
            self._head += chunk
            # a mark of two bytes goes before all that is said
            if len(self._head) < 2:
                return b""
            chunk = self._begin()
        return self._stage.feed(chunk) if self._stage else chunk

    def close(self) -> bytes:
        """End the page; returns what was kept back."""
        rest = b""
        if self._head is not None:
            rest = self._begin()
            rest = self._stage.feed(rest) if self._stage else rest
        return rest + (self._stage.close() if self._stage else b"")

    def _begin(self) -> bytes:
        head, self._head = self._head or b"", None
        wide = _MARKS.get(head[:2])
        named = _UTF_16.fullmatch(self._charset)
        if named and not wide:
            wide = "utf-16-be" if named[1] == "be" or named[2] == "fffe" else "utf-16-le"
        if wide:
            self._stage = _Utf16(wide, self._judge)
        elif not _UNREADABLE.fullmatch(self._charset):
            self._stage = Rewriter(self._judge)
        return head


class _Stage(Protocol):
    def feed(self, chunk: bytes) -> bytes: ...
    def close(self) -> bytes: ...


class _Utf16:
    """Rewrites UTF-16, also where it is broken."""

    def __init__(self, encoding: str, judge: Judge) -> None:
        self._encoding = encoding
        self._rewriter = Rewriter(judge)
        # half of a pair means something else alone, so pairs come whole
        self._read = codecs.getincrementaldecoder(encoding)("surrogatepass")
        self._rest = b""

    def feed(self, chunk: bytes) -> bytes:
        try:
            text = self._read.decode(chunk)
        except UnicodeDecodeError:
            # not even half a letter: it goes by
            return chunk
        return self._written(self._rewriter.feed(text.encode("utf-8", "surrogatepass")))

    def close(self) -> bytes:
        left = self._read.getstate()[0]
        return self._written(self._rewriter.close()) + left

    def _written(self, ready: bytes) -> bytes:
        ready = self._rest + ready
        # a letter may be cut in two
        end = len(ready)
        for back in range(1, min(4, len(ready)) + 1):
            byte = ready[-back]
            if byte >= 0xC0:
                length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
                end = len(ready) - back if length > back else end
                break
            if byte < 0x80:
                break
        self._rest = ready[end:]
        return ready[:end].decode("utf-8", "surrogatepass").encode(self._encoding, "surrogatepass")
