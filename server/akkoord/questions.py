"""Which categories were asked about in a period: where that changed, some figures would say what is not so."""

from __future__ import annotations

from collections.abc import Sequence

from .model import Notice
from .store import Store
from .tally import DISPLAY

Questions = frozenset[tuple[str, ...]]
"""The categories of each question that was shown or answered."""
_CELL = "device_notice"


def questions(store: Store, site: str, notices: Sequence[Notice], first: str, last: str) -> Questions:
    """What was asked on these days, the last one included; nothing if nobody knows.

    :param notices: all of the site.
    """
    asked = {notice.version: notice.asked for notice in notices}
    if len(set(asked.values())) < 2:
        return frozenset(asked.values())
    seen = {value.split(" ")[1] for _, value in store.totals(site, first, last, [_CELL, DISPLAY + _CELL])}
    return frozenset(asked[version] for version in seen & asked.keys())


def asked_in_part(found: Questions) -> frozenset[str]:
    """The categories that some of these questions asked about, and others not."""
    if not found:
        return frozenset()
    return frozenset.union(*map(frozenset, found)) - frozenset.intersection(*map(frozenset, found))
