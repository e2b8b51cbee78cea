"""Signed notes as C2SP has them: a text, an empty line, and lines with signatures of Ed25519 keys. Pure."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from hashlib import sha256

from ..ed25519 import PublicKeys, raw_keys, verifies
from ..errors import ProofInvalid
from ..tokens import Signer

LONGEST = 16 * 1024
"""The longest note that is read, in characters."""
_ED25519 = b"\1"
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


def key_id(name: str, key: bytes) -> bytes:
    """The four bytes by which a note tells which key signed it."""
    return sha256(name.encode() + b"\n" + _ED25519 + key).digest()[:4]


def signed(text: str, name: str, signer: Signer) -> str:
    """The note: the text with the signature of the newest key.

    :param text: lines, each of which ends.
    :param name: what the key is called in the note.
    """
    key, signature = signer.sign_bytes(text.encode())
    return f"{text}\n— {name} {b64encode(key_id(name, key) + signature).decode()}\n"


def text_of(note: str) -> str:
    """The text of a note. Nobody has said yet that it is genuine.

    :raises ProofInvalid: this is not a note.
    """
    return _parts(note)[0]


def signers_of(note: str) -> list[str]:
    """The key ids of a note in hex, in the order of its signatures.

    :raises ProofInvalid: this is not a note.
    """
    return [raw[:4].hex() for _, raw in _parts(note)[1]]


def opened(note: str, name: str, keys: PublicKeys) -> str:
    """The text of a note that one of the keys signed under that name.

    :raises ProofInvalid: this is not a note, or none of the keys signed it.
    :raises akkoord.errors.ConfigurationError: the keys are not Ed25519 keys.
    """
    text, signatures = _parts(note)
    ours = {key_id(name, key): key for key in raw_keys(keys)}
    known = [(ours[raw[:4]], raw[4:]) for by, raw in signatures if by == name and raw[:4] in ours]
    if not known:
        raise ProofInvalid("It is not signed by any of the keys.")
    if not all(verifies(key, text.encode(), signature) for key, signature in known):
        raise ProofInvalid("Its signature is not genuine.")
    return text


def _parts(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    body, empty, end = note.rpartition("\n\n")
    if (
        not empty
        or not body
        or not end.endswith("\n")
        or len(note) > LONGEST
        or re.search(r"[\x00-\x09\x0b-\x1f]", note)
    ):
        raise ProofInvalid("This is not a signed note.")
    signatures = []
    for line in end[:-1].split("\n"):
        found = _SIGNATURE.fullmatch(line)
        raw = _bytes(found[2]) if found else b""
        if not found or len(raw) < 5:
            raise ProofInvalid("A line of the note is not a signature.")
        signatures.append((found[1], raw))
    return f"{body}\n", signatures


def _bytes(text: str) -> bytes:
    """What stands there in base64, written in the one way; nothing for anything else."""
    try:
        raw = b64decode(text, validate=True)
    except ValueError:
        return b""
    return raw if b64encode(raw).decode() == text else b""
