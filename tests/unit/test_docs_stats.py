"""The examples of docs/stats.md do what they say, and it tells of every count and rate."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from akkoord.figures import Figures, Row
from akkoord.figures_asked import Asked
from akkoord.figures_csv import csv_of
from akkoord.stats import COUNTS, RATES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "stats.md").read_text("utf-8")


def row(language: str, choices: int, accepted: int | None) -> Row:
    counts: dict[str, int | None] = {**dict.fromkeys(COUNTS, 10), "choices": choices, "accepted": accepted}
    return Row({"language": language} if language else {}, counts, {} if accepted else {"accepted": "< 10"})


def test_the_example_for_the_csv_module_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(import csv.*?)```", PAGE, re.DOTALL)
    rows = [row("nl", 100, 60), row("en", 50, 20), row("de", 20, None)]
    text = csv_of(Figures(Asked("2026-11-01", "2026-11-30", ("language",)), rows, row("", 170, 80), None))
    exec(compile(example, "docs/stats.md", "exec"), {"text": text})
    assert capsys.readouterr().out == "en 50 0.4000\nnl 100 0.6000\n"


def test_every_count_and_rate_is_told() -> None:
    for name in COUNTS:
        assert f"`{name}`" in PAGE
    for name, formula in RATES.items():
        category = name.replace("functional", "analytics").replace("marketing", "analytics")
        assert (
            f"`{category}` | {formula.words.replace('functional', 'analytics').replace('marketing', 'analytics')}"
            in PAGE
        )
