"""What was seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.browser.roads.snippet import Snippet


@dataclass
class Control:
    """What a snippet does where nobody holds it."""

    requests: Counter[str]
    ran: Counter[str]
    written: set[str]
    problems: list[str]
    """What is wrong with the snippet, or with the page around it."""


@dataclass
class Cell:
    """What was seen of a snippet in one state."""

    grade: str
    snippet: Snippet
    state: str
    leaked: list[str] = field(default_factory=list)
    executed: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    over_blocked: list[str] = field(default_factory=list)
    not_released: list[str] = field(default_factory=list)
    broken: str = ""
    """Why nothing could be seen any more."""
