"""Contrast, with the values that WCAG gives."""

from __future__ import annotations

import pytest

from akkoord.colours import HOUSE, contrast, near, pale, palettes, readable_on
from akkoord.model import Theme


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


@pytest.mark.parametrize("accent", ["", "#0b6b67", "#ffd400", "#000", "#fff", "#777777"])
@pytest.mark.parametrize("background", ["", "#fff", "#101010", "#777777", "#ffd400"])
@pytest.mark.parametrize("text", ["", "#000", "#ffffff", "#888888"])
def test_whatever_the_owner_chooses_can_be_read_in_both_schemes(accent: str, background: str, text: str) -> None:
    made = palettes(Theme(accent=accent, background=background, text=text))
    assert list(made) == ["light", "dark"]
    for palette in made.values():
        assert contrast(palette.text, palette.background) >= 4.5
        assert contrast(palette.accent, palette.background) >= 3
        assert contrast(palette.on_accent, palette.accent) >= 4.5


def test_colours_that_can_be_read_stay_as_they_are() -> None:
    assert palettes(Theme()) == dict(HOUSE)
    made = palettes(Theme(accent="#0b5fff", background="#fdf6e3", text="#111111", scheme="light"))
    assert list(made) == ["light"]
    palette = made["light"]
    assert (palette.accent, palette.background, palette.text) == ("#0b5fff", "#fdf6e3", "#111111")


def test_a_pale_colour_is_told_with_its_ratio_and_one_near_it_that_passes() -> None:
    [accent] = pale(Theme(accent="#ffd400"))
    assert (accent.key, accent.against, accent.needed) == ("accent", "#ffffff", 3)
    assert accent.ratio == pytest.approx(1.43, abs=0.01)
    assert contrast(accent.near, "#ffffff") >= 3
    assert [wrong.key for wrong in pale(Theme(text="#999999", background="#888888"))] == ["text"]
    assert pale(Theme(accent="#ffd400", scheme="dark")) == []
    assert pale(Theme(accent="#0b6b67")) == [], "by night it is adjusted"


def test_the_nearest_colour_is_the_colour_itself_if_it_passes() -> None:
    assert near("#0b6b67", "#ffffff", 3) == "#0b6b67"
