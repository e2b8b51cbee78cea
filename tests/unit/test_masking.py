"""What must not be kept does not stand in a masked text, and what helps does."""

from __future__ import annotations

import pytest

from akkoord.masking import mask
from akkoord.tokens import Signer
from tests.samples import DECISION

TOKEN = Signer(("a-key-that-only-these-tests-know-of",)).sign(DECISION)


def test_a_token_is_masked_wherever_it_stands() -> None:
    for text in (TOKEN, f"Cookie: akkoord={TOKEN}; a=b", f"{{'token': '{TOKEN}'}}", f"x {TOKEN}."):
        masked = mask(text)
        assert "[token]" in masked
        assert not any(part in masked for part in TOKEN.split("."))


def test_pieces_of_a_token_are_masked_too() -> None:
    payload, _, signature = TOKEN.split(".")
    for piece in (payload, signature, payload[:60], signature[10:70]):
        assert mask(f"cannot read {piece!r}") == "cannot read '[masked]'"


def test_ids_of_visitors_and_decisions_are_masked() -> None:
    visitor, id = DECISION.visitor, str(DECISION.id)
    for text in (visitor, id, DECISION.id.hex, id.upper()):
        masked = mask(f"decision of {text} again")
        assert text not in masked
        assert masked.startswith("decision of ") and masked.endswith(" again")
    assert visitor not in mask(repr(DECISION)) and id not in mask(repr(DECISION))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("redis://:hunter2@redis.internal:6379/0 is away", "redis://[secret]@redis.internal:6379/0 is away"),
        ("postgresql://ada:hunter2@db/akkoord", "postgresql://[secret]@db/akkoord"),
        ("[parameters: ('shop', 'Jansen')]\n(Background)", "[parameters]\n(Background)"),
        ("[type=x, input_value='Jansen, J.', input_type=str]", "[type=x, input_value=[value], input_type=str]"),
        ("key b'\\x12\\xff' and b\"'\\x00\"", "key [bytes] and [bytes]"),
        ("from 203.0.113.77:5123", "from [address]:5123"),
        ("from 2001:db8::1 and ::ffff:203.0.113.77.", "from [address] and [address]."),
        ("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ", "Authorization: Basic [masked]"),
    ],
)
def test_secrets_and_what_was_to_be_stored_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "short",
        "Error 111 connecting to 127.0.0.1:6379. Connection refused.",
        "connecting to 10.0.0.5:5432 and ::1 and fd00::5",
        "at 12:34:56 on 2026-11-25T09:14:03.123Z",
        'File "/srv/akkoord/web/api.py", line 103, in record_decision',
        "version 1.2.3.4.5 of sqlalchemy.exc.OperationalError",
        "a_function_of_a_program_with_a_very_long_name_indeed",
        "unknown notice 3f78f23809d1 of site shop",
    ],
)
def test_what_helps_is_left(text: str) -> None:
    assert mask(text) == text
