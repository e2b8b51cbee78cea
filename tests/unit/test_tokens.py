"""Tokens: what they say, who can verify them, and what never verifies."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from itsdangerous import TimestampSigner
from itsdangerous.encoding import base64_encode

from akkoord.ed25519 import Ed25519, private_key
from akkoord.errors import ConfigurationError, TokenForOtherSite, TokenInvalid
from akkoord.tokens import TOKEN_LIMIT, Signer, Token, verify_token
from tests.samples import DECISION, VISITOR

OLD, NEW, STRANGE = "o" * 32, "n" * 40, "s" * 32
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
PAYLOAD: list[Any] = ["shop", VISITOR, str(DECISION.id), "f", DECISION.notice]


@pytest.fixture
def signer() -> Signer:
    return Signer([OLD, NEW])


def forged(payload: bytes, secret: str = NEW, at: int = 1_795_000_000) -> str:
    """A token with a genuine signature over anything at all."""

    class Clock(TimestampSigner):
        def get_timestamp(self) -> int:
            return at

    key = private_key(secret)
    public = key.public_key().public_bytes_raw()
    signer = Clock(public, algorithm=Ed25519({public: key}), key_derivation="none")
    return signer.sign(payload).decode("ascii")


def encoded(payload: object) -> bytes:
    return base64_encode(json.dumps(payload).encode())


def test_a_token_says_what_was_decided(signer: Signer) -> None:
    at = datetime(2026, 11, 22, 13, 14, 15, tzinfo=UTC)
    expected = Token("shop", VISITOR, DECISION.id, ("functional",), DECISION.notice, at)
    assert signer.verify(signer.sign(DECISION), "shop") == expected
    assert signer.verify(signer.sign(DECISION)) == expected


@pytest.mark.parametrize("granted", [(), ("marketing",), ("functional", "analytics", "marketing")])
def test_it_tells_the_granted_categories(signer: Signer, granted: tuple[str, ...]) -> None:
    decision = replace(DECISION, choices=dict.fromkeys(("functional", "analytics", "marketing"), False))
    decision = replace(decision, choices={**decision.choices, **dict.fromkeys(granted, True)})
    assert signer.verify(signer.sign(decision)).granted == granted


def test_signing_again_gives_the_same_token(signer: Signer) -> None:
    assert signer.sign(DECISION) == signer.sign(DECISION) == Signer([NEW]).sign(DECISION)


def test_the_longest_token_fits_the_limit(signer: Signer) -> None:
    choices = dict.fromkeys(("functional", "analytics", "marketing"), True)
    token = signer.sign(replace(DECISION, site="s" * 32, choices=choices, at=datetime(2200, 1, 1, tzinfo=UTC)))
    assert len(token.encode()) <= TOKEN_LIMIT == 260
    assert signer.verify(token).site == "s" * 32


def test_the_page_can_read_it(signer: Signer) -> None:
    payload = signer.sign(DECISION).split(".")[0]
    assert json.loads(urlsafe_b64decode(payload + "==")) == PAYLOAD


def test_old_tokens_verify_and_new_ones_use_the_newest_key(signer: Signer) -> None:
    assert signer.verify(Signer([OLD]).sign(DECISION)).decision == DECISION.id
    assert Signer([NEW]).verify(signer.sign(DECISION)).decision == DECISION.id
    with pytest.raises(TokenInvalid):
        Signer([OLD]).verify(signer.sign(DECISION))


def test_a_stranger_s_token_does_not_verify(signer: Signer) -> None:
    with pytest.raises(TokenInvalid):
        signer.verify(Signer([STRANGE]).sign(DECISION))


def test_no_altered_letter_verifies(signer: Signer) -> None:
    token = signer.sign(DECISION)
    for place, letter in enumerate(token):
        for other in ALPHABET + ".=" if place > len(token) - 3 else ALPHABET[:3] + ".= é\n":
            if other != letter:
                with pytest.raises(TokenInvalid):
                    signer.verify(token[:place] + other + token[place + 1 :])


@pytest.mark.parametrize("change", ["{}=", "{}\n", " {}", "{}.", ".{}", "{}{}", "{}A"])
def test_nothing_may_be_added(signer: Signer, change: str) -> None:
    token = signer.sign(DECISION)
    with pytest.raises(TokenInvalid):
        signer.verify(change.format(token, token))


@pytest.mark.parametrize("token", [None, "", ".", "..", "a.b.c", "é", "\x00", "x" * 100_000, "." * 300, "\ud800"])
def test_what_is_not_a_token_is_refused(signer: Signer, token: str | None) -> None:
    with pytest.raises(TokenInvalid):
        signer.verify(token)
    with pytest.raises(TokenInvalid):
        verify_token(token, {"keys": signer.public_keys()})


def test_a_genuine_token_of_another_site_is_told_apart(signer: Signer) -> None:
    token = signer.sign(DECISION)
    with pytest.raises(TokenForOtherSite):
        signer.verify(token, "other")
    with pytest.raises(TokenForOtherSite):
        verify_token(token, {"keys": signer.public_keys()}, site="other")


def test_a_well_formed_payload_passes(signer: Signer) -> None:
    assert signer.verify(forged(encoded(PAYLOAD))).decision == DECISION.id


@pytest.mark.parametrize(
    "payload",
    [
        {},
        None,
        "shop",
        PAYLOAD[:4],
        [*PAYLOAD, ""],
        ["Shop", *PAYLOAD[1:]],
        ["", *PAYLOAD[1:]],
        [5, *PAYLOAD[1:]],
        ["shop", VISITOR[:-1], *PAYLOAD[2:]],
        ["shop", VISITOR[:-1] + "x", *PAYLOAD[2:]],
        ["shop", VISITOR, DECISION.id.hex, *PAYLOAD[3:]],
        ["shop", VISITOR, str(DECISION.id).upper(), *PAYLOAD[3:]],
        [*PAYLOAD[:3], "x", PAYLOAD[4]],
        [*PAYLOAD[:3], "mf", PAYLOAD[4]],
        [*PAYLOAD[:3], "ff", PAYLOAD[4]],
        [*PAYLOAD[:3], None, PAYLOAD[4]],
        [*PAYLOAD[:4], "0123456789aB"],
        [*PAYLOAD[:4], PAYLOAD[4] + "\n"],
    ],
)
def test_a_payload_of_another_form_is_refused_though_signed(signer: Signer, payload: object) -> None:
    with pytest.raises(TokenInvalid):
        signer.verify(forged(encoded(payload)))


@pytest.mark.parametrize("payload", [b"!!", b"AAAA", base64_encode(b"\xff\xfe"), base64_encode(b"[" * 140)])
def test_a_payload_that_is_no_json_is_refused_though_signed(signer: Signer, payload: bytes) -> None:
    with pytest.raises(TokenInvalid):
        signer.verify(forged(payload))


def test_a_packed_payload_is_never_unpacked(signer: Signer) -> None:
    packed = b"." + base64_encode(zlib.compress(json.dumps(PAYLOAD).encode()))
    with pytest.raises(TokenInvalid):
        signer.verify(forged(packed))


def test_a_time_beyond_all_calendars_is_refused_though_signed(signer: Signer) -> None:
    with pytest.raises(TokenInvalid):
        signer.verify(forged(encoded(PAYLOAD), at=2**47))


def test_public_keys_are_json_web_keys_oldest_first(signer: Signer) -> None:
    keys = signer.public_keys()
    assert keys == Signer([OLD]).public_keys() + Signer([NEW]).public_keys()
    assert all(set(key) == {"kty", "crv", "alg", "use", "kid", "x"} for key in keys)
    assert [key["x"] for key in keys] == [key["x"] for key in Signer([OLD, NEW]).public_keys()]
    assert OLD not in json.dumps(keys)


def test_the_key_id_is_the_thumbprint_of_the_standard() -> None:
    """The example of RFC 8037, appendix A."""
    from akkoord.ed25519 import jwk

    raw = urlsafe_b64decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
    assert jwk(raw)["kid"] == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize("form", ["set", "list", "raw", "text"])
def test_anybody_with_the_public_keys_can_verify(signer: Signer, form: str) -> None:
    keys = signer.public_keys()
    foreign = {"kty": "RSA", "n": "AQAB", "e": "AQAB"}
    forms: dict[str, Any] = {
        "set": {"keys": [foreign, *keys]},
        "list": [*keys, foreign],
        "raw": [urlsafe_b64decode(key["x"] + "==") for key in keys],
        "text": [key["x"] for key in keys],
    }
    token = Signer([OLD]).sign(DECISION)
    assert verify_token(token, forms[form], site="shop") == signer.verify(token)
    with pytest.raises(TokenInvalid):
        verify_token(Signer([STRANGE]).sign(DECISION), forms[form])


@pytest.mark.parametrize(
    "keys", [{}, [], {"keys": []}, [b"short"], ["short"], ["é"], [{"kty": "OKP", "crv": "Ed25519"}]]
)
def test_keys_that_are_none_are_told(signer: Signer, keys: Any) -> None:
    with pytest.raises(ConfigurationError):
        verify_token(signer.sign(DECISION), keys)


@pytest.mark.parametrize("secrets", [[], ["short"], [NEW, "x" * 31]])
def test_a_weak_secret_is_refused_and_not_repeated(secrets: list[str]) -> None:
    with pytest.raises(ConfigurationError) as raised:
        Signer(secrets)
    assert "x" * 31 not in f"{raised.value.message} {raised.value.details}"


def test_verifying_needs_no_flask_and_no_store() -> None:
    token, keys = Signer([NEW]).sign(DECISION), Signer([NEW]).public_keys()
    program = (
        "import sys; from akkoord import verify_token\n"
        f"print(verify_token({token!r}, {{'keys': {keys!r}}}, site='shop').decision)\n"
        "assert not {'flask', 'sqlalchemy', 'redis'} & set(sys.modules), sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
    assert (done.stderr, UUID(done.stdout.strip() or "0" * 32)) == ("", DECISION.id)
