"""The demo's colours, by day and by night."""

from __future__ import annotations

import re

import pytest

from akkoord.paths import built

BASE = built("examples") / "dentdinamo" / "static" / "base.css"


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_ink_and_paper_have_enough_contrast(scheme: int) -> None:
    blocks = re.findall(r":root \{(.*?)\}", BASE.read_text(encoding="utf-8"), re.DOTALL)
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", blocks[scheme]))
    for ink in ("ink", "soft", "accent", "accent-deep"):
        for paper in ("paper", "raised", "tint"):
            assert contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
    for paper in ("accent", "accent-deep"):
        assert contrast(colours["on-accent"], colours[paper]) >= 4.5, paper
    for paper in ("paper", "raised"):
        assert contrast(colours["edge"], colours[paper]) >= 3, paper


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
