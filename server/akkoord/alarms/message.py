"""One thing that is to be told, how it is written down, and which ones a day makes. Pure. It names nobody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from .judging import CONSENT, HOSTS, Judged, Verdict

ALARM, CLEAR, WEEKLY, TEST = "alarm", "clear", "weekly", "test"
"""Something is out of its band; it is back; the summary of a week; whether a message arrives at all."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is told of a site.

    :param id: the same whoever makes it, so that it is made once.
    :param what: one of :data:`ALARM`, :data:`CLEAR`, :data:`WEEKLY` or :data:`TEST`.
    :param kind: what it is about; empty for a week and a test.
    :param day: the UTC day; of a week its first.
    :param side: ``"low"`` or ``"high"``, of an alarm about a band.
    :param since: on which day it began, where it is over.
    :param count: what was counted; small ones are hidden when they are told.
    :param of: what that is a part of.
    :param low: from where it is usual.
    :param high: to where it is.
    :param hosts: third parties that are held -> how often.
    :param sent: outlets that have taken it.
    :param tries: how often it was tried to send it.
    :param due: when it is tried again; None if it need not be.
    :param shown: of consent, whether the figures show its share; those that were kept before this was asked say no.
    """

    id: str
    site: str
    what: str
    day: str
    kind: str = ""
    side: str = ""
    since: str = ""
    count: int = 0
    of: int = 0
    low: float = 0.0
    high: float = 0.0
    hosts: Mapping[str, int] | None = None
    sent: tuple[str, ...] = ()
    tries: int = 0
    due: datetime | None = None
    shown: bool = False

    @property
    def hidden(self) -> bool:
        """Whether it is told on which side it lies, and no number: with the figures it would give away a small one."""
        return self.kind == CONSENT and not self.shown


@dataclass(frozen=True, slots=True)
class State:
    """That something has been out of its band since a day, and was told."""

    since: str
    side: str


def after(
    site: str, day: date, verdict: Verdict, state: State | None, now: datetime
) -> tuple[State | None, Message | None]:
    """What holds after a day, and what is to be told: that it is out of its band, once; that it is back, once.

    What cannot be judged changes nothing.
    """
    if verdict.side == "" or verdict.side == (state.side if state else "usual"):
        return state, None
    new = None if verdict.side == "usual" else State(f"{day}", verdict.side)
    what = ALARM if new else CLEAR
    band = verdict.band
    return new, Message(
        f"{site} {verdict.kind} {day} {what}",
        site,
        what,
        f"{day}",
        verdict.kind,
        new.side if new else "",
        "" if new or state is None else state.since,
        verdict.count,
        verdict.of,
        band.low if band else 0.0,
        band.high if band else 0.0,
        due=now,
        shown=verdict.shown,
    )


def of_hosts(site: str, judged: Judged, now: datetime) -> Message | None:
    """That third parties are held which were not before; there is no end to be told of that."""
    if not judged.hosts:
        return None
    id = f"{site} {HOSTS} {judged.day} {ALARM}"
    return Message(id, site, ALARM, f"{judged.day}", HOSTS, hosts=dict(judged.hosts), due=now)


def of_week(site: str, monday: date, now: datetime) -> Message:
    """The summary of the week that begins with that Monday."""
    return Message(f"{site} {WEEKLY} {monday}", site, WEEKLY, f"{monday}", due=now)


def text_of(kept: Message | State) -> str:
    """As JSON; what is empty is left out."""
    fields = {name: value for name, value in asdict(kept).items() if value}
    if "due" in fields:
        fields["due"] = fields["due"].isoformat()
    return json.dumps(fields, ensure_ascii=False)


def message_of(text: str) -> Message:
    fields: dict[str, Any] = json.loads(text)
    if "due" in fields:
        fields["due"] = datetime.fromisoformat(fields["due"])
    fields["sent"] = tuple(fields.get("sent", ()))
    return Message(**fields)


def state_of(text: str) -> State:
    return State(**json.loads(text))
