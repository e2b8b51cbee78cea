"""Decisions as a table for people: CSV as RFC 4180 has it, in UTF-8. It cannot be imported again."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from .export_lines import time_text
from .model import OPTIONAL_CATEGORIES, Decision
from .store.rows import PLAIN

COLUMNS = ("site", "id", "visitor", "at", *OPTIONAL_CATEGORIES, *PLAIN, "variant")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'")
"""What makes a formula of a cell in some spreadsheet, and the apostrophe that says that it is none."""


def write_csv(out: TextIO, decisions: Iterable[Decision]) -> int:
    """Write a table with a row of names; how many decisions there were.

    :param out: leaves ends of lines as they are.
    """
    # each cell in quotes: a spreadsheet that splits at semicolons must not find a formula behind one
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    number = 0
    for decision in decisions:
        writer.writerow([cell(value) for value in _row(decision)])
        number += 1
    return number


def cell(value: str) -> str:
    """A value that no spreadsheet runs: one more apostrophe before what begins like a formula, or with an apostrophe.

    To have the value again, take one apostrophe from the beginning.
    """
    return f"'{value}" if value.startswith(_FORMULA) else value


def _row(decision: Decision) -> list[str]:
    return [
        decision.site,
        str(decision.id),
        decision.visitor,
        time_text(decision.at),
        *({True: "yes", False: "no", None: ""}[decision.choices.get(category)] for category in OPTIONAL_CATEGORIES),
        *(getattr(decision, name) for name in PLAIN),
        decision.variant,
    ]
