"""What is counted of a decision, of a display, and of third parties that nobody names. Names nobody."""

from __future__ import annotations

from collections.abc import Iterable

from .model import Decision, Display


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


def counts(decision: Decision, previous: Decision | None) -> list[tuple[str, str]]:
    """The ``(dimension, value)`` pairs that one decision counts under, given the visitor's decision before it."""
    return [
        ("outcome", outcome(decision, previous)),
        *(("granted", category) for category in decision.granted),
        ("how", decision.how),
        ("language", decision.language),
        ("device", decision.device),
        ("notice", decision.notice),
    ]


def display_counts(display: Display) -> list[tuple[str, str]]:
    """The ``(dimension, value)`` pairs that one display counts under."""
    return [
        ("display", "all"),
        ("display_language", display.language),
        ("display_device", display.device),
        ("display_notice", display.notice),
    ]


def unknown_counts(hosts: Iterable[str]) -> list[tuple[str, str]]:
    """The ``(dimension, value)`` pairs that the unknown third parties of one page count under."""
    return [("unknown", host) for host in dict.fromkeys(hosts)]
