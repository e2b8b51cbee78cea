"""The signed proof of one decision as one string, which is also the cookie.

A token is an ``itsdangerous`` URL-safe timed serialization whose signer is Ed25519: the page can read it, and anybody
who has the public key can verify it. Its time is the decision's, so signing a decision again gives the same token.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from itsdangerous import BadData, BadPayload, URLSafeTimedSerializer
from itsdangerous import Signer as Signature
from itsdangerous.encoding import base64_encode, int_to_bytes

from .ed25519 import Ed25519, PublicKeys, jwk, private_key, raw_keys
from .errors import ConfigurationError, Detail, TokenForOtherSite, TokenInvalid
from .model import OPTIONAL_CATEGORIES, Decision

TOKEN_LIMIT = 260
"""The longest token there is, in bytes."""

# Payload, time and signature. The last letter of the signature has two bits that mean something; only one way of
# writing the others is taken, so that no letter can be altered unnoticed.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,200}\.[A-Za-z0-9_-]{1,8}\.[A-Za-z0-9_-]{85}[AQgw]")
_compact = json.JSONEncoder(separators=(",", ":")).encode
_PAYLOAD = (
    re.compile(r"[a-z0-9][a-z0-9-]{0,31}"),
    re.compile(r"[A-Za-z0-9_-]{21}[AQgw]"),
    re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    re.compile("".join(f"{category[0]}?" for category in OPTIONAL_CATEGORIES)),
    re.compile(r"[0-9a-f]{12}"),
)


@dataclass(frozen=True, slots=True)
class Token:
    """What a genuine token says.

    :param decision: the id of the decision that it proves.
    :param at: when it was recorded, UTC, whole seconds.
    """

    site: str
    visitor: str
    decision: UUID
    granted: tuple[str, ...]
    notice: str
    at: datetime


class Signer:
    """Signs decisions with the newest secret key, and verifies what any of them signed.

    :param secret_keys: oldest to newest, each at least 32 characters.
    """

    def __init__(self, secret_keys: Sequence[str]) -> None:
        if not secret_keys or any(len(key) < 32 for key in secret_keys):
            hint = "make one with `akkoord keys new`"
            detail = Detail("AKKOORD_SECRET_KEY", "missing, or shorter than 32 characters", hint)
            raise ConfigurationError("There is no usable secret key.", detail)
        pairs = [(key.public_key().public_bytes_raw(), key) for key in map(private_key, secret_keys)]
        self._public = [public for public, _ in pairs]
        self._private: dict[bytes, Ed25519PrivateKey] = dict(pairs)
        self._tokens = _TokenSerializer(self._public, signer_kwargs=_signed_by(Ed25519(self._private)))

    def sign(self, decision: Decision) -> str:
        """The token that proves a recorded decision."""
        granted = "".join(category[0] for category in decision.granted)
        payload = [decision.site, decision.visitor, str(decision.id), granted, decision.notice]
        return self._tokens.dumps_at(payload, decision.at)

    def sign_bytes(self, message: bytes) -> tuple[bytes, bytes]:
        """The newest public key, and its signature of these bytes. A token has no line end, and these must have one."""
        if b"\n" not in message:
            raise ValueError("What is signed here must not be mistaken for a token.")
        return self._public[-1], self._private[self._public[-1]].sign(message)

    def verify(self, token: str | None, site: str | None = None) -> Token:
        """What the token says, if it is genuine.

        :raises TokenInvalid: it is malformed, was altered, or was signed with a key that is not ours.
        :raises TokenForOtherSite: it is genuine, but for another site than the one given.
        """
        return _verify(self._tokens, token, site)

    def public_keys(self) -> list[dict[str, str]]:
        """The public keys as JSON Web Keys, oldest first."""
        return [jwk(public) for public in dict.fromkeys(self._public)]


def verify_token(token: str | None, keys: PublicKeys, *, site: str | None = None) -> Token:
    """What the token says, if it was signed with one of the keys; needs public keys alone.

    :param keys: the JWK set of ``/.well-known/akkoord-keys.json``, or a list of its keys or of raw keys.
    :param site: the site the token must be for.
    :raises TokenInvalid: it is malformed, was altered, or was signed with another key.
    :raises TokenForOtherSite: it is genuine, but for another site.
    :raises ConfigurationError: the keys are not Ed25519 keys.
    """
    return _verify(_TokenSerializer(raw_keys(keys), signer_kwargs=_signed_by(Ed25519())), token, site)


class _TokenSerializer(URLSafeTimedSerializer):
    """Never compressed: a stranger's token is not worth unpacking, and it would not become shorter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # one signer for all; the time that it signs is not the clock's, but the decision's
        self._signer = Signature(self.secret_keys, salt=self.salt, **self.signer_kwargs)

    def dumps_at(self, payload: list[str], at: datetime) -> str:
        time = base64_encode(int_to_bytes(int(at.timestamp())))
        return self._signer.sign(self.dump_payload(payload) + b"." + time).decode("ascii")

    def dump_payload(self, obj: Any) -> bytes:
        return base64_encode(_compact(obj))

    def load_payload(self, payload: bytes, *args: Any, serializer: Any | None = None, **kwargs: Any) -> Any:
        if payload.startswith(b"."):
            raise BadPayload("A token is never compressed.")
        return super().load_payload(payload, *args, serializer=serializer, **kwargs)


def _signed_by(algorithm: Ed25519) -> dict[str, Any]:
    return {"algorithm": algorithm, "key_derivation": "none"}


def _verify(tokens: _TokenSerializer, token: str | None, site: str | None) -> Token:
    if not token or len(token) > TOKEN_LIMIT or not _TOKEN.fullmatch(token):
        raise TokenInvalid("This is not a token.")
    try:
        payload, at = tokens.loads(token, return_timestamp=True)
    except (BadData, ValueError, OverflowError, OSError) as error:
        raise TokenInvalid("The token is not genuine.") from error
    if not _is_payload(payload):
        raise TokenInvalid("The token does not speak of a decision.")
    of_site, visitor, decision, letters, notice = payload
    if site is not None and of_site != site:
        raise TokenForOtherSite(f"The token is for site {of_site}, not for {site}.")
    granted = tuple(category for category in OPTIONAL_CATEGORIES if category[0] in letters)
    return Token(of_site, visitor, UUID(decision), granted, notice, at)


def _is_payload(payload: Any) -> bool:
    return (
        isinstance(payload, list)
        and len(payload) == len(_PAYLOAD)
        and all(isinstance(part, str) and form.fullmatch(part) for form, part in zip(_PAYLOAD, payload, strict=True))
    )
