"""Figures as a table for a spreadsheet: a line for each group, the total last."""

from __future__ import annotations

import csv
from io import StringIO

from .figures import Figures, Row
from .stats import COUNTS, RATES, rate


def csv_of(figures: Figures) -> str:
    """Comma-separated values with a heading. A rate is a number from 0 to 1, and empty where it is not known."""
    by = list(figures.asked.by)
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*by, *COUNTS, *(column for name in RATES for column in (name, f"{name}_low", f"{name}_high"))])
    for row in [*(figures.rows if by else []), figures.total]:
        names = [row.group.get(each, "total") for each in by]
        writer.writerow([*names, *_counts(row), *_rates(row)])
    return out.getvalue()


def _counts(row: Row) -> list[str]:
    return [row.hidden.get(name, "" if count is None else str(count)) for name, count in row.counts.items()]


def _rates(row: Row) -> list[str]:
    found: list[str] = []
    for name in RATES:
        known = rate(name, row.counts)
        found += [f"{value:.4f}" for value in (known.value, known.low, known.high)] if known else [""] * 3
    return found
