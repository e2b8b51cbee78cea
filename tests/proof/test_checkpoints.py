"""Checkpoints as signed notes."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkoord.errors import ProofInvalid, TokenInvalid
from akkoord.proof.checkpoints import Checkpoint, opened, origin_of, read, signed
from akkoord.proof.kept import kept_notes
from akkoord.proof.notes import key_id
from akkoord.proof.notes import opened as opened_note
from akkoord.proof.outlets import checkpoint_fields
from akkoord.tokens import Signer
from tests.samples import DECISION, NOW

OLD, NEW = "the-key-that-came-first-of-all-of-them", "the-key-that-came-after-the-first-one"
SIGNER = Signer([OLD, NEW])
KEYS = {"keys": SIGNER.public_keys()}
CHECKPOINT = Checkpoint("consent.example/sites/shop", 20852163, sha256(b"root").digest(), NOW)
NOTE = signed(CHECKPOINT, SIGNER)


def test_a_note_of_another_program_verifies() -> None:
    """The key of Go's own example, ``PeterNeumann+c74f20a3+...``, whose first byte says that it is Ed25519."""
    raw = b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    assert (raw[0], key_id("PeterNeumann", raw[1:]).hex()) == (1, "c74f20a3")
    note = (
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    assert opened_note(note, "PeterNeumann", [raw[1:]]).startswith("If you think")
    with pytest.raises(ProofInvalid, match="not genuine"):
        opened_note(note.replace("think", "thank"), "PeterNeumann", [raw[1:]])


def test_a_checkpoint_says_what_it_was_made_of_and_is_signed_with_the_newest_key() -> None:
    text, _, end = NOTE.partition("\n\n")
    root = b64encode(CHECKPOINT.root).decode()
    assert text == f"consent.example/sites/shop\n20852163\n{root}\ntime 2026-11-22T13:14:15.678Z"
    assert end.startswith("— consent.example/sites/shop ")
    assert opened(NOTE, KEYS, "shop") == opened(NOTE, {"keys": Signer([NEW]).public_keys()}) == CHECKPOINT
    assert CHECKPOINT.site == "shop"
    fields = checkpoint_fields(NOTE)
    assert fields["key"] == key_id(CHECKPOINT.origin, b64decode(Signer([NEW]).public_keys()[0]["x"] + "=", b"-_")).hex()
    assert (fields["size"], fields["root"], fields["time"]) == (20852163, root, "2026-11-22T13:14:15.678Z")


def test_signatures_of_others_are_passed_over() -> None:
    witness = f"— witness.example {b64encode(bytes(76)).decode()}\n"
    assert opened(NOTE + witness, KEYS) == CHECKPOINT


@given(st.integers(0, len(NOTE) - 1), st.characters(codec="utf-8"))
def test_a_note_with_one_letter_altered_is_refused(at: int, letter: str) -> None:
    altered = NOTE[:at] + letter + NOTE[at + 1 :]
    if altered != NOTE:
        with pytest.raises(ProofInvalid):
            opened(altered, KEYS, "shop")


@given(st.text(max_size=200))
def test_whatever_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(ProofInvalid):
        read(text)


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        ("\n20852163\n", "\n020852163\n"),
        ("time 2026-11-22", "time 2026-13-22"),
        ("/sites/shop", "/shop"),
        ("time", "tide"),
    ],
)
def test_what_is_signed_and_no_checkpoint_is_refused(found: str, instead: str) -> None:
    with pytest.raises(ProofInvalid):
        read(NOTE.replace(found, instead))


def test_another_site_or_key_is_refused() -> None:
    with pytest.raises(ProofInvalid, match="of site shop, not of blog"):
        opened(NOTE, KEYS, "blog")
    with pytest.raises(ProofInvalid, match="not signed by any of the keys"):
        opened(NOTE, {"keys": Signer([OLD]).public_keys()})


def test_a_note_is_never_a_token_and_a_token_never_a_note() -> None:
    with pytest.raises(TokenInvalid):
        SIGNER.verify(NOTE)
    with pytest.raises(ProofInvalid):
        opened(SIGNER.sign(DECISION), KEYS)
    with pytest.raises(ValueError, match="mistaken for a token"):
        SIGNER.sign_bytes(b"no line end")


@pytest.mark.parametrize(
    ("base", "origin"),
    [
        ("", "localhost/sites/shop"),
        ("https://consent.example", "consent.example/sites/shop"),
        ("http://127.0.0.1:8000/akkoord", "127.0.0.1:8000/akkoord/sites/shop"),
    ],
)
def test_a_tree_is_named_by_where_it_is(base: str, origin: str) -> None:
    assert origin_of(base, "shop") == origin


def test_checkpoints_that_others_kept_are_read_in_every_way() -> None:
    other = signed(
        Checkpoint("consent.example/sites/blog", 1, CHECKPOINT.root, datetime(2026, 1, 1, tzinfo=UTC)), SIGNER
    )
    each = [checkpoint_fields(note) for note in (NOTE, other)]
    both = {"shop": [NOTE], "blog": [other]}
    assert kept_notes(NOTE) == {"shop": [NOTE]}
    assert kept_notes("".join(json.dumps(one) + "\n" for one in each)) == both
    assert kept_notes(json.dumps({"checkpoints": each, "next": None}, indent=1)) == both
    assert kept_notes(json.dumps([NOTE, other])) == both
    for text in ("", "{}", "[]", '{"note": 5}', "{\n{", '{"checkpoints": [7]}'):
        with pytest.raises(ProofInvalid):
            kept_notes(text)
