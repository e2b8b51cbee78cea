"""The known word that a mistyped one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or all of them if none is near."""
    words = list(known)
    close = get_close_matches(word, words, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {close[0]!r}?"
    if len(words) > 12:
        return "Nothing known has a name like it."
    return f"Known: {', '.join(words)}." if words else ""
