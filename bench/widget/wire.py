"""What went over the wire for a question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bench.widget.files import TRACKER_FILE

NOT_COUNTED = ("Document", "Ping")
"""The page itself is the same for all; and nobody waits for a beacon."""


@dataclass
class Request:
    """One request; ``finished`` in milliseconds after the page was asked for."""

    address: str
    kind: str
    bytes: float = 0
    finished: float = float("inf")


def until(requests: Iterable[Request], moment: float) -> list[Request]:
    """What was fetched for the question by that moment, without the tracker that may not run yet."""
    return [
        request
        for request in requests
        if request.kind not in NOT_COUNTED
        and request.finished <= moment
        and not request.address.startswith("data:")
        and not request.address.endswith(TRACKER_FILE)
    ]
