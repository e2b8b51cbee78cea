"""Figures as they travel."""

from __future__ import annotations

from .figures import IN_PART, Figures, Row
from .small_cells import HIDDEN, LEAST, SMALL
from .stats import COUNTS, RATES, change, rate
from .wire import ChangeRecord, GroupFigures, RateRecord, StatsResponse


def response_of(site: str, figures: Figures, before: Figures) -> StatsResponse:
    """What is answered.

    :param before: those of the period before.
    """
    wanted = figures.asked
    # of another question the answers are others anyway
    comparable = figures.questions == before.questions
    earlier = {tuple(row.group.items()): row for row in before.rows} if comparable else {}
    return StatsResponse(
        site=site,
        first=wanted.first,
        last=wanted.last,
        before_first=before.asked.first,
        before_last=before.asked.last,
        by=list(wanted.by),
        only=dict(wanted.only or {}),
        median_seconds=figures.seconds,
        total=_group(figures.total, before.total if comparable else None),
        groups=[_group(row, earlier.get(tuple(row.group.items()))) for row in figures.rows] if wanted.by else [],
        counted=dict(COUNTS),
        formulas={name: formula.words for name, formula in RATES.items()},
        not_shown={
            SMALL: f"fewer than {LEAST}",
            HIDDEN: f"it would tell of one that is fewer than {LEAST}",
            IN_PART: "the category was asked about in a part of the period alone",
        },
    )


def _group(row: Row, before: Row | None) -> GroupFigures:
    rates = {}
    for name in RATES:
        found = rate(name, row.counts)
        if found is not None:
            moved = change(name, row.counts, before.counts) if before else None
            told = None if moved is None else ChangeRecord(points=moved.points, p=moved.p, word=moved.word)
            rates[name] = RateRecord(value=found.value, low=found.low, high=found.high, change=told)
    return GroupFigures(group=row.group, counts=row.counts, hidden=row.hidden, rates=rates)
