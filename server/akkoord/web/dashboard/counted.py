"""What a site has counted anything of: which groups there are to choose from, and when what is asked changed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from ...store import Store
from ...tally import DISPLAY, SINGLES

_PAIRS = ("language_device", "device_notice")
_DEVICE_NOTICE = ("device_notice", f"{DISPLAY}device_notice")


def has_any(store: Store, site: str) -> bool:
    """Whether anything was ever counted there."""
    return bool(store.totals(site, "0001-01-01", "9999-12-31", ["display", "outcome"]))


def values(store: Store, site: str, first: date, last: date) -> dict[str, list[str]]:
    """Thing -> the values of it that something was counted of, in order."""
    cells = [*_PAIRS, *SINGLES]
    dimensions = [*cells, *(DISPLAY + cell for cell in cells)]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for dimension, value in store.totals(site, first.isoformat(), last.isoformat(), dimensions):
        things = dimension.removeprefix(DISPLAY).split("_")
        for thing, name in zip(things, value.split(" "), strict=False):
            found[thing].add(name)
    return {thing: sorted(names) for thing, names in found.items()}


def notice_days(store: Store, site: str, first: date, last: date) -> dict[str, tuple[str, str]]:
    """Version of what is asked -> the first and the last day on which it was shown or answered, oldest first."""
    found: dict[str, tuple[str, str]] = {}
    for (day, _), values in store.by_day(site, first.isoformat(), last.isoformat(), _DEVICE_NOTICE).items():
        for version in {value.split(" ")[1] for value in values}:
            begun, ended = found.get(version, (day, day))
            found[version] = min(begun, day), max(ended, day)
    return dict(sorted(found.items(), key=lambda item: item[1]))


def changes(days: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Day -> the version that was first shown then; not the first of all, of which nothing is known."""
    return {begun: version for version, (begun, _) in list(days.items())[1:]}
