"""Visitors of the last 90 days who never were: so that the dashboard of the demo has something to show.

They decide through the ledger, as everybody does, and their decisions say that they are made up where others name the
version of the widget. A day's visitors are the same whenever they are made.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from math import sin, tau
from random import Random
from uuid import UUID

from ...ledger import Ledger, publish
from ...model import Notice, Site
from ...notice import make_notice
from ...store import Store
from ...tokens import Signer
from ...wire import Category, DecisionRequest, Device, DisplayRequest, How
from .gathering import Gathering

DAYS = 90
DAILY = 200
"""How many visitors come on a usual day."""
WIDGET = "made-up"
KIND = "demo"
"""What is kept of it: until when visitors were made up."""
UNTIL = "made-up-until"
LANGUAGES = {"nl_NL_formal": 68, "nl": 14, "en": 18}
CHANGE = 75
"""So many days ago the site began to ask another question: a service was added."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """What visitors of one kind of screen are likely to do.

    :param answers: how many answer at all.
    :param accepts: how many of these allow all.
    :param picks: how many of these choose by themselves.
    """

    answers: float
    accepts: float
    picks: float


LEANINGS: dict[Device, Leaning] = {"narrow": Leaning(0.78, 0.43, 0.17), "wide": Leaning(0.70, 0.35, 0.24)}
GPC = 0.04
WITHDRAWS, RENEWS = 0.03, 0.02
"""How many of those who allowed something come back, to take it back or to say it again."""


def make_up(store: Store, signer: Signer, site: Site, now: datetime) -> int:
    """Make the visitors up that are missing since the last time; how many decisions there were.

    :param site: the demo's.
    """
    kept = store.document(KIND, UNTIL)
    begun = datetime.combine(now.date() - timedelta(days=DAYS - 1), time(), UTC)
    since = max(begun, datetime.fromisoformat(kept)) if kept else begun
    earlier, today = make_notice(_earlier(site)), make_notice(site)
    publish(store, {site.id: earlier}, lambda: begun)
    made, gathering = 0, Gathering(store)
    day = since.date()
    while day <= now.date():
        changed = day > now.date() - timedelta(days=CHANGE)
        crowd = _Crowd(gathering.as_store, signer, site, today if changed or kept else earlier, day)
        made += crowd.come(since, now)
        day += timedelta(days=1)
    gathering.write()
    store.put_document(KIND, UNTIL, now.isoformat())
    return made


def _earlier(site: Site) -> Site:
    """The site as it was before its last service came."""
    return replace(site, services=tuple(each for each in site.services if each.id != "chat"))


class _Crowd:
    """The visitors of one day."""

    def __init__(self, store: Store, signer: Signer, site: Site, notice: Notice, day: date) -> None:
        self._random = Random(day.toordinal())
        self._day = day
        self._now = datetime.combine(day, time(), UTC)
        self._site = site
        self._notice = notice
        self._ledger = Ledger(store, signer, {site.id: notice}, {site.id: site}, lambda: self._now)

    def come(self, since: datetime, now: datetime) -> int:
        """Let those come who came after one moment and before another; how many decisions they made."""
        random = self._random
        season = 1 + 0.12 * sin(tau * self._day.toordinal() / 29)
        quiet = 0.6 if self._day.weekday() >= 5 else 1.0
        number = round(DAILY * season * quiet * random.uniform(0.85, 1.15))
        made = 0
        for second in sorted(random.triangular(6 * 3600, 86_399, 72_000) for _ in range(number)):
            self._now = datetime.combine(self._day, time(), UTC) + timedelta(seconds=int(second))
            chances = [random.random() for _ in range(8)]
            id, later = UUID(int=random.getrandbits(128), version=4), UUID(int=random.getrandbits(128), version=4)
            if since < self._now <= now:
                made += self._comes(chances, id, later)
        return made

    def _comes(self, chances: list[float], id: UUID, later: UUID) -> int:
        """One visitor: is shown the banner, and may decide, and may come to think otherwise."""
        device: Device = "narrow" if chances[0] < 0.61 else "wide"
        language, leaning = _one_of(LANGUAGES, chances[1]), LEANINGS[device]
        if chances[2] < GPC:
            self._decides(id, {}, "gpc", language, device, None)
            return 1
        self._ledger.display(
            self._site.id,
            DisplayRequest(notice=self._notice.version, language=language, device=device, widget=WIDGET),
        )
        if chances[3] > leaning.answers:
            return 0
        how, choices = self._choice(chances[4], chances[5], leaning)
        seconds = 2.5 + 40 * chances[6] ** 4 + (9 if how == "panel" else 0)
        token = self._decides(id, choices, how, language, device, seconds)
        if not any(choices.values()) or chances[7] > WITHDRAWS + RENEWS:
            return 1
        self._now += timedelta(minutes=4)
        self._decides(later, {} if chances[7] < WITHDRAWS else choices, "panel", language, device, None, token)
        return 2

    def _choice(self, chance: float, which: float, leaning: Leaning) -> tuple[How, dict[Category, bool]]:
        asked: list[Category] = [
            each for each in ("functional", "analytics", "marketing") if each in self._notice.asked
        ]
        if chance < leaning.accepts:
            return "banner", dict.fromkeys(asked, True)
        if chance < leaning.accepts + leaning.picks:
            likely = {"functional": 0.85, "analytics": 0.6, "marketing": 0.08}
            return "panel", {each: (which * (3 + place)) % 1 < likely[each] for place, each in enumerate(asked)}
        return "banner", dict.fromkeys(asked, False)

    def _decides(
        self,
        id: UUID,
        choices: dict[Category, bool],
        how: How,
        language: str,
        device: Device,
        seconds: float | None,
        token: str | None = None,
    ) -> str:
        request = DecisionRequest(
            id=id,
            choices=choices,
            notice=self._notice.version,
            language=language,
            how=how,
            device=device,
            widget=WIDGET,
            seconds=seconds,
        )
        return self._ledger.record(self._site.id, request, token)[0]


def _one_of(weights: dict[str, int], chance: float) -> str:
    """One of the names, as often as its weight says."""
    left = chance * sum(weights.values())
    for name, weight in weights.items():
        left -= weight
        if left < 0:
            return name
    return next(reversed(weights))
