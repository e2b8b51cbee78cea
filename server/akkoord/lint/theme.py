"""The rule on the owner's colours; those of the buttons are made so that they can be read."""

from __future__ import annotations

from collections.abc import Iterator

from ..colours import contrast
from ..model import Site
from .breach import Breach

READABLE = 4.5
"""The least contrast of words, as WCAG has it."""


def theme(site: Site) -> Iterator[Breach]:
    """What is wrong with the colours of a site; one alone stands on the house's own."""
    text, background = site.theme.text, site.theme.background
    if text and background and (ratio := contrast(text, background)) < READABLE:
        message = f"{text} on {background} has a contrast of {ratio:.1f}:1."
        yield Breach("AK310", ("sites", site.id, "theme", "text"), message, f"{READABLE}:1 is the least.")
