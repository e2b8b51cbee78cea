"""Ed25519 keys: made from secrets, written as JSON Web Keys (RFC 8037), and used by ``itsdangerous``."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous.signer import SigningAlgorithm

from .errors import ConfigurationError

PublicKeys = Mapping[str, Any] | Sequence[Mapping[str, Any] | bytes | str]
"""A JWK set as served, or a list of JWKs, of raw keys of 32 bytes, or of raw keys in base64url."""


class Ed25519(SigningAlgorithm):
    """Signs and verifies for ``itsdangerous``, which knows a key by its public half.

    :param private: public half -> private key; those without one only verify.
    """

    def __init__(self, private: Mapping[bytes, Ed25519PrivateKey] | None = None) -> None:
        self._private = private or {}

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return self._private[key].sign(value)

    def verify_signature(self, key: bytes, value: bytes, sig: bytes) -> bool:
        return verifies(key, value, sig)


def verifies(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the key made that signature of these bytes."""
    try:
        _public_key(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def private_key(secret: str) -> Ed25519PrivateKey:
    """The key that belongs to a secret of any form; the same one every time."""
    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"akkoord token").derive(secret.encode("utf-8"))
    return Ed25519PrivateKey.from_private_bytes(seed)


def jwk(raw: bytes) -> dict[str, str]:
    """A public key as a JSON Web Key; its ``kid`` is its thumbprint (RFC 7638)."""
    key = {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw)}
    digest = hashlib.sha256(json.dumps(key, separators=(",", ":"), sort_keys=True).encode("ascii")).digest()
    return {**key, "alg": "EdDSA", "use": "sig", "kid": _base64url(digest)}


def raw_keys(keys: PublicKeys) -> list[bytes]:
    """The raw public keys among the given ones; keys of other kinds are passed over, as RFC 7517 asks."""
    listed: Any = keys.get("keys") if isinstance(keys, Mapping) else keys
    # keys are read from files and addresses of others: what is no list holds none
    each = listed if isinstance(listed, Iterable) else ()
    raw = [_raw(key) for key in each if not isinstance(key, Mapping) or _is_ours(key)]
    if not raw or any(len(key) != 32 for key in raw):
        raise ConfigurationError("There must be at least one public key, and each must be an Ed25519 key.")
    return raw


def _is_ours(key: Mapping[str, Any]) -> bool:
    return key.get("kty") == "OKP" and key.get("crv") == "Ed25519"


def _raw(key: Mapping[str, Any] | bytes | str) -> bytes:
    if isinstance(key, bytes):
        return key
    text = key.get("x") if isinstance(key, Mapping) else key
    try:
        return urlsafe_b64decode(f"{text}==")
    except ValueError:
        return b""


@lru_cache(maxsize=64)
def _public_key(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


def _base64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
