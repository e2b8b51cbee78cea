"""Colours and their contrast, as WCAG 2.2 defines it; the palettes of banner and panel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .model import Theme

DARK, LIGHT = "#000000", "#ffffff"

TEXT_CONTRAST = 4.5
"""What words need against what is behind them (WCAG 1.4.3)."""
EDGE_CONTRAST = 3.0
"""What the edge of a button, a switch or a focus ring needs (WCAG 1.4.11)."""
_STEPS = 100


@dataclass(frozen=True, slots=True)
class Palette:
    """The four colours that everything is drawn with."""

    accent: str
    on_accent: str
    background: str
    text: str


HOUSE: Mapping[str, Palette] = {
    "light": Palette(accent="#1f4e79", on_accent="#ffffff", background="#ffffff", text="#1d2733"),
    "dark": Palette(accent="#9cc7ee", on_accent="#0d1b29", background="#17212b", text="#eef2f6"),
}
"""The house's own colours, by scheme."""


@dataclass(frozen=True, slots=True)
class Pale:
    """A colour of the owner's that cannot be told well enough from what is behind it.

    :param key: which colour of the theme it is.
    :param near: the nearest colour that passes.
    """

    key: str
    colour: str
    against: str
    ratio: float
    needed: float
    near: str


def luminance(colour: str) -> float:
    """Relative luminance of a CSS hex colour, 0 (black) to 1 (white); a transparency it has is left out."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(colour: str) -> str:
    """Black or white, whichever can be read better on a colour. One of the two always reaches 4.5:1."""
    return max(LIGHT, DARK, key=lambda text: contrast(text, colour))


def near(colour: str, against: str, needed: float) -> str:
    """The colour itself if its contrast is enough, else the nearest lighter or darker one whose contrast is."""
    for step in range(_STEPS + 1):
        for end in (DARK, LIGHT):
            mixed = _mixed(colour, end, step / _STEPS)
            if contrast(mixed, against) >= needed:
                return colour if step == 0 else mixed
    raise ValueError(f"nothing reaches {needed}:1 against {against}")


def palettes(theme: Theme) -> dict[str, Palette]:
    """The colours by scheme: one scheme if the owner has fixed it, else both. All of them can be read."""
    schemes = tuple(HOUSE) if theme.scheme == "auto" else (theme.scheme,)
    return {scheme: _palette(theme, HOUSE[scheme]) for scheme in schemes}


def pale(theme: Theme) -> list[Pale]:
    """The owner's colours that cannot be read in the scheme that they are meant for: the light one, unless it is fixed.

    In the other scheme they are adjusted, since nobody can choose one colour for day and night.
    """
    house = HOUSE["dark" if theme.scheme == "dark" else "light"]
    background = theme.background or house.background
    checks = (("text", theme.text, TEXT_CONTRAST), ("accent", theme.accent, EDGE_CONTRAST))
    return [
        Pale(key, colour, background, contrast(colour, background), needed, near(colour, background, needed))
        for key, colour, needed in checks
        if colour and contrast(colour, background) < needed
    ]


def _palette(theme: Theme, house: Palette) -> Palette:
    background = theme.background or house.background
    text = near(theme.text or house.text, background, TEXT_CONTRAST)
    accent = near(theme.accent or house.accent, background, EDGE_CONTRAST)
    on_accent = house.on_accent if accent == house.accent else readable_on(accent)
    return Palette(accent, on_accent, background, text)


def _channels(colour: str) -> tuple[float, float, float]:
    digits = colour.removeprefix("#")
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _mixed(colour: str, end: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(end), strict=True)
    return "#" + "".join(f"{round(255 * (one + (other - one) * share)):02x}" for one, other in pairs)
