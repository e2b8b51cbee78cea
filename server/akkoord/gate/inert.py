"""The inert form of a tag, which the page script puts back once it is allowed. Pure.

An address attribute gets another name: ``src`` becomes ``data-akkoord-src``. A script or style that is held for its
text gets another type: ``type="text/plain" data-akkoord="marketing"``, with its former type in ``data-type``.

Chromium reads ahead in a style of any type, up to the first rule that is no import. So a held style begins with a rule
that no browser knows: to a style sheet that counts for nothing, and what it imports is still imported once it is
released.
"""

from __future__ import annotations

from collections.abc import Collection

from .tags import Tag

_ASIDE = b"data-akkoord-"
_NO_RULE = b"@akkoord held;"


def inert(text: bytes, tag: Tag, held: Collection[str], category: str) -> bytes:
    """A start tag without what is held; all other bytes are as they were.

    :param held: names of the attributes that are put aside, each as often as it stands there: a second one would take
        the place of the first.
    :param category: that the element is held for; empty if its attributes alone are.
    """
    out = bytearray(text[: tag.name_end])
    at = tag.name_end
    if category:
        out += b' type="text/plain"'
        if tag["data-akkoord"] != category.encode():
            out += b' data-akkoord="%b"' % category.encode()
    typed = False
    for attribute in tag:
        if attribute.name in held:
            out += text[at : attribute.start] + _ASIDE
            at = attribute.start
        elif category and attribute.name == "type" and not typed:
            typed = True
            out += text[at : attribute.start] + b"data-type"
            at = attribute.end
    return bytes(out + text[at:]) + (_NO_RULE if category and tag.name == "style" else b"")
