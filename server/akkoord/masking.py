"""Takes tokens out of what is written down or told: who has one can see and erase a visitor. Pure."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[A-Za-z0-9_-]{40,}\.[A-Za-z0-9_-]{1,12}\.[A-Za-z0-9_-]{40,}")
"""Three parts, the first and the last long: a token, also a forged or a cut one."""

MASK = "[token]"


def mask(text: str) -> str:
    """The text without tokens."""
    return _TOKEN.sub(MASK, text)
