"""Marks texts for extraction; they are translated later, when the language is known."""

from __future__ import annotations


def N_(message: str) -> str:
    """Mark a message."""
    return message


def NN_(one: str, several: str) -> tuple[str, str]:
    """Mark a message that goes with a number."""
    return one, several
