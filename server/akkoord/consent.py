"""The rule of rules: what a decision allows now. Its twin is ``widget/src/consent.ts``; both run over one list of
examples, ``tests/contract/consent_examples.json``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from .model import NECESSARY, Notice

NONE: Mapping[str, str] = MappingProxyType({})


class Decided(Protocol):
    """What the rule needs to know of a decision. Both a decision and a token tell it."""

    @property
    def site(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def notice(self) -> str: ...
    @property
    def granted(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Consent:
    """What is allowed now, and which categories the visitor is to be asked about (again)."""

    allowed: tuple[str, ...]
    ask: tuple[str, ...]


def consent(
    decided: Decided | None, notice: Notice, now: datetime, lifetime: timedelta, earlier: Mapping[str, str] = NONE
) -> Consent:
    """Compute the consent that follows from the latest decision.

    A decision holds for the question it answered, on the site it was made on, until its lifetime ends. One whose time
    lies ahead holds too: clocks differ, and nobody is to be asked twice for it. If the question has changed since, it
    holds for what has not; a yes is asked again where something is new, and a no is left alone.

    :param lifetime: how long a decision holds on that site.
    :param earlier: version of an earlier notice -> which answers to it hold, see :func:`akkoord.change.answers`.
    """
    letters = ""
    if decided is not None and decided.site == notice.site and now - decided.at < lifetime:
        current = "".join(category[0] for category in notice.asked)
        letters = current if decided.notice == notice.version else earlier.get(decided.notice, "")
    granted = decided.granted if decided else ()
    return Consent(
        allowed=(NECESSARY, *(each for each in notice.asked if each[0] in letters and each in granted)),
        ask=tuple(
            each
            for each in notice.asked
            if each[0] not in letters and (each in granted or each[0].upper() not in letters)
        ),
    )
