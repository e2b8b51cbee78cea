"""What a visitor does, and what is open after it."""

from __future__ import annotations

from dataclasses import dataclass

ALL = frozenset({"necessary", "functional", "analytics", "marketing", "unknown"})
NONE = frozenset({"necessary"})
SOME = frozenset({"necessary", "analytics"})


@dataclass(frozen=True, slots=True)
class State:
    """One stop of a visit.

    :param act: what leads there: ``load`` or ``reload``, which the browser does, or a call of the grade.
    """

    name: str
    act: str
    open: frozenset[str]


STATES = (
    State("untouched", "load", NONE),
    State("rejected", "reject", NONE),
    State("rejected, reloaded", "reload", NONE),
    State("analytics", "choose", SOME),
    State("analytics, reloaded", "reload", SOME),
    State("accepted", "accept", ALL),
    State("accepted, reloaded", "reload", ALL),
    State("withdrawn", "withdraw", NONE),
)
"""One visit, from an empty browser on. What does not reload the page by itself is reloaded after a withdrawal."""

SHORT = tuple(state for state in STATES if "reloaded" not in state.name)
"""The same with two page loads instead of five."""
