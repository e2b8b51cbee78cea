"""The commands about alarms, and the job of a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from akkoord.alarms.sending import MESSAGE
from akkoord.alarms.watch import last_day
from akkoord.jobs import background_of
from akkoord.model import utc_now
from akkoord.settings import load_settings
from akkoord.store import Store, open_store
from tests.alarms.days import count, usual_days
from tests.mail_receiver import MailReceiver, mail_receiver
from tests.receiver import receiver
from tests.unit.commands import CONFIG, KEY, Akkoord

ALARMS = '[sites.shop.alarms]\nmail = ["ada@shop.example"]\n'
SET = {"AKKOORD_SECRET_KEY": KEY, "AKKOORD_BASE_URL": "https://consent.example"}


@pytest.fixture
def store(config: Path) -> Iterator[Store]:
    """The shop's ledger: on the last day the banner was hardly shown."""
    config.write_text(CONFIG + ALARMS)
    with closing(open_store("sqlite:///akkoord.db")) as store:
        day = last_day(utc_now())
        usual_days(store, until=day)
        count(store, day, 12, 0, 0, {"known.example": 50})
        yield store


@pytest.fixture
def post() -> Iterator[MailReceiver]:
    with mail_receiver() as post:
        yield post


def by_mail(post: MailReceiver) -> dict[str, str]:
    return {**SET, "AKKOORD_SMTP": f"smtp://127.0.0.1:{post.port}", "AKKOORD_MAIL_FROM": "akkoord@shop.example"}


def test_what_would_be_sent_is_printed_and_nothing_is_sent(akkoord: Akkoord, store: Store, post: MailReceiver) -> None:
    ended = akkoord("alarms", "check", **by_mail(post))
    assert ended.code == 0
    said = ended.out.split("This would be sent:")
    assert len(said) == 2
    assert "(UTC), consent: not judged, there is too little" in said[0]
    assert "(UTC), displays: low (usual: 7" in said[0]
    assert "(UTC), held: as usual" in said[0]
    assert "hosts: none that is new" in said[0]
    assert "shop, told: 1 by mail" in said[0]
    assert "shop: de banner wordt minder vaak getoond dan gebruikelijk" in said[1]
    assert "https://consent.example/dashboard/?site=shop" in said[1]
    assert post.mails == [] and store.documents(MESSAGE) == {}
    assert "mail is named, but AKKOORD_SMTP is not set" in akkoord("alarms", "check", "--site", "shop").out
    assert akkoord("alarms", "check", "--site", "other").code == 1


def test_a_server_sends_it_once_however_often_it_is_started(store: Store, post: MailReceiver) -> None:
    for _ in range(2):
        background = background_of(load_settings({**by_mail(post), "AKKOORD_STORE": "sqlite:///akkoord.db"}))
        [job] = [each for each in background._jobs if each.name == "alarms"]
        assert job.alone
        job.do(store, lambda: None)
    [mail] = post.mails
    assert mail["To"] == "ada@shop.example"


def test_a_server_without_a_way_out_has_no_such_job(store: Store) -> None:
    jobs = background_of(load_settings(SET))._jobs
    assert "alarms" not in [each.name for each in jobs]


def test_a_test_message_goes_every_way(akkoord: Akkoord, store: Store, post: MailReceiver) -> None:
    with receiver() as chat:
        settings = {**by_mail(post), "AKKOORD_ALARM_WEBHOOK": chat.address}
        ended = akkoord("alarms", "test", **settings)
        assert (ended.code, ended.out) == (0, "shop: webhook took it.\nshop: mail took it.\n")
        assert chat.messages()[0]["what"] == "test"
        [mail] = post.mails
        assert mail["Subject"] == "shop: een testbericht"
        chat.statuses = [500]
        ended = akkoord("alarms", "test", "--site", "shop", **settings)
    assert (ended.code, ended.out) == (1, "shop: mail took it.\n")
    assert ended.err == "shop: webhook did not take it (HTTP 500).\n"
    assert store.documents(MESSAGE) == {}


def test_a_test_that_reaches_nobody_fails(akkoord: Akkoord, config: Path, post: MailReceiver) -> None:
    ended = akkoord("alarms", "test", **SET)
    assert ended.code == 1 and "set AKKOORD_ALARM_WEBHOOK" in ended.err
    ended = akkoord("alarms", "test", **by_mail(post))
    assert ended.code == 1 and "mail in [sites.shop.alarms]" in ended.err


def test_days_are_judged_after_midnight() -> None:
    midnight = utc_now().replace(hour=0, minute=0, second=0, microsecond=0)
    assert last_day(midnight + timedelta(minutes=29)) == midnight.date() - timedelta(days=2)
    assert last_day(midnight + timedelta(minutes=30)) == midnight.date() - timedelta(days=1)
