"""How the parts of a decision are written down: small, exact, and the same in every store."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from secrets import token_bytes
from typing import Any, TypeVar
from uuid import UUID

from ..model import CATEGORIES, Decision, Tally

PLAIN = ("notice", "language", "how", "device", "widget", "country")
"""The fields of a decision that are kept as they are."""

Thing = TypeVar("Thing")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LETTERS = {category[0]: category for category in CATEGORIES}


def milliseconds(at: datetime) -> int:
    """Milliseconds since 1970. Whole numbers all the way: a float would lose some."""
    return (at - _EPOCH) // timedelta(milliseconds=1)


def instant(value: int) -> datetime:
    """The time that :func:`milliseconds` wrote down."""
    return _EPOCH + timedelta(milliseconds=value)


def utc_day(at: datetime) -> str:
    """The UTC day under which something that happened then is counted, as ``YYYY-MM-DD``."""
    return at.astimezone(UTC).date().isoformat()


def choice_letters(choices: Mapping[str, bool]) -> str:
    """One letter per category that was asked: a capital for yes, a small one for no, such as ``Fam``."""
    return "".join(
        letter.upper() if choices[category] else letter for letter, category in _LETTERS.items() if category in choices
    )


def choices_of(letters: str) -> dict[str, bool]:
    """The choices that :func:`choice_letters` wrote down."""
    return {_LETTERS[letter.lower()]: letter.isupper() for letter in letters}


def new_visitor(decision: UUID) -> str:
    """A random id for whoever decides for the first time.

    Its last byte is that of the decision: a store that spreads visitors by it then has both in one place.
    """
    return visitor_text(token_bytes(15) + decision.bytes[-1:])


def visitor_bytes(visitor: str) -> bytes:
    """The 16 bytes behind a visitor's id; none for what is not such an id, so that it is found nowhere."""
    try:
        raw = urlsafe_b64decode(visitor + "==")
    except ValueError:
        return b""
    return raw if len(raw) == 16 and visitor_text(raw) == visitor else b""


def visitor_text(raw: bytes) -> str:
    """The visitor's id again: 22 letters of base64url."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def in_order(tallies: Iterable[Tally]) -> list[Tally]:
    """Tallies by day, dimension and value. Databases do not agree on the order of letters, so none is asked."""
    return sorted(tallies, key=lambda tally: (tally.day, tally.dimension, tally.value))


def tallies_of(site: str, counted: Mapping[tuple[str, str], Mapping[str, int]]) -> list[Tally]:
    """What was counted of each value, by day and dimension, as tallies in order."""
    return [
        Tally(site, day, dimension, value, count)
        for (day, dimension), values in sorted(counted.items())
        for value, count in sorted(values.items())
    ]


def missing_from(wanted: Iterable[Tally], there: Iterable[Tally]) -> list[Tally]:
    """What has to be added to those that are there so that none is lower than it is wanted to be."""
    counted = {_what(tally): tally.count for tally in there}
    # of two that say the same with other numbers, the higher one
    highest = {_what(tally): tally for tally in sorted(wanted, key=lambda tally: tally.count)}
    lacking = ((tally, tally.count - counted.get(what, 0)) for what, tally in highest.items())
    return in_order(replace(tally, count=count) for tally, count in lacking if count > 0)


def in_steps(things: Iterable[Thing], number: int) -> Iterator[list[Thing]]:
    """The same things, so many at once."""
    left = iter(things)
    while batch := list(islice(left, number)):
        yield batch


def _what(tally: Tally) -> tuple[str, str, str, str]:
    return tally.site, tally.day, tally.dimension, tally.value


def columns(decision: Decision) -> dict[str, Any]:
    """A decision as the columns of one table row."""
    visitor = visitor_bytes(decision.visitor)
    if not visitor:
        raise ValueError(f"{decision.visitor!r} is not a visitor's id")
    return {
        "site": decision.site,
        "id": decision.id.bytes,
        "visitor": visitor,
        "at": milliseconds(decision.at),
        "choices": choice_letters(decision.choices),
        **{name: getattr(decision, name) for name in PLAIN},
        "mark": decision.mark,
        "variant": decision.variant,
    }


def decision_of(row: Any) -> Decision:
    """The decision that :func:`columns` wrote down; ``row`` has an attribute per column."""
    return Decision(
        site=row.site,
        id=UUID(bytes=row.id),
        visitor=visitor_text(row.visitor),
        at=instant(row.at),
        choices=choices_of(row.choices),
        **{name: getattr(row, name) for name in PLAIN},
        mark=row.mark,
        variant=row.variant,
    )
