"""What a receipt carries proves the decision, to anybody who has the public keys."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from akkoord.errors import ProofInvalid
from akkoord.proof.receipt_proof import check, prove, proved
from akkoord.store import Store
from akkoord.tokens import Signer
from tests.proof.books import (
    HALF,
    KEYS,
    LATER,
    SIGNER,
    EveryStore,
    InPostgresql,
    InRedis,
    InRedisCluster,
    InSqlite,
    fill,
    make_book,
    numbered,
    seal_and_sign,
)
from tests.samples import NOW

ONE = numbered(9, NOW)


def receipt_of(store: Store) -> dict[str, Any]:
    """As it comes out of a file."""
    found: dict[str, Any] = json.loads(json.dumps(proved(ONE, SIGNER.sign(ONE), prove(store, "shop", ONE))))
    return found


class ReceiptContract(EveryStore):
    @pytest.fixture
    def store(self, empty: Store) -> Store:
        make_book(empty)
        return empty

    def test_a_receipt_proves_the_decision_by_the_first_checkpoint_that_covers_it(self, store: Store) -> None:
        found = check(receipt_of(store), KEYS)
        assert (found.decision, found.token, found.index) == (ONE, True, store.index("shop", ONE.id))
        assert found.checkpoint is not None
        assert (found.checkpoint.size, found.checkpoint.at) == (HALF + 2, NOW + timedelta(minutes=1))

    def test_a_receipt_stays_true_when_the_tree_grows_or_the_decision_is_erased(self, store: Store) -> None:
        receipt = receipt_of(store)
        fill(store, 400, 3, LATER)
        store.forget("shop", ONE.visitor, LATER)
        seal_and_sign(store, LATER + timedelta(hours=1))
        assert check(receipt, KEYS).decision == ONE
        assert prove(store, "shop", ONE) is None

    def test_before_it_is_sealed_and_signed_there_is_nothing_to_prove(self, store: Store) -> None:
        [made] = fill(store, 400, 1, LATER)
        assert prove(store, "shop", made) is None
        assert check(proved(made, SIGNER.sign(made), None), KEYS).checkpoint is None

    @pytest.mark.parametrize(
        ("part", "field", "value", "problem"),
        [
            ("decision", "how", "gpc", "its leaf hash is another one"),
            ("decision", "choices", {"marketing": True}, "proves another decision"),
            ("decision", "at", "2026-11-22T13:14:16.000Z", "proves another decision"),
            ("decision", "at", "yesterday", "not a receipt"),
            ("decision", "visitor", "x", "not a receipt"),
            ("inclusion", "leaf", "AAAA", "its leaf hash is another one"),
            ("inclusion", "leaf", "é", "its leaf hash is another one"),
            ("inclusion", "index", 12, "does not lead"),
            ("inclusion", "index", -1, "not a receipt"),
            ("inclusion", "size", 151, "of another size"),
            ("inclusion", "path", [], "does not lead"),
            ("inclusion", "checkpoint", "x", "checkpoint does not hold"),
            ("inclusion", "more", 1, "not a receipt"),
        ],
    )
    def test_an_altered_receipt_proves_nothing(
        self, store: Store, part: str, field: str, value: object, problem: str
    ) -> None:
        receipt = receipt_of(store)
        receipt[part][field] = value
        with pytest.raises(ProofInvalid, match=problem):
            check(receipt, KEYS)

    def test_strangers_keys_and_other_tokens_prove_nothing(self, store: Store) -> None:
        receipt = receipt_of(store)
        stranger = Signer(["another-key-that-nobody-else-knows-of"])
        with pytest.raises(ProofInvalid, match="token does not hold"):
            check(receipt, {"keys": stranger.public_keys()})
        with pytest.raises(ProofInvalid, match="not signed by any of the keys"):
            check(receipt | {"token": None}, {"keys": stranger.public_keys()})
        with pytest.raises(ProofInvalid, match="proves another decision"):
            check(receipt | {"token": SIGNER.sign(numbered(10, NOW))}, KEYS)
        with pytest.raises(ProofInvalid, match="proves nothing"):
            check(receipt | {"token": None, "inclusion": None}, KEYS)
        with pytest.raises(ProofInvalid, match="not a receipt"):
            check({}, KEYS)


class TestSqliteReceipts(InSqlite, ReceiptContract):
    pass


class TestRedisReceipts(InRedis, ReceiptContract):
    pass


class TestRedisClusterReceipts(InRedisCluster, ReceiptContract):
    pass


class TestPostgresqlReceipts(InPostgresql, ReceiptContract):
    pass
