"""Reads much out of an SQL database, in steps that each take little time and memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ..model import Decision
from .rows import decision_of, milliseconds
from .tables import decisions

STEP = 2000
"""How many places in the order of appending are looked at in one step, whosever decisions lie there."""

Reading = Callable[[], AbstractContextManager[sa.Connection]]


def decisions_in_steps(
    reading: Reading, site: str, first: datetime | None, last: datetime | None
) -> Iterator[Decision]:
    """Decisions of a site from ``first`` up to and including ``last``, in the order of appending.

    :param reading: begins a short reading.
    """
    return map(decision_of, _rows_in_steps(reading, site, first, last))


def entries_in_steps(reading: Reading, site: str) -> Iterator[tuple[Decision, int | None]]:
    """All decisions of a site in the order of appending, each with its place in the tree."""
    return ((decision_of(row), place_of(row)) for row in _rows_in_steps(reading, site, None, None))


def place_of(row: Any) -> int | None:
    """The place of a decision in the tree; None if it is not sealed."""
    return None if row.idx < 0 else int(row.idx)


def _rows_in_steps(reading: Reading, site: str, first: datetime | None, last: datetime | None) -> Iterator[Any]:
    seq = decisions.c.seq
    # Asked for plainly, the site would be found by its index, and all of it be read and sorted at each step.
    wanted = [decisions.c.site.concat("") == site]
    if first is not None:
        wanted.append(decisions.c.at >= milliseconds(first))
    if last is not None:
        wanted.append(decisions.c.at <= milliseconds(last))
    with reading() as connection:
        ends = [sa.select(end(seq)).scalar_subquery() for end in (sa.func.min, sa.func.max)]
        low, high = connection.execute(sa.select(*ends)).one()
    if low is None:
        return
    for start in range(low, high + 1, STEP):
        step = seq.between(start, min(start + STEP - 1, high))
        with reading() as connection:
            rows = connection.execute(sa.select(decisions).where(step, *wanted).order_by(seq)).all()
        yield from rows
