"""The proof that one decision is in the tree: what a receipt carries, and how it is checked by anyone."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, StrictBool, TypeAdapter, ValidationError

from ..ed25519 import PublicKeys
from ..errors import ProofInvalid, TokenError
from ..model import Decision
from ..store import Store
from ..tokens import verify_token
from ..wire import Category, Wire
from .checkpoints import Checkpoint, opened
from .entries import LATE, decision_entry, decision_fields, decision_from
from .sealing import reader
from .searching import first_covering
from .tree import inclusion, leaf_hash, verify_inclusion


class Inclusion(Wire):
    """That a leaf is in the tree. Hashes are base64.

    :param path: the hashes beside the way from the leaf to the root (RFC 9162 2.1.3.1).
    :param checkpoint: the signed note that says what the root is.
    """

    leaf: str
    index: Annotated[int, Field(ge=0)]
    size: Annotated[int, Field(ge=1)]
    path: list[str]
    checkpoint: str


class _Fields(Wire):
    """A decision as its entry has it."""

    site: str
    id: str
    visitor: str
    at: str
    choices: dict[Category, StrictBool]
    notice: str
    language: str
    how: str
    device: str
    widget: str
    country: str
    variant: str = ""


class _Proved(Wire):
    """What a receipt carries of ours."""

    token: str | None = None
    inclusion: Inclusion | None = None
    decision: _Fields


_proved = TypeAdapter(_Proved)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a receipt proves.

    :param token: whether there was one, and it proves the decision.
    :param index: where the decision stands in the tree, if the receipt says so.
    :param checkpoint: the checkpoint that covers it.
    """

    decision: Decision
    token: bool
    index: int | None
    checkpoint: Checkpoint | None


def prove(store: Store, site: str, decision: Decision) -> dict[str, object] | None:
    """The proof that the decision is in the tree, under the first checkpoint that covers it; none before that.

    :raises LookupError: a tile is missing: the tree was damaged.
    """
    index = store.index(site, decision.id)
    found = None if index is None else first_covering(store, site, index)
    if index is None or found is None:
        return None
    size, note = found
    path = inclusion(reader(store, site), index, size)
    return {
        "leaf": _text(leaf_hash(decision_entry(decision))),
        "index": index,
        "size": size,
        "path": [_text(each) for each in path],
        "checkpoint": note,
    }


def proved(decision: Decision, token: str | None, inclusion: dict[str, object] | None) -> dict[str, object]:
    """What a receipt carries under ``"akkoord"``: all that :func:`check` needs."""
    return {"token": token, "inclusion": inclusion, "decision": decision_fields(decision)}


def check(receipt: Mapping[str, object], keys: PublicKeys) -> Checked:
    """What a receipt proves, with public keys alone.

    :param receipt: what stands under ``"akkoord"`` in it; see :func:`proved`.
    :raises ProofInvalid: it is malformed, or does not prove what it says, and in which way.
    """
    try:
        given = _proved.validate_python(dict(receipt))
        decision = decision_from(given.decision.model_dump())
    except (ValidationError, ValueError) as error:
        raise ProofInvalid("This is not a receipt of Akkoord's, or a part of it is missing.") from error
    if given.token is None and given.inclusion is None:
        raise ProofInvalid("The receipt carries neither a token nor a place in the tree: it proves nothing.")
    if given.token is not None:
        _check_token(given.token, decision, keys)
    checkpoint = None if given.inclusion is None else _check_inclusion(given.inclusion, decision, keys)
    index = None if given.inclusion is None else given.inclusion.index
    return Checked(decision, given.token is not None, index, checkpoint)


def _check_token(token: str, decision: Decision, keys: PublicKeys) -> None:
    try:
        said = verify_token(token, keys, site=decision.site)
    except TokenError as error:
        raise ProofInvalid(f"The receipt's token does not hold: {error.message}") from error
    second = decision.at.replace(microsecond=0)
    if (said.visitor, said.decision, said.granted, said.notice, said.at) != (
        *(decision.visitor, decision.id, decision.granted, decision.notice),
        second,
    ):
        raise ProofInvalid("The receipt's token proves another decision than the one that stands in it.")


def _check_inclusion(given: Inclusion, decision: Decision, keys: PublicKeys) -> Checkpoint:
    leaf = leaf_hash(decision_entry(decision))
    if _bytes(given.leaf) != leaf:
        raise ProofInvalid("The decision of the receipt is not the one that was sealed: its leaf hash is another one.")
    try:
        checkpoint = opened(given.checkpoint, keys, decision.site)
    except ProofInvalid as error:
        raise ProofInvalid(f"The receipt's checkpoint does not hold: {error.message}") from error
    if checkpoint.size != given.size:
        raise ProofInvalid("The receipt's checkpoint is of a tree of another size.")
    path = [_bytes(each) for each in given.path]
    if not verify_inclusion(leaf, given.index, given.size, path, checkpoint.root):
        raise ProofInvalid("The path of the receipt does not lead from the decision to the checkpoint's root.")
    if decision.at > checkpoint.at + LATE:
        raise ProofInvalid("The decision says that it was made after the checkpoint that covers it.")
    return checkpoint


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""
