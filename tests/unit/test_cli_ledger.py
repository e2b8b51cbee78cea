"""The commands that take a ledger along."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from akkoord.export_lines import Piece
from akkoord.moving import pieces_of, summary, take
from akkoord.store import Store, open_store
from akkoord.store.rows import visitor_text
from tests.samples import DECISION, NOTICE, NOW
from tests.unit.commands import Akkoord

LATER = replace(DECISION, id=UUID(int=7), at=NOW + timedelta(days=3), visitor="-_DBwqOEhYaHiImKi4yNjg", country="=1+1")
OTHER = replace(DECISION, site="other")


def url(name: str) -> str:
    return f"sqlite:///{name}.db"


def stored(name: str) -> Any:
    return closing(open_store(url(name)))


@pytest.fixture
def ledger(config: Path) -> str:
    """The URL of a store with decisions of two sites."""
    with stored("ledger") as store:
        fill(store)
    return url("ledger")


def fill(store: Store) -> None:
    for site in ("shop", "other"):
        store.publish(replace(NOTICE, site=site))
    for one in (DECISION, LATER, OTHER):
        store.append(one, [("how", one.how)])
    store.count("shop", "2026-11-22", [("display", "all")])


def everything(name: str, *sites: str) -> list[Piece]:
    with stored(name) as store:
        return [piece for site in sites for piece in pieces_of(store, site)]


def test_a_ledger_goes_out_and_in_and_in_again(akkoord: Akkoord, ledger: str) -> None:
    ended = akkoord("export", "--output", "all.jsonl", AKKOORD_STORE=ledger)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "other, shop: 2 notice(s), 3 decision(s), 4 tallies.\n"
    for there in (0, 3):
        ended = akkoord("import", "all.jsonl", AKKOORD_STORE=url("copy"))
        assert (ended.code, ended.err) == (0, "")
        assert ended.out == f"3 decision(s), of which {there} were there already.\n"
        assert everything("copy", "other", "shop") == everything("ledger", "other", "shop")


def test_an_export_may_go_to_stdout(akkoord: Akkoord, ledger: str) -> None:
    ended = akkoord("export", "other", AKKOORD_STORE=ledger)
    assert [json.loads(line)["kind"] for line in ended.out.splitlines()] == [
        *("akkoord", "notice", "decision", "tally", "end")
    ]
    assert ended.err == "other: 1 notice(s), 1 decision(s), 1 tallies.\n"


def test_an_export_may_be_of_some_days(akkoord: Akkoord, ledger: str) -> None:
    ended = akkoord("export", "shop", "--from", "2026-11-25", "--to", "2026-11-25", AKKOORD_STORE=ledger)
    head, *lines = [json.loads(line) for line in ended.out.splitlines()]
    assert (head["sites"], head["first_day"], head["last_day"]) == (["shop"], "2026-11-25", "2026-11-25")
    assert [line.get("id") for line in lines if line["kind"] == "decision"] == [str(LATER.id)]
    ended = akkoord("export", "shop", "--from", "2026-11-26", "--to", "2026-11-25", AKKOORD_STORE=ledger)
    assert (ended.code, ended.err) == (1, "Error: --from is later than --to.\n")
    assert akkoord("export", "shop", "--from", "yesterday", AKKOORD_STORE=ledger).code == 2


def test_a_table_is_for_people(akkoord: Akkoord, ledger: str) -> None:
    ended = akkoord("export", "shop", "--format", "csv", "--output", "shop.csv", AKKOORD_STORE=ledger)
    assert ended.out == "shop: 2 decision(s).\n"
    with open("shop.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [str(DECISION.id), str(LATER.id)]
    assert (rows[1]["visitor"], rows[1]["country"]) == (f"'{LATER.visitor}", "'=1+1")
    assert akkoord("export", "shop", "--format", "csv", AKKOORD_STORE=ledger).out.count("\r\n") == 3
    ended = akkoord("import", "shop.csv", AKKOORD_STORE=url("copy"))
    assert ended.code == 1 and "only JSONL can be read again" in ended.err


def test_an_export_is_for_its_owner_and_replaces_an_older_one(akkoord: Akkoord, ledger: str) -> None:
    Path("shop.jsonl").write_text("an older one")
    assert akkoord("export", "shop", "--output", "shop.jsonl", AKKOORD_STORE=ledger).code == 0
    assert Path("shop.jsonl").stat().st_mode & 0o777 == 0o600
    assert akkoord("import", "shop.jsonl", AKKOORD_STORE=url("copy")).code == 0


def test_an_export_that_breaks_off_leaves_the_older_one(
    akkoord: Akkoord, ledger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object) -> Iterator[Piece]:
        yield NOTICE
        raise KeyboardInterrupt

    Path("shop.jsonl").write_text("an older one")
    before = sorted(os.listdir())
    monkeypatch.setattr("akkoord.moving.pieces_of", broken)
    assert akkoord("export", "shop", "--output", "shop.jsonl", AKKOORD_STORE=ledger).code == 130
    assert Path("shop.jsonl").read_text() == "an older one"
    assert sorted(os.listdir()) == before


@pytest.mark.parametrize(
    ("output", "problem"),
    [
        ("nowhere/shop.jsonl", "cannot be written: No such file or directory"),
        ("/dev/null", "is no file"),
        (".", "is no"),
    ],
)
def test_an_export_needs_a_place(akkoord: Akkoord, ledger: str, output: str, problem: str) -> None:
    ended = akkoord("export", "shop", "--output", output, AKKOORD_STORE=ledger)
    assert ended.code == 1 and problem in ended.err


def test_there_must_be_a_ledger_of_that_site(akkoord: Akkoord, ledger: str) -> None:
    ended = akkoord("export", "shopp", AKKOORD_STORE=ledger)
    assert (ended.code, ended.err) == (1, "Error: The ledger holds nothing of shopp. It has: other, shop.\n")
    ended = akkoord("export", "shop", AKKOORD_STORE=url("none"))
    assert (ended.code, ended.err) == (1, "Error: There is no ledger: none.db is no file.\n")
    ended = akkoord("migrate", "--from", url("none"), "--to", url("copy"))
    assert ended.code == 1 and not Path("none.db").exists() and not Path("copy.db").exists()
    open_store(url("empty")).close()
    ended = akkoord("export", AKKOORD_STORE=url("empty"))
    assert (ended.code, ended.err) == (1, "Error: The ledger holds nothing at all. It has: no site.\n")


def test_a_broken_export_is_refused_before_anything_is_written(akkoord: Akkoord, ledger: str) -> None:
    akkoord("export", "--output", "all.jsonl", AKKOORD_STORE=ledger)
    whole = Path("all.jsonl").read_bytes()
    for broken in (whole[:-200], whole.replace(b'"narrow"', b'"wide"', 1)):
        Path("all.jsonl").write_bytes(broken)
        ended = akkoord("import", "all.jsonl", AKKOORD_STORE=url("copy"))
        assert ended.code == 1 and ended.err.startswith("akkoord: Line ")
        assert not Path("copy.db").exists()
    assert akkoord("import", "nothing.jsonl").code == 2


def test_an_export_from_a_pipe_is_refused(akkoord: Akkoord, config: Path) -> None:
    end, other = os.pipe()
    os.close(other)
    ended = akkoord("import", f"/dev/fd/{end}", AKKOORD_STORE=url("copy"))
    os.close(end)
    assert ended.code == 1 and "name a file" in ended.err


def test_a_ledger_that_went_on_elsewhere_is_not_mixed_in(akkoord: Akkoord, ledger: str) -> None:
    akkoord("export", "shop", "--output", "shop.jsonl", AKKOORD_STORE=ledger)
    with stored("copy") as store:
        store.publish(NOTICE)
        store.append(replace(DECISION, id=UUID(int=9), at=NOW + timedelta(days=1)), [])
    ended = akkoord("import", "shop.jsonl", AKKOORD_STORE=url("copy"))
    assert ended.code == 1
    assert ended.err.startswith("akkoord: The ledger holds 1 other decision(s) of shop already.\n")
    assert "docs/operate.md" in ended.err


def test_one_month_after_the_other_may_be_imported(akkoord: Akkoord, ledger: str) -> None:
    for first, last in (("2026-11-22", "2026-11-24"), ("2026-11-25", "2026-11-30")):
        akkoord("export", "shop", "--from", first, "--to", last, "--output", "part.jsonl", AKKOORD_STORE=ledger)
        assert akkoord("import", "part.jsonl", AKKOORD_STORE=url("copy")).code == 0
    assert everything("copy", "shop") == everything("ledger", "shop")


def test_a_ledger_moves_and_is_compared(akkoord: Akkoord, ledger: str) -> None:
    for _ in range(2):
        ended = akkoord("migrate", "--from", ledger, "--to", url("copy"))
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.splitlines() == [
            "other: 1 notice(s), 1 decision(s), 1 tallies; the same on both sides.",
            "shop: 1 notice(s), 2 decision(s), 3 tallies; the same on both sides.",
        ]
    assert everything("copy", "other", "shop") == everything("ledger", "other", "shop")


def test_one_site_moves(akkoord: Akkoord, ledger: str) -> None:
    ended = akkoord("migrate", "--from", ledger, "--to", url("copy"), "--site", "other")
    assert ended.out == "other: 1 notice(s), 1 decision(s), 1 tallies; the same on both sides.\n"
    with stored("copy") as store:
        assert store.sites() == ["other"]
    ended = akkoord("migrate", "--from", ledger, "--to", url("copy"), "--site", "shopp")
    assert ended.code == 1 and "It has: other, shop." in ended.err


def test_a_ledger_does_not_move_onto_another_one(akkoord: Akkoord, ledger: str) -> None:
    with stored("copy") as store:
        take(store, [NOTICE, replace(DECISION, id=UUID(int=9))])
        before = summary(store, "shop")
    ended = akkoord("migrate", "--from", ledger, "--to", url("copy"), "--site", "shop")
    assert ended.code == 1 and "1 other decision(s) of shop" in ended.err
    with stored("copy") as store:
        assert summary(store, "shop") == before
    assert akkoord("migrate", "--from", ledger, "--to", ledger).code == 1
    assert akkoord("migrate", "--from", ledger, "--to", "mysql://user:geheim@host/db").code == 1


class Terminal:
    """Somebody looks at what is written to stderr."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""

    def isatty(self) -> bool:
        return True


def test_whoever_looks_sees_how_far_it_is(akkoord: Akkoord, ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with stored("ledger") as store:
        many = [replace(DECISION, id=UUID(int=n * 100), visitor=visitor_of(n)) for n in range(10, 1500)]
        store.append_all(many)
    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)
    akkoord("export", "--output", "all.jsonl", AKKOORD_STORE=ledger)
    assert "Exporting" in seen.text and "1000" in seen.text
    akkoord("import", "all.jsonl", AKKOORD_STORE=url("copy"))
    assert "Checking" in seen.text and "Importing" in seen.text and "100%" in seen.text
    akkoord("migrate", "--from", ledger, "--to", url("copy"))
    assert "Moving shop" in seen.text
    assert everything("copy", "other", "shop") == everything("ledger", "other", "shop")


def visitor_of(number: int) -> str:
    return visitor_text(number.to_bytes(16, "big"))
