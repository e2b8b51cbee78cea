"""Colours and their contrast, as WCAG 2.2 defines it."""

from __future__ import annotations

DARK, LIGHT = "#000000", "#ffffff"


def luminance(colour: str) -> float:
    """Relative luminance of a CSS hex colour, 0 (black) to 1 (white); a transparency it has is left out."""
    digits = colour.removeprefix("#")
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    channels = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(colour: str) -> str:
    """Black or white, whichever can be read better on a colour. One of the two always reaches 4.5:1."""
    return max(LIGHT, DARK, key=lambda text: contrast(text, colour))
