"""What a visitor does, and what is open after it."""

from __future__ import annotations

from dataclasses import dataclass

ALL = frozenset({"necessary", "functional", "analytics", "marketing", "unknown"})
NONE = frozenset({"necessary"})
SOME = frozenset({"necessary", "analytics"})


@dataclass(frozen=True, slots=True)
class State:
    """One stop of a visit.

    :param act: what is done in the page before: a call of ``akkoord``; ``load`` and ``reload`` come from the browser.
    :param shown: whether what is open must have come by now.
    """

    name: str
    act: str
    open: frozenset[str]
    shown: bool = True


VISITS: dict[str, tuple[State, ...]] = {
    "refuses": (
        State("untouched", "load", NONE),
        State("rejected", "rejectAll()", NONE),
        State("rejected, reloaded", "reload", NONE),
    ),
    "chooses": (
        State("", "load", NONE),
        State("analytics", "decide({functional: false, analytics: true, marketing: false})", SOME),
        State("analytics, reloaded", "reload", SOME),
    ),
    "accepts": (
        State("", "load", NONE),
        State("accepted", "acceptAll()", ALL),
        State("accepted, reloaded", "reload", ALL),
        State("withdrawn", "withdraw()", NONE),
    ),
}
"""Each visit begins in an empty browser. A state without a name is not counted: another visit did."""
