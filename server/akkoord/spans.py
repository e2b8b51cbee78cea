"""Spans of time as ``akkoord.toml`` and the catalog write them: a number and a unit, such as ``"13 months"``."""

from __future__ import annotations

import re
from datetime import timedelta

UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2592000, "year": 31536000}
"""Seconds per unit, as Babel counts them: a month has 30 days, a year 365."""
SPAN = re.compile(rf"([1-9][0-9]{{0,3}}) ({'|'.join(UNITS)})s?")


def span(text: str) -> timedelta:
    """How long that is.

    :raises ValueError: it is not a number and a unit.
    """
    match = SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"not a span of time: {text!r}")
    return timedelta(seconds=int(match[1]) * UNITS[match[2]])


_LETTERS = {"year": "Y", "month": "M", "week": "W", "day": "D", "hour": "TH", "minute": "TM", "second": "TS"}


def iso_duration(text: str) -> str:
    """The span as ISO 8601 writes it, such as ``P13M``; empty for what is no span."""
    match = SPAN.fullmatch(text)
    if match is None:
        return ""
    letter = _LETTERS[match[2]]
    return f"P{letter[:-1]}{match[1]}{letter[-1]}" if match[2] != "week" else f"P{int(match[1]) * 7}D"
