"""What is counted of a decision, recorded or not, of a display, and of third parties that nobody names. Names nobody.

A *cell* counts what a decision comes down to together with two things that are known of it: ``language_device`` counts
``"nl narrow sFamb"``. Decisions are counted in one cell for each pair of what is known, displays likewise, so that any
figure can be had for any one thing or any two at once. A cell of three or more would only be needed for more at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from .model import OPTIONAL_CATEGORIES, Decision, Display

OUTCOMES = {"accept_all": "a", "reject_all": "r", "some": "s", "withdraw": "w", "renew": "n"}
"""What a decision comes down to -> its letter."""
HOW_LETTERS = {"b": "banner", "p": "panel", "a": "api", "g": "gpc"}
THINGS = ("language", "device", "notice", "country", "variant")
"""What a cell may tell apart; the last two are counted where there is any."""
PAIRS = [f"{one}_{other}" for one, other in combinations(THINGS, 2)]
SINGLES = ("country", "variant")
"""What also has cells of its own, because it is not there for all."""
CELLS = (*PAIRS, *SINGLES)
DISPLAY, ERASED = "display_", "erased_"
"""How dimensions begin in which displays are counted, and what erased decisions had counted."""
ERROR = "error"
"""The dimension of decisions that could not be recorded, by the code of the error; they stand in no ledger."""
_EDGES = (0, 2, 5, 10, 30, 60, 300)
SECONDS = (*(f"{low}-{high}" for low, high in pairwise(_EDGES)), "300+")
"""How long a visitor thought, in classes that tell nobody apart."""

Counted = list[tuple[str, str]]


class Fact(NamedTuple):
    """What a decision comes down to, as a cell has it.

    :param outcome: one of :data:`OUTCOMES`.
    :param first: whether it was the visitor's first.
    """

    outcome: str
    first: bool
    granted: tuple[str, ...]
    how: str


def outcome(decision: Decision, previous: Decision | None) -> str:
    """What a decision comes down to, in one word.

    ``withdraw``: something that was granted is refused now; ``renew``: the same choices again; otherwise
    ``accept_all``, ``reject_all`` or ``some``.
    """
    if previous is not None:
        # What is not asked any more was not withdrawn by the visitor.
        if any(decision.choices.get(category) is False for category in previous.granted):
            return "withdraw"
        if decision.choices == previous.choices:
            return "renew"
    if not decision.granted:
        return "reject_all"
    return "accept_all" if all(decision.choices.values()) else "some"


def mark(decision: Decision, previous: Decision | None) -> str:
    """The letter of the outcome, of a decision that is not its visitor's first; else nothing: it tells that itself."""
    return "" if previous is None else OUTCOMES[outcome(decision, previous)]


def marked_outcome(decision: Decision) -> str:
    """The outcome again, without the decision before it."""
    return next((word for word, letter in OUTCOMES.items() if letter == decision.mark), outcome(decision, None))


def counts(decision: Decision) -> Counted:
    """The ``(dimension, value)`` pairs that one decision counts under. What it is, it tells by itself: whoever has the
    ledger can count all of it again."""
    word = marked_outcome(decision)
    letter = OUTCOMES[word]
    given = "".join(each[0].upper() if each in decision.granted else each[0] for each in OPTIONAL_CATEGORIES)
    fact = f"{letter.upper() if decision.mark else letter}{given}{decision.how[0]}"
    return [("outcome", word), *_cells(decision, "", f" {fact}")]


def erased_counts(decision: Decision) -> Counted:
    """What is counted when a decision is erased: just what it counted itself, so that no count is lost with it."""
    return [(ERASED + dimension, value) for dimension, value in counts(decision)]


def display_counts(display: Display) -> Counted:
    """The ``(dimension, value)`` pairs that one display counts under."""
    return [("display", "all"), *_cells(display, DISPLAY, "")]


def seconds_counts(seconds: float | None) -> Counted:
    """Where a decision counts that came so many seconds after its question was shown."""
    if seconds is None:
        return []
    return [("seconds", SECONDS[sum(seconds >= edge for edge in _EDGES[1:])])]


def unknown_counts(hosts: Iterable[str]) -> Counted:
    """The ``(dimension, value)`` pairs that the unknown third parties of one page count under."""
    return [("unknown", host) for host in dict.fromkeys(hosts)]


def error_counts(code: str, times: int) -> Counted:
    """The ``(dimension, value)`` pairs that so many decisions count under which could not be recorded."""
    return [(ERROR, code)] * times


def fact_of(text: str) -> Fact:
    """What the last word of a cell says."""
    letter, given, how = text[0], text[1:-1], text[-1]
    word = next(word for word, each in OUTCOMES.items() if each == letter.lower())
    granted = tuple(each for each in OPTIONAL_CATEGORIES if each[0].upper() in given)
    return Fact(word, letter.islower(), granted, HOW_LETTERS[how])


def is_of_decisions(dimension: str) -> bool:
    """Whether what is counted there can be counted again from the ledger."""
    return dimension == "outcome" or dimension in CELLS


def _cells(of: Any, begin: str, end: str) -> Counted:
    known = [(thing, getattr(of, thing, "")) for thing in THINGS]
    there = [(thing, value) for thing, value in known if value]
    return [
        *((f"{begin}{one}_{other}", f"{left} {right}{end}") for (one, left), (other, right) in combinations(there, 2)),
        *((f"{begin}{thing}", f"{value}{end}") for thing, value in there if thing in SINGLES),
    ]
