"""Contrast, with the values that WCAG gives."""

from __future__ import annotations

import pytest

from akkoord.colours import contrast, readable_on


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#fff", 21), ("#ffffff", "#ffffff", 1), ("#777777", "#fff", 4.48), ("#595959", "#ffffffff", 7.0)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_text_on_any_colour_can_be_read() -> None:
    for level in range(256):
        for colour in (f"#{level:02x}{level:02x}{level:02x}", f"#{level:02x}0000", f"#0000{level:02x}"):
            assert contrast(readable_on(colour), colour) >= 4.5
