"""The receipt of a decision, and what it proves. Both halves run over the same examples."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator, oas31_format_checker

from akkoord.errors import ProofInvalid
from akkoord.receipt_record import Asked, Json, status
from akkoord.receipt_schema import RECEIPT
from akkoord.receipts import Proofs, check, receipt
from akkoord.spans import iso_duration
from tests.unit.commands import Akkoord
from tests.unit.receipt_examples import BASE, FILE, NOTICE, PLACE, SIGNER, SITE, decision, issued, text

EXAMPLES: Json = json.loads(FILE.read_text("utf-8"))


def validate(made: Any) -> None:
    OAS31Validator(RECEIPT, format_checker=oas31_format_checker).validate(made)


def test_the_examples_are_what_is_issued_now() -> None:
    assert FILE.read_text("utf-8") == text(), "write them anew: python -m tests.unit.receipt_examples"


@pytest.mark.parametrize("example", EXAMPLES["examples"], ids=lambda example: str(example["name"]))
def test_a_receipt_is_believed_only_if_all_of_it_holds(example: Json) -> None:
    holds = [example[name] for name in ("whole", "token", "place", "register")]
    if False in holds:
        with pytest.raises(ProofInvalid):
            check(example["receipt"], EXAMPLES["keys"])
    else:
        proved = check(example["receipt"], EXAMPLES["keys"])
        assert proved.decision == decision()
        assert proved.token == bool(example["token"])
        assert proved.index == (PLACE if example["place"] else None)


@pytest.mark.parametrize("nonsense", [{}, {"signature": "x"}, {"signature": 1, "akkoord": {}}, {"akkoord": []}])
def test_what_is_no_receipt_proves_nothing(nonsense: Json) -> None:
    with pytest.raises(ProofInvalid):
        check(nonsense, EXAMPLES["keys"])


def test_it_has_every_field_that_the_standard_asks_for() -> None:
    validate(issued(Proofs()))


@pytest.mark.parametrize("field", RECEIPT["required"])
def test_the_schema_misses_what_is_not_there(field: str) -> None:
    made = issued(Proofs())
    del made[field]
    assert not OAS31Validator(RECEIPT).is_valid(made)


def test_it_says_who_asked_what_for_whom_and_until_when() -> None:
    made = issued(Proofs())
    assert made["dct:identifier"] == str(decision().id)
    assert made["dpv:hasDataController"]["dpv:hasName"] == "Winkel BV, Utrecht"
    assert made["dpv:hasJurisdiction"] == {"@id": "loc:NL"}
    assert made["dpv:hasAuthority"]["dpv:hasName"] == "Autoriteit Persoonsgegevens"
    purposes = {purpose["@id"]: purpose for purpose in made["dpv:hasPurpose"]}
    stats = purposes["#analytics"]
    assert stats["dpv:hasConsentStatus"] == {"@id": "dpv:ConsentGiven"}
    assert [each["dpv:hasName"] for each in stats["dpv:hasRecipient"]] == ["Meet BV"]
    assert stats["dpv:hasRecipient"][0]["dpv:hasContact"] == "https://meet.example/"
    assert stats["dpv:hasStorageCondition"]["dpv:hasLocation"] == [{"@id": "loc:US"}]
    assert purposes["#functional"]["dpv:hasConsentStatus"] == {"@id": "dpv:ConsentRefused"}
    assert {each["dpv:hasConsentControl"]["dpv:isExercisedAt"]["@id"] for each in purposes.values()} == {
        f"{BASE}/sites/shop/me"
    }
    event = made["dct:hasPart"][0]
    assert event["dct:date"]["@value"] == "2026-11-26T12:00:00.123Z"
    assert event["dpv:hasDuration"]["@value"] == "P6M"


@pytest.mark.parametrize(
    ("before", "now", "state"),
    [
        (None, True, "ConsentGiven"),
        (None, False, "ConsentRefused"),
        (False, True, "ConsentGiven"),
        (False, False, "ConsentRefused"),
        (True, True, "RenewedConsentGiven"),
        (True, False, "ConsentWithdrawn"),
    ],
)
def test_it_tells_a_withdrawal_from_a_refusal(before: bool | None, now: bool, state: str) -> None:
    earlier = None if before is None else decision(choices={"analytics": before})
    assert status("analytics", decision(choices={"analytics": now}), earlier) == f"dpv:{state}"


def test_what_was_asked_then_is_told_and_not_what_is_asked_now() -> None:
    renamed = replace(SITE, controller="Nieuwe Winkel BV, Zeist", services=())
    made = receipt(decision(), Asked(renamed, NOTICE, BASE), Proofs(), SIGNER)
    assert made["dpv:hasDataController"]["dpv:hasName"] == "Winkel BV, Utrecht"
    assert len(made["dpv:hasPurpose"]) == 2
    validate(made)


def test_where_no_end_is_set_it_is_kept_until_it_is_erased() -> None:
    endless = replace(SITE, law="eu")
    validate(receipt(decision(), Asked(endless, NOTICE, BASE), Proofs(), SIGNER))


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("13 months", "P13M"),
        ("1 year", "P1Y"),
        ("90 days", "P90D"),
        ("2 weeks", "P14D"),
        ("24 hours", "PT24H"),
        ("1 minute", "PT1M"),
        ("30 seconds", "PT30S"),
        ("session", ""),
    ],
)
def test_a_span_is_written_as_the_standard_wants_it(text: str, duration: str) -> None:
    assert iso_duration(text) == duration


def test_the_command_checks_all_of_a_receipt(akkoord: Akkoord) -> None:
    Path("keys.json").write_text(json.dumps(EXAMPLES["keys"]))
    for example in EXAMPLES["examples"]:
        Path("receipt.jsonld").write_text(json.dumps(example["receipt"]))
        ended = akkoord("verify", "receipt.jsonld", "--keys", "keys.json")
        genuine = False not in [example[name] for name in ("whole", "token", "place", "register")]
        assert ended.code == (0 if genuine else 1), example["name"]
        assert (str(decision().id) in ended.out) == genuine
