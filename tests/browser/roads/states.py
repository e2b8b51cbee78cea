"""What a visitor does, and what is open after it."""

from __future__ import annotations

from dataclasses import dataclass

ALL = frozenset({"necessary", "functional", "analytics", "marketing", "unknown"})
NONE = frozenset({"necessary"})
SOME = frozenset({"necessary", "analytics"})


@dataclass(frozen=True, slots=True)
class State:
    """One stop of a visit.

    :param act: what leads there: a call of ``akkoord``, or ``load`` and ``reload``, which the browser does.
    """

    name: str
    act: str
    open: frozenset[str]


STATES = (
    State("untouched", "load", NONE),
    State("rejected", "rejectAll()", NONE),
    State("rejected, reloaded", "reload", NONE),
    State("analytics", "decide({functional: false, analytics: true, marketing: false})", SOME),
    State("analytics, reloaded", "reload", SOME),
    State("accepted", "acceptAll()", ALL),
    State("accepted, reloaded", "reload", ALL),
    State("withdrawn", "withdraw()", NONE),
)
"""One visit, from an empty browser on. A withdrawal reloads the page by itself."""
