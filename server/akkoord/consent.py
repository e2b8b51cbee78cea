"""The rule of rules: what a decision allows now. Its twin is ``widget/src/consent.ts``; both run over one list of
examples, ``tests/contract/consent_examples.json``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from .model import NECESSARY, Notice


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
    """What is allowed now, and whether the visitor is to be asked (again)."""

    allowed: tuple[str, ...]
    ask: bool


def consent(decided: Decided | None, notice: Notice, now: datetime, lifetime: timedelta) -> Consent:
    """Compute the consent that follows from the latest decision.

    A decision holds for the question it answered, on the site it was made on, until its lifetime ends. One whose time
    lies ahead holds too: clocks differ, and nobody is to be asked twice for it.

    :param lifetime: how long a decision holds on that site.
    """
    if (
        decided is None
        or decided.site != notice.site
        or decided.notice != notice.version
        or now - decided.at >= lifetime
    ):
        return Consent((NECESSARY,), ask=True)
    granted = tuple(category for category in notice.asked if category in decided.granted)
    return Consent((NECESSARY, *granted), ask=False)
