"""The commands for withdrawals, and `akkoord prune`."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from akkoord.model import utc_now
from akkoord.notice import make_notice
from akkoord.sites import load_sites
from akkoord.store import open_store
from akkoord.store.rows import visitor_text
from akkoord.withdrawals.book import Book
from tests.receiver import receiver
from tests.samples import DECISION
from tests.unit.commands import CONFIG, KEY, Akkoord
from tests.withdrawals.shop import decided, waiting

STORE = "sqlite:///akkoord.db"


def fill(*states: str) -> None:
    """One entry of each state, for the service of the shop."""
    with closing(open_store(STORE)) as store:
        for number, state in enumerate(states):
            Book(store).put(replace(waiting(number), service="google-analytics", state=state))


def test_entries_are_listed_and_done(akkoord: Akkoord) -> None:
    fill("listed", "waiting")
    ended = akkoord("withdrawals", "list", "--open")
    assert ended.code == 0
    assert ended.out.splitlines()[0].startswith(
        "0000000000000000  2026-11-22 13:14  shop  google-analytics  marketing  withdrawn  listed  receipt 6f1d8f7e"
    )
    assert ended.err == "2 entries.\n"
    ended = akkoord("withdrawals", "done", "0000000000000000", "--note", "Mailed the provider.")
    assert (ended.code, ended.out) == (0, "0000000000000000: done.\n")
    assert len(akkoord("withdrawals", "list", "--open").out.splitlines()) == 1
    listed = akkoord("withdrawals", "list", "--site", "shop").out.splitlines()
    assert len(listed) == 2
    assert listed[0].endswith("Mailed the provider.") and "receipt" not in listed[0]
    assert akkoord("withdrawals", "list", "--site", "other").out == ""


def test_what_is_not_there_or_is_done_cannot_be_done(akkoord: Akkoord) -> None:
    fill("listed")
    ended = akkoord("withdrawals", "done", "1")
    assert ended.code == 1 and "There is no entry '1'" in ended.err
    akkoord("withdrawals", "done", "0000000000000000")
    ended = akkoord("withdrawals", "done", "0000000000000000")
    assert ended.code == 1 and "knows already" in ended.err


def test_a_ledger_that_is_not_there_is_not_made(akkoord: Akkoord, config: Path) -> None:
    assert akkoord("withdrawals", "list").code == 1
    assert not (config.parent / "akkoord.db").exists()


def test_what_is_due_is_sent(akkoord: Akkoord, config: Path) -> None:
    fill("waiting", "waiting", "listed")
    with receiver() as provider:
        provider.statuses = [204, 500]
        config.write_text(f'{CONFIG}[sites.shop.withdrawal]\ngoogle-analytics = "{provider.address}"\n')
        ended = akkoord("withdrawals", "send", AKKOORD_SECRET_KEY=KEY)
    assert (ended.code, ended.out) == (0, "1 sent, 1 to be tried again, 0 put on the list.\n")
    assert len(provider.bodies) == 2


def make_decisions(number: int, config: Path) -> None:
    """As many old decisions of the shop, and one of today."""
    notice = make_notice(load_sites(config).sites["shop"])
    now = utc_now()
    with closing(open_store(STORE)) as store:
        store.publish(notice)
        old = now - timedelta(days=3000)
        of = replace(DECISION, notice=notice.version, choices={"analytics": True})
        made = [
            replace(of, id=decided(each).id, visitor=visitor_text(each.to_bytes(16, "big")), at=old)
            for each in range(number)
        ]
        store.append_all([*made, replace(of, at=now)])


def number_there() -> int:
    with closing(open_store(STORE)) as store:
        return len(list(store.decisions("shop", None, None)))


def test_a_dry_run_tells_and_erases_nothing(akkoord: Akkoord, config: Path) -> None:
    make_decisions(7, config)
    ended = akkoord("prune", "--dry-run", AKKOORD_SECRET_KEY=KEY)
    assert ended.out.startswith("shop: 7 decision(s) from before ") and "would be erased" in ended.out
    assert number_there() == 8
    assert akkoord("prune", AKKOORD_SECRET_KEY=KEY).out.startswith("shop: 7 decision(s) from before ")
    assert number_there() == 1


def test_pruning_shows_how_far_it_is(akkoord: Akkoord, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_decisions(700, config)
    # the stream that a test reads is replaced at each test: asked for when the command runs
    monkeypatch.setattr("akkoord.cli_store.sys.stderr.isatty", lambda: True)
    ended = akkoord("prune", AKKOORD_SECRET_KEY=KEY)
    assert "shop: 700 decision(s)" in ended.out
    assert "Counting shop" in ended.err and "Erasing shop" in ended.err
    assert number_there() == 1
