"""Hands each checkpoint to others, who can hold the owner to it: a file, or an address."""

from __future__ import annotations

import json
import logging
import os
from base64 import b64encode
from collections import deque
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

from .checkpoints import read
from .entries import time_text
from .notes import signers_of

WITHIN = 5.0
"""Seconds that the other side has to take a checkpoint."""
_KEPT = 1000
"""How many checkpoints wait for an outlet at most; the oldest go first. All of them are in the store."""
log = logging.getLogger("akkoord.proof")


def checkpoint_fields(note: str) -> dict[str, object]:
    """A checkpoint as JSON: what its note says, and the note."""
    checkpoint = read(note)
    return {
        "site": checkpoint.site,
        "size": checkpoint.size,
        "root": b64encode(checkpoint.root).decode(),
        "time": time_text(checkpoint.at),
        "key": signers_of(note)[0],
        "note": note,
    }


class Outlet:
    """Hands on one checkpoint after the other. One that cannot be handed on now is tried again with the next."""

    def __init__(self, name: str, put: Callable[[str], None]) -> None:
        self._name = name
        self._put = put
        self._waiting: deque[str] = deque(maxlen=_KEPT)

    def send(self, note: str) -> None:
        """Hand it on, after those that still wait."""
        self._waiting.append(json.dumps(checkpoint_fields(note), ensure_ascii=False))
        try:
            while self._waiting:
                self._put(self._waiting[0])
                self._waiting.popleft()
        except (OSError, ValueError) as error:
            # the reason of an address may hold the address, which may be a secret
            reason = getattr(error, "strerror", None) or type(error).__name__
            log.error("checkpoint outlet: %s of %s waiting (%s)", len(self._waiting), self._name, reason)


def outlets(file: Path | None, webhook: str) -> list[Outlet]:
    """Those that the settings name."""
    found = [Outlet("file", lambda line: append(file, line))] if file else []
    return [*found, Outlet("webhook", lambda line: post(webhook, line))] if webhook else found


def append(file: Path, line: str) -> None:
    """Add a line to a file, and have it on the disk."""
    place = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(place, f"{line}\n".encode())
        os.fsync(place)
    finally:
        os.close(place)


def post(address: str, line: str) -> None:
    """Send it as JSON."""
    request = Request(address, f"{line}\n".encode(), {"Content-Type": "application/json", "User-Agent": "Akkoord"})
    with urlopen(request, timeout=WITHIN):
        pass
