"""Anything that a ledger may hold, for Hypothesis."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import strategies as st

from akkoord.model import CATEGORIES, DEVICES, HOWS, OPTIONAL_CATEGORIES, Decision, Notice, Tally
from akkoord.store.rows import visitor_text
from tests.samples import NOTICE

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
DAYS = st.dates(datetime(1970, 1, 1).date()).map(str)
MOMENTS = st.datetimes(datetime(1970, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)

decisions = st.builds(
    Decision,
    site=st.just("shop"),
    id=st.builds(lambda raw: UUID(bytes=raw), st.binary(min_size=16, max_size=16)),
    visitor=st.binary(min_size=16, max_size=16).map(visitor_text),
    at=MOMENTS,
    choices=st.dictionaries(st.sampled_from(CATEGORIES), st.booleans()),
    notice=st.just(NOTICE.version),
    language=TEXT,
    how=st.sampled_from(HOWS),
    device=st.sampled_from(DEVICES),
    widget=TEXT,
    country=TEXT,
    variant=TEXT,
)
notices = st.builds(
    Notice,
    site=st.just("shop"),
    version=st.from_regex(r"[0-9a-f]{12}", fullmatch=True).filter(lambda version: version != NOTICE.version),
    asked=st.lists(st.sampled_from(OPTIONAL_CATEGORIES), unique=True).map(tuple),
    document=TEXT,
)
tallies = st.builds(
    Tally,
    site=st.just("shop"),
    day=DAYS,
    dimension=st.sampled_from(["how", "display_notice", "unknown"]),
    value=TEXT,
    count=st.integers(1, 2**31 - 1),
)


def several(each: st.SearchStrategy[Decision], most: int = 12) -> st.SearchStrategy[list[Decision]]:
    """Some of them, each under an id of its own."""
    return st.lists(each, max_size=most, unique_by=lambda one: one.id)
