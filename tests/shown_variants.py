"""Variants that were shown, and what they led to."""

from __future__ import annotations

from dataclasses import replace

from akkoord import tally
from akkoord.model import Display
from akkoord.store import Store
from tests.samples import DECISION, NOTICE


def show(store: Store, variant: str, displays: int, yes: int, no: int, day: str, site: str = "shop") -> None:
    """Count that a variant was shown so often, and was answered so."""
    shown = tally.display_counts(Display(NOTICE.version, "en", "wide", "0.1.0", variant=variant))
    store.count(site, day, shown * displays)
    for accepted, number in ((True, yes), (False, no)):
        one = replace(DECISION, choices=dict.fromkeys(DECISION.choices, accepted), variant=variant)
        store.count(site, day, tally.counts(one) * number)
