"""The commands of the tamper evidence."""

from __future__ import annotations

import json
import sqlite3
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from akkoord.model import utc_now
from akkoord.proof.receipt_proof import prove, proved
from akkoord.proof.sealing import reader, seal, sign
from akkoord.proof.tree import root
from akkoord.store import Store, open_store
from akkoord.tokens import Signer
from tests.proof.books import ENTRIES, HALF, LAST, SIGNER, SIGNING, fill, make_book, numbered
from tests.samples import NOTICE, NOW
from tests.unit.commands import KEY, Akkoord

URL = "sqlite:///ledger.db"
SETTINGS = {"AKKOORD_STORE": URL, "AKKOORD_SECRET_KEY": KEY}
WHOLE = f"{2 * HALF - 2} decision(s), 2 erased, 3 line(s)"


@pytest.fixture
def store(config: Path) -> Iterator[Store]:
    """A sealed ledger, signed with the key of the commands."""
    with closing(open_store(URL)) as store:
        make_book(store)
        yield store


@pytest.fixture
def keys(store: Store, tmp_path: Path) -> str:
    """A saved ``akkoord-keys.json``."""
    path = tmp_path / "akkoord-keys.json"
    path.write_text(json.dumps({"keys": SIGNER.public_keys()}))
    return str(path)


def alter() -> None:
    with closing(sqlite3.connect("ledger.db")) as file:
        file.execute("UPDATE decision SET how = 'gpc' WHERE id = ?", [numbered(9, NOW).id.bytes])
        file.commit()


def test_the_keys_of_the_books_are_those_of_the_commands() -> None:
    assert Signer([KEY]).public_keys() == SIGNER.public_keys()


def test_verify_tells_what_it_went_over(akkoord: Akkoord, store: Store) -> None:
    ended = akkoord("verify", **SETTINGS)
    top = b64encode(root(reader(store, "shop"), ENTRIES)).decode()
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        f"shop: {ENTRIES} entries: {WHOLE}; 2 checkpoint(s), the newest of 2026-11-22T14:15:15.678Z over {ENTRIES}; "
        f"nothing is wrong.\nshop: root {top}\n"
    )


def test_verify_names_what_is_wrong_first_and_fails(akkoord: Akkoord, store: Store) -> None:
    alter()
    ended = akkoord("verify", "--site", "shop", **SETTINGS)
    assert ended.code == 1
    one = numbered(9, NOW)
    first, summary, _ = ended.out.splitlines()
    index = store.index("shop", one.id)
    assert first == f"shop: entry {index}, decision {one.id}: it is not what was sealed here: its hash is another one."
    assert summary.endswith("1 thing(s) are wrong.")


def test_verify_tells_no_more_than_anyone_reads(akkoord: Akkoord, store: Store) -> None:
    with closing(sqlite3.connect("ledger.db")) as file:
        file.execute("UPDATE decision SET language = 'xx'")
        file.commit()
    lines = akkoord("verify", **SETTINGS).out.splitlines()
    assert len(lines) == 23
    assert lines[20] == f"shop: and {2 * HALF - 22} more."


def test_an_export_is_verified_with_the_public_keys_alone(akkoord: Akkoord, store: Store, keys: str) -> None:
    assert akkoord("export", "--output", "book.jsonl", **SETTINGS).code == 0
    ended = akkoord("verify", "book.jsonl", "--keys", keys)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(f"shop: {ENTRIES} entries: {WHOLE}; ")
    alter()
    assert akkoord("verify", "book.jsonl", "--keys", keys).code == 0
    akkoord("export", "--output", "book.jsonl", **SETTINGS)
    ended = akkoord("verify", "book.jsonl", "--keys", keys, "--site", "shop")
    assert ended.code == 1
    assert "it is not what was sealed here" in ended.out
    assert "has nothing of blog" in akkoord("verify", "book.jsonl", "--keys", keys, "--site", "blog").err
    assert akkoord("verify", "book.jsonl").code == 1


def test_an_export_of_some_days_says_what_cannot_be_seen(akkoord: Akkoord, store: Store, keys: str) -> None:
    assert akkoord("export", "--to", "2026-11-22", "--output", "day.jsonl", **SETTINGS).code == 0
    ended = akkoord("verify", "day.jsonl", "--keys", keys)
    assert (ended.code, ended.out.splitlines()[0]) == (
        0,
        "The export is of some days: what is missing from it cannot be seen.",
    )
    ended = akkoord("import", "day.jsonl", AKKOORD_STORE="sqlite:///copy.db")
    assert "its decisions are sealed anew" in ended.out


def test_a_receipt_is_verified_by_its_file(akkoord: Akkoord, store: Store, keys: str) -> None:
    one = numbered(9, NOW)
    receipt = {"@context": "https://w3id.org/dpv", "akkoord": proved(one, SIGNER.sign(one), prove(store, "shop", one))}
    Path("receipt.json").write_text(json.dumps(receipt))
    ended = akkoord("verify", "receipt.json", "--keys", keys)
    assert (ended.code, ended.err) == (0, "")
    index = store.index("shop", one.id)
    assert ended.out == (
        f"site      shop\nvisitor   {one.visitor}\ndecision  {one.id}\ngranted   functional\n"
        f"notice    {NOTICE.version}\ndecided   2026-11-22 13:14:15 UTC\ntoken     genuine\nentry     {index}\n"
        f"in tree   at 2026-11-22 13:15:15 UTC, of {HALF + 2}\n"
    )
    receipt["akkoord"]["decision"]["how"] = "gpc"  # type: ignore[index]
    Path("receipt.json").write_text(json.dumps(receipt))
    ended = akkoord("verify", "receipt.json", "--keys", keys)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("akkoord: The decision of the receipt is not the one that was sealed")


@pytest.mark.parametrize("content", ["", "[]", "no", '{"akkoord": 5}', "\ufeff"])
def test_a_file_that_is_neither_is_told_so(akkoord: Akkoord, store: Store, keys: str, content: str) -> None:
    Path("file").write_text(content)
    ended = akkoord("verify", "file", "--keys", keys)
    assert (ended.code, ended.out) == (1, "")
    assert "is neither an export nor a receipt" in ended.err


def test_checkpoints_that_others_kept_are_held_against_the_ledger(akkoord: Akkoord, store: Store) -> None:
    [(_, first), _] = store.checkpoints("shop")
    Path("kept.jsonl").write_text(json.dumps({"note": first}) + "\n")
    assert akkoord("verify", "--checkpoints", "kept.jsonl", **SETTINGS).code == 0
    with closing(open_store("sqlite:///other.db")) as other:
        other.publish(NOTICE)
        fill(other, 0, 3, NOW)
        seal(other, "shop", NOW)
        assert sign(other, "shop", NOW, SIGNING)
    ended = akkoord("verify", "--checkpoints", "kept.jsonl", **{**SETTINGS, "AKKOORD_STORE": "sqlite:///other.db"})
    assert ended.code == 1
    assert f"the end of the tree is gone: it has 3 entries, and had {HALF + 2}" in ended.out
    Path("kept.jsonl").write_text("{}")
    assert "has no note" in akkoord("verify", "--checkpoints", "kept.jsonl", **SETTINGS).err


def test_a_part_of_it_can_be_looked_at(akkoord: Akkoord, store: Store) -> None:
    alter()
    index = store.index("shop", numbered(9, NOW).id)
    assert index is not None
    for first, last, code in (
        (str(index), str(index), 1),
        (str(index + 1), None, 0),
        (None, str(index - 1), 0),
        ("2026-11-22", "2026-11-22", 1),
        ("2026-11-23", None, 0),
    ):
        asked = [*(["--first", first] if first else []), *(["--last", last] if last else [])]
        assert akkoord("verify", *asked, **SETTINGS).code == code, asked
    assert "neither an entry nor a day" in akkoord("verify", "--first", "noon", **SETTINGS).err
    assert "both entries, or both days" in akkoord("verify", "--first", "1", "--last", "2026-11-22", **SETTINGS).err


def test_seal_seals_and_signs_and_hands_on(akkoord: Akkoord, store: Store) -> None:
    fill(store, 400, 2, LAST)
    ended = akkoord(
        "seal", **SETTINGS, AKKOORD_CHECKPOINT_FILE="kept.jsonl", AKKOORD_BASE_URL="https://consent.example"
    )
    assert ended.out == f"shop: 2 sealed, {ENTRIES + 2} entries; a checkpoint was signed.\n"
    assert json.loads(Path("kept.jsonl").read_text())["size"] == ENTRIES + 2
    assert akkoord("seal", "shop", **SETTINGS).out.endswith("; no checkpoint, as nothing is new.\n")
    assert akkoord("verify", **SETTINGS, AKKOORD_CHECKPOINT_FILE="kept.jsonl").code == 0
    assert akkoord("seal", "blog", **SETTINGS).err == "Error: The ledger holds nothing of blog. It has: shop.\n"
    assert "no usable secret key" in akkoord("seal", AKKOORD_STORE=URL).err


def test_seal_says_when_the_tree_is_damaged(akkoord: Akkoord, store: Store) -> None:
    with closing(sqlite3.connect("ledger.db")) as file:
        file.execute("DELETE FROM tree_tile")
        file.commit()
    fill(store, 400, 2, LAST)
    ended = akkoord("seal", **SETTINGS)
    assert ended.code == 1
    assert ended.err.startswith("Error: The tree of shop is damaged. Tile 1 of level 0 is missing, or too short.")


def test_a_ledger_of_which_nothing_was_sealed_says_so(akkoord: Akkoord, config: Path) -> None:
    with closing(open_store(URL)) as store:
        store.publish(NOTICE)
        fill(store, 0, 1, utc_now() - timedelta(hours=1))
        fill(store, 1, 1, utc_now())
    ended = akkoord("verify", **SETTINGS)
    assert ended.code == 1
    finding, summary = ended.out.splitlines()
    assert "it is older than ten minutes and has no place in the tree" in finding
    assert "2 not sealed yet; no checkpoint: nothing is signed." in summary
