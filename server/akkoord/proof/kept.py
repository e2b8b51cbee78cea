"""Checkpoints that somebody else kept: as lines of JSON, as the backend lists them, or as one note."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..errors import ProofInvalid
from .checkpoints import read


def kept_notes(text: str) -> dict[str, list[str]]:
    """Site -> notes. Nobody has said yet that they are genuine.

    :raises ProofInvalid: there is none in it.
    """
    found: dict[str, list[str]] = {}
    for note in _notes(text):
        found.setdefault(read(note).site, []).append(note)
    if not found:
        raise ProofInvalid("There are no checkpoints in that file.")
    return found


def _notes(text: str) -> Iterator[str]:
    if not text.lstrip().startswith(("{", "[")):
        yield text
        return
    try:
        whole: Any = json.loads(text)
        each = whole.get("checkpoints", [whole]) if isinstance(whole, dict) else whole
    except ValueError:
        each = [_line(line) for line in text.splitlines() if line.strip()]
    for one in each:
        note = one.get("note") if isinstance(one, dict) else one
        if not isinstance(note, str):
            raise ProofInvalid("A checkpoint of that file has no note.")
        yield note


def _line(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise ProofInvalid(f"A line of that file is not JSON: {error}.") from None
