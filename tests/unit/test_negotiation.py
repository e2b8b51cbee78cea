from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from akkoord.negotiation import choose_language

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "contract" / "language_examples.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_it_chooses_as_the_widget_does(example: dict[str, Any]) -> None:
    assert choose_language(example["offered"], example["wanted"]) == example["chosen"]
