"""The plain part of a page: text and tags that nobody needs to look at, recognised at one stroke. Pure.

It is an abbreviation only: whatever does not fit is read tag by tag, and comes to the same.
"""

from __future__ import annotations

import re
from collections import Counter

_SPACE = rb"[\t\n\f\r ]"
_NOTABLE = (
    rb"audio|base|embed|frame|iframe|image|img|input|link|math|noembed|noframes|noscript|object|plaintext|script|source"
    rb"|style|svg|template|textarea|title|track|video|xmp"
)
_NOTABLE_ATTRIBUTES = rb"action|background|data-akkoord|formaction|ping|style"
_PLAIN = re.compile(
    rb"(?i)(?:[^<]++|</[a-z][^<>\"'=]*+>"
    rb"|<(?!(?:%(notable)b)[\t\n\f\r />])[a-z][^\t\n\f\r />]*+"
    rb"(?:[\t\n\f\r /]++(?!(?:%(attributes)b)[\t\n\f\r />=])[^\t\n\f\r />=]++"
    rb"(?:%(space)b*+=%(space)b*+(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >\"'][^\t\n\f\r >]*+))?+)*+[\t\n\f\r /]*+>)++"
    % {b"notable": _NOTABLE, b"attributes": _NOTABLE_ATTRIBUTES, b"space": _SPACE}
)
_BEGINS, _ENDS = re.compile(rb"<([a-zA-Z][^\t\n\f\r />]*)"), re.compile(rb"</([a-zA-Z][^\t\n\f\r />]*)")


def plain_part(buffer: bytearray) -> int:
    """How many bytes of the buffer are plain, where nothing but HTML is open."""
    found = _PLAIN.match(buffer)
    return found.end() if found else 0


def opened(part: bytes) -> Counter[str]:
    """How many elements of each name a plain part leaves open, roughly; fewer than none, if it closes more."""
    names = Counter(_BEGINS.findall(part))
    names.subtract(_ENDS.findall(part))
    return Counter({name.decode("latin-1").lower(): count for name, count in names.items()})
