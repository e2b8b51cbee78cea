"""What a day makes, and that it is told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from akkoord.alarms.judging import CONSENT
from akkoord.alarms.letter import Letter
from akkoord.alarms.message import Message
from akkoord.alarms.sending import AGAIN, INTERRUPTED, MESSAGE, Sending
from akkoord.alarms.watch import KEPT, Watch, last_day
from akkoord.alarms.webhook import fields
from akkoord.background import Stopped
from akkoord.model import Alarms, Site
from akkoord.store import Store, open_store
from akkoord.withdrawals.webhook import NotTaken
from tests.alarms.days import BASE, DAY, NOW, SHOP, count, usual_days

HELD = {"known.example": 50}


@dataclass
class Kept:
    """An outlet that keeps what it gets.

    :param fails: how often it takes nothing, at first.
    """

    name: str = "kept"
    fails: int = 0
    letters: list[Letter] = field(default_factory=list)

    def wants(self, site: Site, message: Message) -> bool:
        return True

    def send(self, site: Site, letter: Letter, now: datetime) -> str:
        if self.fails:
            self.fails -= 1
            raise NotTaken("HTTP 500")
        self.letters.append(letter)
        return "kept"

    @property
    def told(self) -> list[str]:
        return [
            " ".join(filter(None, (each.message.what, each.message.kind, each.message.side))) for each in self.letters
        ]


def work(store: Store, outlets: Sequence[Kept], now: datetime = NOW, site: Site = SHOP) -> None:
    """A round of a worker that has just been started."""
    sites = {"shop": site}
    Watch(sites, Sending(sites, outlets, BASE), lambda: now).round(store, lambda: None)


def test_a_usual_day_is_not_told(store: Store) -> None:
    usual_days(store)
    count(store, DAY, 1015, 205, 195, HELD)
    work(store, [kept := Kept()])
    assert kept.told == []


@pytest.mark.parametrize(
    ("displays", "allowed", "refused", "held", "told"),
    [
        (0, 0, 0, {}, ["alarm displays low"]),
        (1000, 0, 400, HELD, ["alarm consent low"]),
        (1000, 390, 10, HELD, ["alarm consent high"]),
        (3000, 205, 195, HELD, ["alarm displays high"]),
        (1000, 205, 195, {"known.example": 500}, ["alarm held high"]),
        (1000, 205, 195, {**HELD, "new.example": 21}, ["alarm hosts"]),
        (1000, 205, 195, {**HELD, "new.example": 19}, []),
        (1000, 3, 5, HELD, []),
    ],
)
def test_what_is_out_of_its_band_is_told(
    store: Store, displays: int, allowed: int, refused: int, held: dict[str, int], told: list[str]
) -> None:
    usual_days(store)
    count(store, DAY, displays, allowed, refused, held)
    work(store, [kept := Kept()])
    assert kept.told == told


@pytest.mark.parametrize(
    ("allowed", "refused", "errors", "told"),
    [
        (150, 150, {"store_unavailable": 100, "internal": 50}, ["alarm errors high"]),
        (205, 195, {"store_unavailable": 4, "rate_limited": 4}, []),
        (0, 0, {"store_unavailable": 400}, ["alarm errors high"]),
        (0, 0, {"store_unavailable": 49}, []),
        (205, 195, {}, []),
    ],
    ids=["a third failed", "a few failed", "all failed", "too little is known", "nothing failed"],
)
def test_decisions_that_could_not_be_recorded_are_told(
    store: Store, allowed: int, refused: int, errors: dict[str, int], told: list[str]
) -> None:
    usual_days(store)
    count(store, DAY, 1000, allowed, refused, HELD, errors)
    work(store, [kept := Kept()])
    assert kept.told == told


def test_a_day_on_which_a_third_failed_is_told_once_and_so_is_its_end(store: Store) -> None:
    usual_days(store)
    kept = Kept()
    for number, failed in enumerate([200, 200, 40, 0, 0]):
        errors = {"store_unavailable": failed}
        count(store, DAY + timedelta(days=number), 1000, 205, 195, HELD, errors)
        for hour in range(2):
            work(store, [kept], NOW + timedelta(days=number, hours=hour), replace(SHOP, alarms=Alarms()))
    assert kept.told == ["alarm errors high", "clear errors"]
    assert [each.message.day for each in kept.letters] == [f"{DAY}", f"{DAY + timedelta(days=3)}"]
    assert kept.letters[1].message.since == f"{DAY}"


def test_fewer_errors_than_usual_are_no_trouble(store: Store) -> None:
    for number in range(1, 70):
        count(store, DAY - timedelta(days=number), 1000, 205, 195, HELD, {"invalid_request": 100})
    count(store, DAY, 1000, 205, 195, HELD, {})
    work(store, [kept := Kept()])
    assert kept.told == []


def test_nothing_is_judged_before_enough_is_known(store: Store) -> None:
    usual_days(store, days=6 * 7)
    work(store, [kept := Kept()])
    assert kept.told == [], "the first of the six was the day on which the site began"


def test_it_is_told_once_while_it_lasts_and_once_when_it_is_over(store: Store) -> None:
    usual_days(store)
    kept = Kept()
    days = [(1000, "usual"), (100, "low"), (100, "low"), (3000, "high"), (1000, "usual"), (1000, "usual"), (100, "low")]
    for number, (displays, _) in enumerate(days):
        count(store, DAY + timedelta(days=number), displays, 205, 195, HELD)
        for hour in range(3):
            work(store, [kept], NOW + timedelta(days=number, hours=hour), replace(SHOP, alarms=Alarms()))
    assert kept.told == ["alarm displays low", "alarm displays high", "clear displays", "alarm displays low"]
    assert kept.letters[2].message.since == f"{DAY + timedelta(days=3)}"


@pytest.mark.parametrize(("allowed", "refused", "told"), [(20, 60, True), (76, 4, False), (80, 0, False)])
def test_a_share_of_consent_is_told_where_the_figures_of_that_day_show_it(
    store: Store, allowed: int, refused: int, told: bool
) -> None:
    usual_days(store)
    count(store, DAY, 1000, allowed, refused, HELD)
    work(store, [kept := Kept()])
    [letter] = kept.letters
    assert letter.message.kind == CONSENT
    body = fields(letter, NOW)
    assert [body["value"], body["of"]] == ([0.25, 80] if told else [None, None])
    assert ("%" in letter.text()) == told


def test_what_cannot_be_judged_is_neither_told_nor_over(store: Store) -> None:
    usual_days(store)
    kept = Kept()
    for number, (allowed, refused) in enumerate([(0, 400), (0, 0), (0, 400), (200, 200)]):
        count(store, DAY + timedelta(days=number), 1000, allowed, refused, HELD)
        work(store, [kept], NOW + timedelta(days=number), replace(SHOP, alarms=Alarms()))
    assert kept.told == ["alarm consent low", "clear consent"]


def test_two_workers_at_once_tell_it_once(store: Store, tmp_path: Path) -> None:
    usual_days(store)
    kept, ready = Kept(), Barrier(2)

    def one_of_two() -> None:
        own = open_store(f"sqlite:///{tmp_path}/akkoord.db")
        ready.wait()
        work(own, [kept])
        own.close()

    workers = [Thread(target=one_of_two) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert kept.told == ["alarm displays low"]


def test_what_is_cut_off_before_it_is_sent_is_sent_by_the_next_who_comes(store: Store) -> None:
    usual_days(store)
    kept, calls = Kept(), 0

    def stop_before_sending() -> None:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise Stopped

    sites = {"shop": SHOP}
    with pytest.raises(Stopped):
        Watch(sites, Sending(sites, [kept], BASE), lambda: NOW).round(store, stop_before_sending)
    assert kept.told == []
    work(store, [kept])
    work(store, [kept], NOW + timedelta(hours=1))
    assert kept.told == ["alarm displays low"]


def test_an_outlet_that_fails_is_tried_again_and_the_others_are_not(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    usual_days(store)
    good, bad = Kept("good"), Kept("bad", fails=2)
    for minutes in (0, 9, 10, 69, 70, 500):
        work(store, [good, bad], NOW + timedelta(minutes=minutes))
    assert good.told == bad.told == ["alarm displays low"]
    assert [record.message for record in caplog.records] == [
        "alarm outlet: bad did not take a message (HTTP 500), it is tried again"
    ] * 2


def test_in_the_end_it_is_given_up(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    usual_days(store)
    now, bad = NOW, Kept("bad", fails=99)
    usual = replace(SHOP, alarms=Alarms())
    for again in (timedelta(), *AGAIN, timedelta(days=2)):
        now += again
        count(store, last_day(now), 100, 205, 195, HELD)
        work(store, [bad], now, usual)
    assert bad.fails == 99 - len(AGAIN) - 1
    assert caplog.records[-1].message.endswith("it is given up")


def test_who_was_stopped_while_sending_is_followed_after_a_while(store: Store) -> None:
    usual_days(store)
    work(store, [])
    [(id, _)] = store.documents(MESSAGE).items()
    store.drop_document(MESSAGE, id)
    store.drop_document("alarm-judged", "shop")
    store.drop_document("alarm-state", "shop displays")
    store.add_document("alarm-try", f"{id} 0", NOW.isoformat())
    kept = Kept()
    work(store, [kept])
    assert kept.told == []
    for _ in range(2):
        work(store, [kept], NOW + INTERRUPTED)
    assert kept.told == ["alarm displays low"]


def test_the_week_is_told_on_monday_once_and_only_to_who_wants_it(store: Store) -> None:
    sunday = date(2026, 11, 29)
    usual_days(store, until=sunday + timedelta(days=4), days=80)
    wanting, not_wanting = Kept(), Kept()
    for number in range(14):
        now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC) + timedelta(hours=12 * number)
        for _ in range(2):
            work(store, [wanting], now)
    assert wanting.told == ["weekly"]
    assert [each.message.day for each in wanting.letters] == ["2026-11-16"]
    work(store, [wanting], datetime(2026, 11, 30, 0, 29, tzinfo=UTC))
    assert len(wanting.letters) == 1, "clocks may be apart"
    work(store, [wanting], datetime(2026, 11, 30, 0, 30, tzinfo=UTC))
    assert [each.message.day for each in wanting.letters] == ["2026-11-16", "2026-11-23"]
    store.drop_document("alarm-judged", "shop")
    work(store, [not_wanting], datetime(2026, 11, 30, 1, tzinfo=UTC), replace(SHOP, alarms=Alarms(SHOP.alarms.mail)))
    assert not_wanting.told == []


def test_what_was_told_long_ago_and_what_concerns_no_site_goes(store: Store) -> None:
    usual_days(store)
    work(store, [Kept("bad", fails=1)])
    assert len(store.documents(MESSAGE)) == 1
    Watch({}, Sending({}, [kept := Kept()], BASE), lambda: NOW + timedelta(hours=1)).round(store, lambda: None)
    assert kept.letters == []
    count(store, last_day(NOW + KEPT + timedelta(days=2)), 1000, 205, 195, HELD)
    work(store, [kept], NOW + KEPT + timedelta(days=2), replace(SHOP, alarms=Alarms()))
    assert store.documents(MESSAGE).keys() == {each.message.id for each in kept.letters}
