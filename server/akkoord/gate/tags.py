"""One tag of HTML text, read piece by piece as the HTML standard says, with the place of everything in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

LIMIT = 256 * 1024
"""The longest piece of a page that is kept back to be judged, in bytes."""

_NAME = re.compile(rb"</?([a-zA-Z][^\t\n\f\r />]*)")
_BETWEEN = re.compile(rb"[\t\n\f\r /]*")
_ATTRIBUTE = re.compile(rb"([^\t\n\f\r />][^\t\n\f\r />=]*)[\t\n\f\r ]*(=[\t\n\f\r ]*)?")
_UNQUOTED = re.compile(rb"[^\t\n\f\r >]*")
_VALUE_END = {b"": re.compile(rb"(?=[\t\n\f\r >])"), b'"': re.compile(rb'"'), b"'": re.compile(rb"'")}


@dataclass(slots=True)
class Attribute:
    """One attribute.

    :param name: in small letters.
    :param start: where the name begins in the tag, in bytes.
    :param end: where the name ends.
    :param value: as it stands between its quotes, if it has any.
    """

    name: str
    start: int
    end: int
    value: bytes


@dataclass(slots=True)
class Tag:
    """A start tag or an end tag, or the part of it that was read.

    :param name: in small letters.
    :param length: of the tag, in bytes; the place of the first byte that was not read.
    :param name_end: where the name ends; 0 in a later part of a long tag.
    """

    name: str
    is_end: bool
    name_end: int
    length: int = 0
    closes_itself: bool = False
    attributes: list[Attribute] = field(default_factory=list)

    def __getitem__(self, name: str) -> bytes | None:
        """The value of an attribute; the first one of that name counts."""
        return next((attribute.value for attribute in self.attributes if attribute.name == name), None)

    def __contains__(self, name: str) -> bool:
        return self[name] is not None

    def __iter__(self) -> Iterator[Attribute]:
        return iter(self.attributes)


class TagReader:
    """Reads the tag at the beginning of a buffer that grows; what it has read it does not read again."""

    def __init__(self, begun: Tag | None = None) -> None:
        """:param begun: the part that was read, to go on in the middle of a tag."""
        self._tag = Tag(begun.name, begun.is_end, 0) if begun else None
        self._at = 0
        self._sought = 0
        self._quote = b""

    def read(self, buffer: bytearray) -> Tag | None:
        """The tag, once all of it is there."""
        tag = self._tag
        if tag is None:
            name = _NAME.match(buffer)
            if not name or name.end() == len(buffer):
                return None
            tag = self._tag = Tag(_text(name[1]).lower(), buffer[1] == 0x2F, name.end())
            self._at = name.end()
        while True:
            self._quote = b""
            between = _BETWEEN.match(buffer, self._at)
            start = between.end() if between else self._at
            if start == len(buffer):
                return None
            if buffer[start] == 0x3E:
                tag.length = start + 1
                tag.closes_itself = start > self._at and buffer[start - 1] == 0x2F
                return tag
            end = self._read_attribute(buffer, start, tag)
            if end < 0:
                return None
            self._at = end

    def _read_attribute(self, buffer: bytearray, start: int, tag: Tag) -> int:
        """Read one attribute; returns where it ends, or -1 if that is still to come."""
        found = _ATTRIBUTE.match(buffer, start)
        if not found or found.end() == len(buffer):
            return -1
        first, end = found.end(), found.end()
        value = b""
        if found[2]:
            if buffer[first] in b"\"'":
                self._quote = bytes(buffer[first : first + 1])
                last = buffer.find(self._quote, max(first + 1, self._sought))
                if last < 0:
                    self._sought = len(buffer)
                    return -1
                value, end = bytes(buffer[first + 1 : last]), last + 1
            else:
                unquoted = _UNQUOTED.match(buffer, first)
                value = unquoted[0] if unquoted else b""
                end = first + len(value)
                if end == len(buffer):
                    return -1
        tag.attributes.append(Attribute(_text(found[1]).lower(), start, start + len(found[1]), bytes(value)))
        return end

    def so_far(self, buffer: bytearray) -> tuple[Tag, re.Pattern[bytes] | None]:
        """All of the buffer as a tag whose end is missing, and what ends the value that is cut off, if one is."""
        tag = self._tag or Tag("", False, 0)
        found = _ATTRIBUTE.search(buffer, self._at) if self._tag else None
        rest = None
        if found:
            value = bytes(buffer[found.end() + len(self._quote) :])
            tag.attributes.append(Attribute(_text(found[1]).lower(), found.start(), found.end(1), value))
            rest = _VALUE_END[self._quote] if found[2] else None
        tag.length = len(buffer)
        return tag, rest


def _text(name: bytes) -> str:
    return name.decode("latin-1")
