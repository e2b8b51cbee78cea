"""Makes what is held in HTML inert while it streams by; every other byte goes by as it came. Pure.

What is kept back until it can be judged is one tag at a time, and the text of an inline script or style, and of these
hardly more than :data:`akkoord.gate.tags.LIMIT`. A longer tag is judged in pieces, a longer text by its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from .addresses import absolute
from .inert import inert
from .judge import JUDGED, Judge, kind_of
from .open_elements import HTML, SVG, OpenElements
from .plain import plain_part
from .raw_text import RAW, RawText
from .tags import LIMIT, Tag, TagReader

_MAY_BE_HELD = re.compile(rb"(?i)style|data-akkoord")
_COMMENT_END, _TAG_END, _SECTION_END = re.compile(rb"--!?>"), re.compile(rb">"), re.compile(rb"\]\]>")
_CLOSED_AT_ONCE = re.compile(rb"<!---?>")
_LETTER = re.compile(rb"[a-zA-Z]")


class Rewriter:
    """Rewrites one page, or a part of it.

    :param judge: knows what is shut.
    """

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._buffer = bytearray()
        self._out = bytearray()
        self._open = OpenElements()
        self._step: Callable[[], bool] = self._data
        self._reader = TagReader()
        self._raw = RawText("xmp", 0)
        self._until = (_TAG_END, 0, self._data)
        self._waiting: tuple[Tag, Mapping[str, str], bool] | None = None
        self._unscripted: Rewriter | None = None
        self._has_base = False
        self.changed = False
        """Whether anything was held so far."""

    def feed(self, chunk: bytes) -> bytes:
        """Take the next bytes; returns those that are ready."""
        self._buffer += chunk
        while self._buffer and self._step():
            pass
        return self._taken()

    def close(self) -> bytes:
        """End the page; returns what was kept back."""
        if self._waiting:
            self._decide(len(self._buffer))
            while self._buffer and self._step():
                pass
        self._emit(len(self._buffer), text=True)
        self._leave_unscripted()
        return self._taken()

    def _taken(self) -> bytes:
        out = bytes(self._out)
        self._out.clear()
        return out

    def _emit(self, length: int, text: bool = False) -> None:
        gone = self._buffer[:length]
        self._out += self._unscripted.feed(bytes(gone)) if text and self._unscripted else gone
        del self._buffer[:length]

    # Each step does the next thing there is to do, and returns whether there may be more.

    def _data(self) -> bool:
        buffer = self._buffer
        plain = 0 if self._open.any else plain_part(buffer)
        if plain:
            self._open.skip(bytes(buffer[:plain]))
            self._emit(plain)
        start = buffer.find(b"<")
        self._emit(start if start >= 0 else len(buffer))
        if _LETTER.match(buffer, 1) or (buffer.startswith(b"</") and _LETTER.match(buffer, 2)):
            self._step, self._reader = self._tag, TagReader()
            return True
        comment = _CLOSED_AT_ONCE.match(buffer)
        if comment:
            self._emit(comment.end())
            return True
        section = b"<![CDATA[" if self._open.foreign else b""
        head = bytes(buffer[:9])
        if any(len(head) < len(sign) and sign.startswith(head) for sign in (b"</a", b"<!--->", section)):
            return False
        if head.startswith(b"<!--"):
            self._pass(4, _COMMENT_END, 3)
        elif head == section:
            self._pass(len(section), _SECTION_END, 2)
        elif head[1:2] in (b"/", b"!", b"?"):
            self._pass(2, _TAG_END, 0)
        else:
            self._emit(1)
        return True

    def _pass(self, length: int, end: re.Pattern[bytes], kept: int, then: Callable[[], bool] | None = None) -> None:
        """Let bytes go by until their end, such as those of a comment.

        :param kept: how many bytes of the end may stand at the end of the buffer before all of it is there.
        """
        self._emit(length)
        self._until = (end, kept, then or self._data)
        self._step = self._passing

    def _passing(self) -> bool:
        end, kept, then = self._until
        found = end.search(self._buffer)
        if not found:
            self._emit(max(0, len(self._buffer) - kept))
            return False
        self._emit(found.end())
        self._step = then
        return True

    def _tag(self) -> bool:
        tag = self._reader.read(self._buffer)
        if tag is None:
            if len(self._buffer) < LIMIT:
                return False
            tag, rest = self._reader.so_far(self._buffer)
            self._put(tag, {} if tag.is_end or self._open.templates else self._judge.held(tag, HTML), "")
            self._reader, self._step = TagReader(tag), self._tag
            if rest:
                self._pass(0, rest, 0, self._tag)
            return True
        self._step = self._data
        if tag.is_end:
            self._open.end(tag.name)
            self._emit(tag.length)
            return True
        namespace = self._open.start(tag)
        if self._open.templates:
            self._put(tag, {}, "")
            self._enter(tag, namespace)
            return True
        plain = namespace == HTML and tag.name not in JUDGED and not _MAY_BE_HELD.search(self._buffer, 0, tag.length)
        held = {} if plain else self._judge.held(tag, namespace)
        if namespace in (HTML, SVG) and self._needs_text(tag, held):
            self._waiting = (tag, held, namespace == HTML)
            self._raw = RawText(tag.name, tag.length)
            self._step = self._text
            return True
        if tag.name == "base" and not self._has_base and tag["href"] is not None:
            self._has_base = True
            self._judge.move(absolute((tag["href"] or b"").decode("utf-8", "replace"), self._judge.page))
        self._put(tag, held, "")
        self._enter(tag, namespace)
        return True

    @staticmethod
    def _needs_text(tag: Tag, held: Mapping[str, str]) -> bool:
        """Whether it takes the text of an element to judge it."""
        if tag.closes_itself and tag.name in ("script", "style"):
            return False
        if tag.name == "style":
            return (tag["type"] or b"").strip().lower() in (b"", b"text/css")
        if tag.name != "script":
            return False
        kind = kind_of(tag)
        has_address = any(name in tag for name in ("src", "href", "xlink:href"))
        return bool(held) or kind in ("importmap", "speculationrules") or (kind != "" and not has_address)

    def _enter(self, tag: Tag, namespace: str) -> None:
        """Go on with what a start tag opens."""
        if namespace != HTML:
            return
        if tag.name == "plaintext":
            self._pass(0, re.compile(rb"(?!)"), 0)
        elif tag.name in RAW:
            self._raw, self._step = RawText(tag.name, 0), self._raw_text
            if tag.name == "noscript" and not self._open.templates:
                # to a browser without scripts it holds elements
                self._unscripted = Rewriter(self._judge)

    def _raw_text(self) -> bool:
        end = self._raw.end(self._buffer)
        length = self._raw.at if end is None else end
        self._emit(length, text=True)
        self._raw.shift(length)
        if end is None:
            return False
        self._leave_unscripted()
        self._step = self._data
        return True

    def _leave_unscripted(self) -> None:
        if self._unscripted:
            self._out += self._unscripted.close()
            self.changed |= self._unscripted.changed
            self._unscripted = None

    def _text(self) -> bool:
        end = self._raw.end(self._buffer)
        if end is None and len(self._buffer) < LIMIT:
            return False
        self._decide(self._raw.at if end is None else end)
        return True

    def _decide(self, end: int) -> None:
        """Judge the element whose text ends there, or is judged so far."""
        assert self._waiting
        tag, held, is_html = self._waiting
        self._waiting = None
        category = self._judge.text(tag, bytes(self._buffer[tag.length : end]), held)
        self._put(tag, held, category)
        self._raw.shift(tag.length)
        # in SVG the text is made of elements and sections like any other
        self._step = self._raw_text if is_html else self._data

    def _put(self, tag: Tag, held: Mapping[str, str], category: str) -> None:
        """Let a tag go, with what is held of it made inert."""
        if not held and not category:
            self._emit(tag.length)
            return
        self.changed = True
        self._out += inert(bytes(self._buffer[: tag.length]), tag, held, category)
        del self._buffer[: tag.length]


def holds_within(judge: Judge, html: str) -> bool:
    """Whether anything is held in the HTML of a frame."""
    return rewritten(judge, html)[1]


def rewritten(judge: Judge, html: str) -> tuple[str, bool]:
    """A whole page with what is held made inert, and whether anything was."""
    rewriter = Rewriter(judge)
    text = rewriter.feed(html.encode("utf-8", "surrogatepass")) + rewriter.close()
    return text.decode("utf-8", "surrogatepass"), rewriter.changed
