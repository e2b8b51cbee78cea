"""The addresses that a style sheet fetches. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_STRING = r"""(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')"""
# names of vocabularies look like addresses, and nobody fetches them
_NAMESPACE = re.compile(r"@namespace\b[^;{}]*;?", re.IGNORECASE)
_FETCHED = re.compile(
    rf"""(?:\burl|\bsrc)\(\s*(?:{_STRING}|((?:[^\s"'()\\]|\\.)*))|@import\s*{_STRING}""", re.IGNORECASE | re.DOTALL
)
_SET = re.compile(r"\bimage-set\(((?:[^()]|\([^()]*\))*)", re.IGNORECASE)
_TEXT = re.compile(_STRING, re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(\n)|(.))", re.DOTALL)


def style_addresses(css: str) -> Iterator[str]:
    """Each address that the text of a style sheet, or of a ``style`` attribute, may fetch."""
    if "\\" in css:
        # a keyword may be written with escapes
        css = _ESCAPE.sub(_letter, css)
    lower = css.lower()
    if not any(word in lower for word in ("url(", "src(", "@import", "image-set(")):
        return
    css = _NAMESPACE.sub("", _COMMENT.sub(" ", css))
    for found in _FETCHED.finditer(css):
        yield next((part for part in found.groups() if part), "")
    for found in _SET.finditer(css):
        yield from (text[1] or text[2] or "" for text in _TEXT.finditer(found[1]))


def _letter(found: re.Match[str]) -> str:
    code, line, plain = found.groups()
    if code:
        number = int(code, 16)
        letter = chr(number) if 0 < number < 0x110000 else "\ufffd"
        return letter if letter.isalnum() or letter in "-:/.@" else " "
    # what is escaped to be text, such as a quote, must not become a sign of the language
    return "" if line or plain in "\"'()" else plain
