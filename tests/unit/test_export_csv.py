"""The table keeps every value, and no spreadsheet runs one."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from akkoord.export_csv import COLUMNS, cell, write_csv
from akkoord.export_lines import time_text
from akkoord.model import OPTIONAL_CATEGORIES, Decision
from akkoord.store.rows import PLAIN
from tests.pieces import decisions, several
from tests.samples import DECISION

CHOSEN = {"yes": True, "no": False}


def table(made: list[Decision]) -> str:
    out = StringIO(newline="")
    assert write_csv(out, made) == len(made)
    return out.getvalue()


def value(cell: str) -> str:
    """As the documentation says that a cell is to be read."""
    return cell.removeprefix("'")


def test_a_table_has_a_row_of_names_and_one_of_each_decision() -> None:
    assert table([replace(DECISION, choices={"functional": True, "marketing": False}, country="NL", variant="b")]) == (
        '"site","id","visitor","at","functional","analytics","marketing",'
        '"notice","language","how","device","widget","country","variant"\r\n'
        '"shop","6f1d8f7e-5f0e-4d0a-9f3b-1f0a2b3c4d5e","AAECAwQFBgcICQoLDA0ODw","2026-11-22T13:14:15.678Z",'
        '"yes","","no","0123456789ab","nl_NL_formal","panel","narrow","0.1.0","NL","b"\r\n'
    )


@settings(deadline=None)
@given(several(decisions))
def test_every_value_can_be_had_again(made: list[Decision]) -> None:
    names, *rows = csv.reader(StringIO(table(made), newline=""), strict=True)
    assert tuple(names) == COLUMNS
    for one, row in zip(made, rows, strict=True):
        read = {name: value(each) for name, each in zip(names, row, strict=True)}
        assert {name: read[name] for name in PLAIN} == {name: getattr(one, name) for name in PLAIN}
        assert (read["id"], read["visitor"], read["at"]) == (str(one.id), one.visitor, time_text(one.at))
        chosen = {each: CHOSEN[read[each]] for each in OPTIONAL_CATEGORIES if read[each]}
        assert chosen == {each: yes for each, yes in one.choices.items() if each in OPTIONAL_CATEGORIES}


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'", "''=", "'="])
def test_what_begins_like_a_formula_is_text(begin: str) -> None:
    formula = f"{begin}HYPERLINK(A1)"
    assert cell(formula) == f"'{formula}"
    assert value(cell(formula)) == formula


@given(st.text())
def test_no_cell_begins_like_a_formula_and_each_value_comes_back(text: str) -> None:
    assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", cell(text))
    assert value(cell(text)) == text
