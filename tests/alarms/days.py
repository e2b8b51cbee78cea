"""Days of a shop, counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from akkoord.model import Alarms, Site, Tally
from akkoord.store import Store

SHOP = Site(
    "shop",
    ("https://www.shop.example",),
    "Shop BV",
    ("nl_NL_formal", "en"),
    alarms=Alarms(("ada@shop.example", "bob@shop.example"), weekly=True),
)
DAY = date(2026, 11, 25)
"""A Wednesday."""
NOW = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)
BASE = "https://consent.example"


def count(
    store: Store,
    day: date,
    displays: int,
    allowed: int,
    refused: int,
    held: Mapping[str, int] | None = None,
    errors: Mapping[str, int] | None = None,
) -> None:
    """Count a day, as so many visits would.

    :param errors: code -> how many decisions could not be recorded.
    """
    cells = {
        ("display_device_notice", "narrow 0123456789ab"): displays,
        ("device_notice", "narrow 0123456789ab aFAMb"): allowed,
        ("device_notice", "narrow 0123456789ab rfamb"): refused,
        **{("unknown", host): times for host, times in (held or {}).items()},
        **{("error", code): times for code, times in (errors or {}).items()},
    }
    store.top_up(Tally("shop", f"{day}", *cell, number) for cell, number in cells.items() if number)


def usual_days(store: Store, until: date = DAY, days: int = 70) -> None:
    """Days before that one, each a little different."""
    for number in range(1, days + 1):
        more = number // 7 % 3
        count(store, until - timedelta(days=number), 1000 + 10 * more, 200 + more, 200, {"known.example": 50 + more})
