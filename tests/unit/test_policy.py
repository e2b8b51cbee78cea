from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from akkoord.catalog import catalog
from akkoord.holding import Holding, make_holding
from akkoord.model import Site
from akkoord.policy import policy

EXAMPLES: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "contract" / "policy_examples.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("example", EXAMPLES["examples"], ids=lambda example: example["about"])
def test_the_policy_allows_what_the_visitor_granted(example: dict[str, Any]) -> None:
    holding = Holding(
        hold={name: tuple(patterns.split()) for name, patterns in example["hold"].items()},
        keys={},
        own=tuple(example["own"].split()),
        unknown=example["unknown"],
    )
    assert policy(holding, example["allowed"].split(), example["asked"].split()) == example["policy"]


def test_the_policy_of_the_whole_catalog_is_one_directive_that_names_no_held_host() -> None:
    services = tuple(catalog().values())
    site = Site("shop", ("https://www.shop.example",), "Shop BV", ("nl",), services)
    asked = ("functional", "analytics", "marketing")
    text = policy(make_holding(site, "consent.shop.example"), ("necessary", "analytics"), asked)
    assert re.fullmatch(r"default-src [!-+\--:<-~ ]+", text)
    assert "google-analytics.com:*" in text and "*.google-analytics.com:*" in text
    assert "doubleclick.net" not in text and "/" not in text.replace("ws://", "")
