"""No token is told in an answer."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from akkoord.masking import MASK, mask_tokens
from akkoord.tokens import Signer
from tests.samples import DECISION

SIGNER = Signer(["a-key-that-only-these-tests-know-of"])


@given(st.text(max_size=40), st.text(max_size=40), st.uuids())
def test_a_token_is_masked_wherever_it_stands(before: str, after: str, id: UUID) -> None:
    token = SIGNER.sign(replace(DECISION, id=id))
    masked = mask_tokens(f"{before} {token} {after}")
    assert token not in masked
    assert not any(len(part) > 20 and part in masked for part in token.split("."))
    assert mask_tokens(f"Cookie: akkoord={token}; a=b") == f"Cookie: akkoord={MASK}; a=b"


def test_other_text_stays() -> None:
    text = "Site shop never asked that; see https://consent.shop.example/api/v1/openapi.json, 3f78f23809d1."
    assert mask_tokens(text) == text
