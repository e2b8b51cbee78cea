"""Decisions as columns."""

from __future__ import annotations

import sys
from dataclasses import replace
from io import BytesIO

import pytest

from akkoord.errors import ConfigurationError
from akkoord.export_parquet import row, write_parquet
from akkoord.model import OPTIONAL_CATEGORIES
from akkoord.proof.pieces import Entry
from akkoord.store.rows import PLAIN
from tests.samples import DECISION

ASKED_LESS = replace(DECISION, choices={"marketing": False})


def test_a_row_has_every_field_and_the_place_in_the_tree() -> None:
    found = row(Entry(DECISION, 7))
    assert set(found) == {"site", "id", "visitor", "at", "index", "variant", *OPTIONAL_CATEGORIES, *PLAIN}
    assert (found["index"], found["at"], found["functional"], found["marketing"]) == (7, DECISION.at, True, False)
    assert (row(ASKED_LESS)["functional"], row(ASKED_LESS)["index"]) == (None, None)


def test_where_the_library_is_missing_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'akkoord\[parquet\]'"):
        write_parquet(BytesIO(), [DECISION])


def test_what_was_written_is_read_again_by_its_own_library() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    out = BytesIO()
    assert write_parquet(out, [Entry(DECISION, 7), ASKED_LESS]) == 2
    assert parquet.read_table(BytesIO(out.getvalue())).to_pylist() == [row(Entry(DECISION, 7)), row(ASKED_LESS)]
