"""A comparison of variants as a table for a spreadsheet: a line for each variant."""

from __future__ import annotations

import csv
from io import StringIO

from .comparison import Arm, Comparison
from .experiment import Estimate

_HEADING = (
    *("variant", "share", "displays", "consents", "rate", "rate_low", "rate_high"),
    *("difference", "difference_low", "difference_high", "p"),
)


def csv_of(found: Comparison) -> str:
    """Comma-separated values with a heading. A rate is a number from 0 to 1; what is not known is empty."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_HEADING)
    writer.writerows(_line(arm) for arm in found.arms)
    return out.getvalue()


def _line(arm: Arm) -> list[str]:
    counts = ["" if count is None else str(count) for count in (arm.displays, arm.opted_in)]
    difference = arm.difference
    return [
        *(arm.id, f"{arm.share:.4f}", *counts, *_three(arm.rate)),
        *_three(difference.points if difference else None),
        f"{difference.p:.4f}" if difference else "",
    ]


def _three(of: Estimate | None) -> list[str]:
    return [f"{value:.4f}" for value in (of.value, of.low, of.high)] if of else [""] * 3
