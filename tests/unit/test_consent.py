"""The rule of consent, over the examples that the widget's twin runs over too."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from akkoord.consent import Consent, consent
from akkoord.model import Notice
from akkoord.tokens import Token
from tests.samples import DECISION, LIFETIME, NOTICE, NOW

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "contract" / "consent_examples.json").read_text(encoding="utf-8")
)


def instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["name"] for example in EXAMPLES])
def test_it_follows_the_example(example: dict[str, Any]) -> None:
    given, asked = example["decision"], example["notice"]
    decided = given and Token(
        given["site"], DECISION.visitor, UUID(int=1), tuple(given["granted"]), given["notice"], instant(given["at"])
    )
    lifetime = timedelta(seconds=example.get("lifetime", LIFETIME.total_seconds()))
    notice = Notice(asked["site"], asked["version"], tuple(asked["asked"]), "{}")
    assert consent(decided, notice, instant(example["now"]), lifetime, example.get("earlier", {})) == Consent(
        tuple(example["allowed"]), tuple(example["ask"])
    )


def test_the_examples_have_names_of_their_own() -> None:
    names = [example["name"] for example in EXAMPLES]
    assert len(names) >= 12
    assert len(set(names)) == len(names)


def test_a_decision_of_the_ledger_follows_the_same_rule() -> None:
    assert consent(DECISION, NOTICE, NOW, LIFETIME) == Consent(("necessary", "functional"), ask=())
    assert consent(DECISION, replace(NOTICE, version="ffffffffffff"), NOW, LIFETIME) == Consent(
        ("necessary",), ask=NOTICE.asked
    )


def test_it_ends_to_the_millisecond() -> None:
    end = NOW + LIFETIME
    assert not consent(DECISION, NOTICE, end - timedelta(milliseconds=1), LIFETIME).ask
    assert consent(DECISION, NOTICE, end, LIFETIME).ask


def test_a_site_has_a_lifetime_of_its_own() -> None:
    later = NOW + timedelta(days=8)
    assert consent(DECISION, NOTICE, later, timedelta(days=7)).ask
    assert not consent(DECISION, NOTICE, later, timedelta(days=9)).ask
