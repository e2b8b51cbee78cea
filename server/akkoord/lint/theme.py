"""The rule on the owner's colours; those of the buttons are made so that they can be read."""

from __future__ import annotations

from collections.abc import Iterator

from ..colours import pale
from ..model import Site
from .breach import Breach


def theme(site: Site) -> Iterator[Breach]:
    """What is wrong with the colours of a site; one alone stands on the house's own."""
    for wrong in pale(site.theme):
        message = (
            f"{wrong.colour} on {wrong.against} has a contrast of {wrong.ratio:.2f}:1; {wrong.needed}:1 is the least."
        )
        yield Breach("AK310", ("sites", site.id, "theme", wrong.key), message, f"Near it, {wrong.near} passes.")
