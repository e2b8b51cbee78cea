"""The proof of one decision for people and auditors: an ISO/IEC TS 27560 consent receipt, as JSON-LD in W3C's DPV.

It holds what was asked, who asked it and who is behind it, and what it takes to check all that with public keys alone:
under ``akkoord`` the decision as it stands in the book, its token and its place in the hash tree, and a ``signature``
over the whole. Pure.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .ed25519 import PublicKeys, raw_keys, verifies
from .errors import ProofInvalid
from .model import Decision
from .proof.entries import canonical, decision_from
from .proof.receipt_proof import Checked, proved
from .proof.receipt_proof import check as check_proof
from .receipt_record import Asked, Json, record
from .tokens import Signer

_SIGNED = b"akkoord receipt 1\n"
"""What the signed bytes begin with. No token and no checkpoint begins like that."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """What shows that a decision is in the book.

    :param token: only for who has shown one of the same visitor: who has it can say yes in that visitor's name.
    :param inclusion: the place in the hash tree; none until the decision is sealed.
    """

    token: str | None = None
    inclusion: Json | None = None


def receipt(decision: Decision, asked: Asked, proofs: Proofs, signer: Signer) -> Json:
    """The signed receipt of a decision."""
    made = record(decision, asked)
    made["asked"] = asked.notice.document
    made["keys"] = f"{asked.base}/.well-known/akkoord-keys.json"
    made["akkoord"] = proved(decision, proofs.token, proofs.inclusion)
    _, signature = signer.sign_bytes(signed_bytes(made))
    made["signature"] = urlsafe_b64encode(signature).rstrip(b"=").decode("ascii")
    return made


def signed_bytes(receipt: Mapping[str, Any]) -> bytes:
    """What of a receipt is signed: all of it as canonical JSON, but the signature itself."""
    return _SIGNED + canonical({name: value for name, value in receipt.items() if name != "signature"}).encode()


def check(receipt: Mapping[str, Any], keys: PublicKeys) -> Checked:
    """What a receipt proves, with public keys alone.

    :raises ProofInvalid: it is malformed, was altered, or does not prove what it says.
    """
    signature, proof = receipt.get("signature"), receipt.get("akkoord")
    if not isinstance(signature, str) or not isinstance(proof, Mapping):
        raise ProofInvalid("This is not a receipt of Akkoord's, or a part of it is missing.")
    if not any(verifies(key, signed_bytes(receipt), _raw(signature)) for key in raw_keys(keys)):
        raise ProofInvalid("The receipt is not as it was issued: its signature does not hold.")
    if proof.get("token") is None and proof.get("inclusion") is None:
        # opened by its number and not sealed yet: its own signature is all there is
        return Checked(decision_from(proof["decision"]), False, None, None)
    return check_proof(proof, keys)


def _raw(text: str) -> bytes:
    try:
        return urlsafe_b64decode(f"{text}==")
    except ValueError:
        return b""
