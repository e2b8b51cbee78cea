"""The job of alarms: judges each day that is over, and sends what came of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from ..background import Job, Pause
from ..model import Site, utc_now
from ..store import Store
from .judging import judge
from .message import Message, State, after, message_of, of_hosts, of_week, state_of, text_of
from .sending import MESSAGE, Sending

EVERY = 600.0
"""Seconds between two looks at whether there is something to do."""
AFTER_MIDNIGHT = timedelta(minutes=30)
"""So long after its end a day is judged: clocks of several servers may be apart."""
KEPT = timedelta(days=60)
"""So long it is known what was told."""
_STATE, _JUDGED = "alarm-state", "alarm-judged"
log = logging.getLogger("akkoord.alarms")


class Watch:
    """Watches the sites. Each message has an id that follows from site, kind and day, and a store adds it once: neither
    a restart nor a second worker makes it again."""

    def __init__(self, sites: Mapping[str, Site], sending: Sending, clock: Callable[[], datetime] = utc_now) -> None:
        self._sites = sites
        self._sending = sending
        self._clock = clock

    def job(self) -> Job:
        """This as a job."""
        return Job("alarms", EVERY, self.round, alone=True)

    def round(self, store: Store, pause: Pause) -> None:
        """Judge yesterday if that was not done, and send what is due."""
        now = self._clock()
        day = last_day(now)
        for id in self._sites:
            pause()
            if (store.document(_JUDGED, id) or "") < f"{day}":
                self._judge(store, id, day, now)
        self._sending.round(store, self._clock, pause)

    def _judge(self, store: Store, site: str, day: date, now: datetime) -> None:
        store.fold(site, f"{day}")
        # first the messages, then the states, then that it was done: what is cut off is done again, to the same end
        found = of_day(store, self._sites[site], day, now)
        for message in found.messages:
            store.add_document(MESSAGE, message.id, text_of(message))
        for kind, state in found.states.items():
            if state is None:
                store.drop_document(_STATE, f"{site} {kind}")
            else:
                store.put_document(_STATE, f"{site} {kind}", text_of(state))
        store.put_document(_JUDGED, site, f"{day}")
        _drop_old(store, f"{day - KEPT}")


class OfDay:
    """What a day makes of a site.

    :ivar states: kind -> what holds after it, where that changes.
    """

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.states: dict[str, State | None] = {}


def of_day(store: Store, site: Site, day: date, now: datetime) -> OfDay:
    """What a day makes of a site; nothing is written."""
    found = OfDay()
    judged = judge(store, site.id, day)
    for verdict in judged.verdicts:
        kept = store.document(_STATE, f"{site.id} {verdict.kind}")
        state, message = after(site.id, day, verdict, state_of(kept) if kept else None, now)
        if message:
            found.messages.append(message)
            found.states[verdict.kind] = state
    if hosts := of_hosts(site.id, judged, now):
        found.messages.append(hosts)
    if site.alarms.weekly and site.alarms.mail and day.isoweekday() == 7:
        found.messages.append(of_week(site.id, day - timedelta(days=6), now))
    return found


def last_day(now: datetime) -> date:
    """The last UTC day that is over, and counted."""
    return (now - AFTER_MIDNIGHT).date() - timedelta(days=1)


def _drop_old(store: Store, before: str) -> None:
    for id, text in store.documents(MESSAGE).items():
        if message_of(text).day < before:
            store.drop_document(MESSAGE, id)
