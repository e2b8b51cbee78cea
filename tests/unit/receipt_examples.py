"""Makes the receipts over which both halves run, ``tests/contract/receipt_examples.json``: ``python -m`` writes them.

Each with what holds of it: whether it is as it was issued, its token, its place in the tree, and the tree's signature;
null for what it does not carry.
"""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from akkoord.model import Cookie, Decision, Service, Site
from akkoord.notice import make_notice
from akkoord.proof.checkpoints import Checkpoint
from akkoord.proof.checkpoints import signed as signed_checkpoint
from akkoord.proof.entries import decision_entry, line_entry
from akkoord.proof.tree import Tile, grown, inclusion, leaf_hash, root
from akkoord.receipt_record import Asked, Json
from akkoord.receipts import Proofs, receipt, signed_bytes
from akkoord.tokens import Signer

FILE = Path(__file__).resolve().parents[1] / "contract" / "receipt_examples.json"
SIGNER = Signer(["an-old-key-that-only-these-examples-know", "a-new-key-that-only-these-examples-know"])
STRANGER = Signer(["a-key-that-nobody-has-published-anywhere"])
AT = datetime(2026, 11, 26, 12, 0, 0, 123000, tzinfo=UTC)
CHAT = Service("chat", "Praat", "functional", "Praat BV", "NL", "chat", cookies=(Cookie("_chat*", "session"),))
STATS = Service(
    "stats", "“Meet” é\U0001f36a", "analytics", "Meet BV", "US", "measure-audience", "https://meet.example/"
)
SITE = Site("shop", ("https://www.shop.example",), "Winkel BV, Utrecht", ("nl_NL_formal", "en"), (CHAT, STATS))
NOTICE = make_notice(SITE)
BASE = "https://consent.shop.example"
PLACE = 5
"""Where the decision stands in its tree."""


def decision(**changes: Any) -> Decision:
    """The decision that the receipts prove."""
    made = Decision(
        site="shop",
        id=UUID("0d2f6a52-3c1e-4b7e-9a55-6f1f6f0c2a11"),
        visitor="Gq_epi2mPSis_2xibNi3Kg",
        at=AT,
        choices={"functional": False, "analytics": True},
        notice=NOTICE.version,
        language="nl_NL_formal",
        how="banner",
        device="wide",
        widget="0.1.0",
    )
    return replace(made, **changes)


def placed(of: Decision, signer: Signer = SIGNER, late: timedelta = timedelta(minutes=1)) -> Json:
    """The decision's place in a tree of seven entries."""
    leaves = [leaf_hash(line_entry(f"line {number}")) for number in range(7)]
    leaves[PLACE] = leaf_hash(decision_entry(of))
    held: dict[Tile, bytes] = grown(lambda wanted: {}, 0, leaves)
    checkpoint = Checkpoint("consent.shop.example/sites/shop", 7, root(lambda wanted: held, 7), of.at + late)
    path = inclusion(lambda wanted: held, PLACE, 7)
    return {
        "leaf": b64encode(leaves[PLACE]).decode(),
        "index": PLACE,
        "size": 7,
        "path": [b64encode(each).decode() for each in path],
        "checkpoint": signed_checkpoint(checkpoint, signer),
    }


def issued(proofs: Proofs, of: Decision | None = None, signer: Signer = SIGNER) -> Json:
    """A receipt as the backend gives it."""
    return receipt(of or decision(), Asked(SITE, NOTICE, BASE), proofs, signer)


def altered(made: Json, change: Callable[[Json], object], signer: Signer | None = None) -> Json:
    """The receipt with a change; signed anew, if somebody does so."""
    other = deepcopy(made)
    change(other)
    if signer:
        other["signature"] = urlsafe_b64encode(signer.sign_bytes(signed_bytes(other))[1]).rstrip(b"=").decode()
    return other


def examples() -> list[Json]:
    """Every example by its name, with what holds of it."""
    own = decision()
    token = SIGNER.sign(own)
    full = issued(Proofs(token, placed(own)))
    other_token = SIGNER.sign(decision(choices={"functional": True, "analytics": True}))
    other_path = [b64encode(bytes(32)).decode(), *full["akkoord"]["inclusion"]["path"][1:]]

    def example(name: str, of: Json, *holds: bool | None) -> Json:
        whole, signed, place, register = holds
        return {"name": name, "receipt": of, "whole": whole, "token": signed, "place": place, "register": register}

    def proof(of: Json) -> Json:
        found: Json = of["akkoord"]
        return found

    return [
        example("with all that proves it", full, True, True, True, True),
        example("not sealed yet", issued(Proofs(token)), True, True, None, None),
        example("by its number", issued(Proofs(None, placed(own))), True, None, True, True),
        example("by its number, not sealed yet", issued(Proofs()), True, None, None, None),
        example(
            "with another purpose",
            altered(full, lambda of: of["dpv:hasPurpose"][0].update({"dct:title": "Nothing"})),
            *(False, True, True, True),
        ),
        example(
            "with another choice",
            altered(full, lambda of: proof(of)["decision"]["choices"].update(functional=True)),
            *(False, False, False, True),
        ),
        example(
            "with another time",
            altered(full, lambda of: proof(of)["decision"].update(at="2026-11-26T12:00:01.123Z")),
            *(False, False, False, True),
        ),
        example(
            "of a stranger's key",
            issued(Proofs(STRANGER.sign(own), placed(own, STRANGER)), signer=STRANGER),
            False,
            False,
            True,
            False,
        ),
        example(
            "with the token of another choice",
            altered(full, lambda of: proof(of).update(token=other_token), SIGNER),
            True,
            False,
            True,
            True,
        ),
        example(
            "with half a token",
            altered(full, lambda of: proof(of).update(token=token[:50]), SIGNER),
            True,
            False,
            True,
            True,
        ),
        example(
            "with another path",
            altered(full, lambda of: proof(of)["inclusion"].update(path=other_path), SIGNER),
            True,
            True,
            False,
            True,
        ),
        example(
            "with a longer path",
            altered(full, lambda of: proof(of)["inclusion"]["path"].append(other_path[0]), SIGNER),
            True,
            True,
            False,
            True,
        ),
        example(
            "at another place",
            altered(full, lambda of: proof(of)["inclusion"].update(index=4), SIGNER),
            True,
            True,
            False,
            True,
        ),
        example(
            "behind the end of the tree",
            altered(full, lambda of: proof(of)["inclusion"].update(index=7), SIGNER),
            True,
            True,
            False,
            True,
        ),
        example(
            "of a tree of another size",
            altered(full, lambda of: proof(of)["inclusion"].update(size=6), SIGNER),
            True,
            True,
            False,
            True,
        ),
        example(
            "with a leaf of nonsense",
            altered(full, lambda of: proof(of)["inclusion"].update(leaf="?"), SIGNER),
            True,
            True,
            False,
            True,
        ),
        example(
            "with a checkpoint of a stranger's key",
            issued(Proofs(token, placed(own, STRANGER))),
            True,
            True,
            True,
            False,
        ),
        example(
            "with a checkpoint of before it was made",
            issued(Proofs(token, placed(own, late=timedelta(hours=-1)))),
            True,
            True,
            False,
            True,
        ),
        example(
            "with a checkpoint of nonsense",
            altered(full, lambda of: proof(of)["inclusion"].update(checkpoint="nonsense"), SIGNER),
            True,
            True,
            False,
            False,
        ),
        example(
            "with a signature of nonsense",
            altered(full, lambda of: of.update(signature="nonsense")),
            False,
            True,
            True,
            True,
        ),
    ]


def text() -> str:
    """The file as it should be."""
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in examples())
    return f'{{"keys":{json.dumps({"keys": SIGNER.public_keys()})},"examples":[\n{lines}\n]}}\n'


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
