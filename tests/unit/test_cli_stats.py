"""The commands about figures, and about the keys of programs that read them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from akkoord import tally
from akkoord.api_keys import ApiKeys
from akkoord.model import Display, utc_now
from akkoord.store import open_store
from akkoord.store.rows import new_visitor
from tests.samples import DECISION, NOTICE
from tests.unit.commands import Akkoord

URL = "sqlite:///ledger.db"


@pytest.fixture
def ledger(config: Path) -> str:
    """A store in which 100 banners were shown yesterday, and 50 visitors decided."""
    at = utc_now() - timedelta(days=1)
    with closing(open_store(URL)) as store:
        store.publish(NOTICE)
        for number in range(100):
            shown = Display(NOTICE.version, "en" if number % 4 else "nl_NL_formal", "wide", "0.1.0")
            store.count("shop", at.date().isoformat(), tally.display_counts(shown))
        for number in range(50):
            id = UUID(int=number * 64)
            choices = dict.fromkeys(DECISION.choices, number < 30)
            one = replace(
                DECISION, id=id, visitor=new_visitor(id), at=at, choices=choices, language="en", device="wide"
            )
            store.append(one, [*tally.counts(one), ("seconds", "2-5")])
    return URL


def test_figures_are_shown_as_a_table(akkoord: Akkoord, ledger: str) -> None:
    ended = akkoord("stats", AKKOORD_STORE=ledger)
    assert ended.code == 0
    heading, names, figures, seconds = ended.out.splitlines()[:4]
    assert heading.startswith("shop, ")
    assert names.split()[:3] == ["displays", "choices", "interaction"]
    assert figures.split()[:4] == ["100", "50", "50.0%", "(40.4%"]
    assert seconds == "Half of the first answers took less than about 3.5 seconds."


def test_what_could_not_be_recorded_is_told_by_error(akkoord: Akkoord, ledger: str) -> None:
    assert "could not be recorded" not in akkoord("stats", AKKOORD_STORE=ledger).out
    yesterday = f"{(utc_now() - timedelta(days=1)).date()}"
    with closing(open_store(ledger)) as store:
        store.count("shop", yesterday, [*tally.error_counts("internal", 2), *tally.error_counts("rate_limited", 1200)])
    said = akkoord("stats", AKKOORD_STORE=ledger).out
    assert "Decisions that could not be recorded, by error: rate_limited 1,200, internal 2.\n" in said
    assert akkoord("recount", AKKOORD_STORE=ledger).out.endswith("  Nothing changes.\n")


def test_figures_are_told_apart(akkoord: Akkoord, ledger: str) -> None:
    ended = akkoord("stats", "--site", "shop", "--by", "language", AKKOORD_STORE=ledger)
    rows = [line.split() for line in ended.out.splitlines()]
    assert [row[:2] for row in rows[2:5]] == [["en", "75"], ["nl_NL_formal", "25"], ["total", "100"]]
    assert rows[2][2] == rows[3][2] == "hidden"


def test_three_splits_are_too_many(akkoord: Akkoord, ledger: str) -> None:
    ended = akkoord("stats", "--by", "language", "--by", "device", "--by", "day", AKKOORD_STORE=ledger)
    assert (ended.code, "3 at once" in ended.err) == (1, True)


def test_a_recount_of_a_sound_ledger_changes_nothing(akkoord: Akkoord, ledger: str) -> None:
    ended = akkoord("recount", AKKOORD_STORE=ledger)
    assert (ended.code, ended.out) == (0, "shop: 50 decision(s) counted again.\n  Nothing changes.\n")


def test_a_recount_says_what_is_missing_and_writes_it_when_asked(akkoord: Akkoord, ledger: str) -> None:
    with closing(open_store(ledger)) as store:
        store.append(replace(DECISION, at=utc_now()), [])
    ended = akkoord("recount", AKKOORD_STORE=ledger)
    assert (ended.code, "4 tallies are too low." in ended.out) == (1, True)
    assert "they were raised" in akkoord("recount", "--write", AKKOORD_STORE=ledger).out
    assert akkoord("recount", "--site", "shop", AKKOORD_STORE=ledger).code == 0
    with closing(open_store(ledger)) as store:
        store.count("shop", "2026-01-01", [("outcome", "renew")])
    ended = akkoord("recount", "--from", "2026-01-01", "--to", "2026-01-02", AKKOORD_STORE=ledger)
    assert (ended.code, "1 tallies have more than the ledger" in ended.out) == (1, True)


def test_a_key_is_made_listed_and_revoked(akkoord: Akkoord, ledger: str) -> None:
    key = akkoord("key", "add", "grafana", "--site", "shop", AKKOORD_STORE=ledger).out.strip()
    assert key.startswith("akk_")
    with closing(open_store(ledger)) as store:
        assert ApiKeys(store).check(key, "shop").name == "grafana"
    listed = akkoord("key", "list", AKKOORD_STORE=ledger).out
    assert listed.splitlines()[1].split()[:2] == ["grafana", "shop"]
    assert key not in listed
    again = akkoord("key", "add", "grafana", "--site", "shop", AKKOORD_STORE=ledger)
    assert (again.code, "already" in again.err) == (1, True)
    assert akkoord("key", "add", "grafana", "--site", "nowhere", AKKOORD_STORE=ledger).code == 1
    assert akkoord("key", "revoke", "grafana", "--site", "shop", AKKOORD_STORE=ledger).code == 0
    assert akkoord("key", "revoke", "grafana", "--site", "shop", AKKOORD_STORE=ledger).code == 1
    assert akkoord("key", "list", AKKOORD_STORE=ledger).out == "There is no key.\n"
