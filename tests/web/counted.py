"""A site with figures: visitors of one day, as the ledger counts them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from akkoord import tally
from akkoord.model import Decision, Display
from akkoord.store import Store
from akkoord.store.rows import new_visitor, utc_day

ALL: Mapping[str, bool] = {"functional": True, "analytics": True}
SOME: Mapping[str, bool] = {"functional": False, "analytics": True}
NONE: Mapping[str, bool] = {"functional": False, "analytics": False}


def come(
    store: Store,
    notice: str,
    at: datetime,
    answers: Mapping[str, tuple[int, Mapping[str, bool]]],
    shown: int,
    language: str = "nl_NL_formal",
    device: str = "wide",
) -> None:
    """Show the banner so often, and decide.

    :param answers: how -> how many, and what they choose; the name's part before a space is the way of choosing.
    """
    for _ in range(shown):
        store.count("shop", utc_day(at), tally.display_counts(Display(notice, language, device, "0.1.0")))
    for name, (number, choices) in answers.items():
        for _ in range(number):
            id = uuid4()
            how = name.split(" ")[0]
            one = Decision("shop", id, new_visitor(id), at, choices, notice, language, how, device, "0.1.0")
            store.append(one, [*tally.counts(one), *tally.seconds_counts(3)])
