"""An export says all that it was given, and is believed only if it is whole and is what was written."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from akkoord.errors import ExportError
from akkoord.export_file import LONGEST_LINE, ExportReader, Heading, write
from akkoord.export_lines import Piece
from akkoord.model import Tally
from tests.pieces import decisions, notices, several, tallies
from tests.samples import DECISION, NOTICE, NOW

HEADING = Heading("0.1.0", ("shop",), NOW)
TALLY = Tally("shop", "2026-11-22", "how", "panel", 1)
PIECES: list[Piece] = [NOTICE, DECISION, TALLY]


def written(pieces: list[Piece], heading: Heading = HEADING) -> bytes:
    out = BytesIO()
    write(out, heading, pieces)
    return out.getvalue()


def read(raw: bytes) -> list[Piece]:
    return list(ExportReader(BytesIO(raw)).pieces())


def test_an_export_is_lines_of_json_that_say_what_they_are() -> None:
    lines = [json.loads(line) for line in written(PIECES).decode().splitlines()]
    assert [line["kind"] for line in lines] == ["akkoord", "notice", "decision", "tally", "end"]
    assert lines[0] == {
        "kind": "akkoord",
        "format": 2,
        "version": "0.1.0",
        "sites": ["shop"],
        "exported": "2026-11-22T13:14:15.678Z",
        "first_day": None,
        "last_day": None,
    }
    assert lines[2] == {
        "kind": "decision",
        "site": "shop",
        "id": "6f1d8f7e-5f0e-4d0a-9f3b-1f0a2b3c4d5e",
        "visitor": "AAECAwQFBgcICQoLDA0ODw",
        "at": "2026-11-22T13:14:15.678Z",
        "choices": {"functional": True, "analytics": False, "marketing": False},
        "notice": "0123456789ab",
        "language": "nl_NL_formal",
        "how": "panel",
        "device": "narrow",
        "widget": "0.1.0",
        "country": "",
    }
    before = written(PIECES).rpartition(b'{"kind":"end"')[0]
    assert lines[4] == {
        "kind": "end",
        "notices": 1,
        "decisions": 1,
        "tallies": 1,
        "sha256": sha256(before).hexdigest(),
    }


@settings(deadline=None)
@given(several(decisions), st.lists(notices), st.lists(tallies))
def test_whatever_a_ledger_holds_is_read_as_it_was_written(
    made: list[object], asked: list[object], counted: list[object]
) -> None:
    pieces: list[Piece] = [NOTICE, *asked, *made, *counted]  # type: ignore[list-item]
    raw = written(pieces)
    assert read(raw) == pieces
    assert raw.count(b"\n") == len(pieces) + 2


def test_the_heading_comes_back_as_it_was() -> None:
    heading = Heading("1.2", ("other", "shop"), NOW, "2026-11-22", "2026-11-22")
    reader = ExportReader(BytesIO(written(PIECES, heading)))
    assert reader.heading == heading
    assert list(reader.pieces()) == PIECES


def test_an_export_that_was_cut_off_anywhere_is_refused() -> None:
    raw = written(PIECES)
    for end in range(len(raw)):
        with pytest.raises(ExportError, match="Line "):
            read(raw[:end])


def test_an_export_with_one_changed_byte_is_refused() -> None:
    for place in range(len(written(PIECES))):
        raw = bytearray(written(PIECES))
        raw[place] ^= 1
        with pytest.raises(ExportError, match="Line "):
            read(bytes(raw))


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ('"format":2', '"format":1', 1, "format 1, and this version reads 2"),
        ('"sites":["shop"]', '"sites":["other"]', 2, "another site or day"),
        ('"first_day":null', '"first_day":"2026-11-23"', 3, "another site or day"),
        ('"last_day":null', '"last_day":"2026-11-21"', 3, "another site or day"),
        ('"exported":"2', '"exported":"x2', 1, "Invalid isoformat"),
        ('"version":"0123456789ab"', '"version":"ba9876543210"', 3, "does not stand before it"),
        ('"panel","device"', '"carrier pigeon","device"', 3, "how: Input should be"),
        ('"functional":true', '"functional":"yes"', 3, "choices.functional: Input should be a valid boolean"),
        ('"functional":true', '"sausages":true', 3, "choices.sausages"),
        ('"functional":true', '"functional":true,"functional":true', 3, "not written as an export writes it"),
        ('"functional":true,"analytics":false', '"analytics":false,"functional":true', 3, "not written as"),
        ('"id":"6f1d8f7e-', '"id":"6F1D8F7E-', 3, "not written as an export writes it"),
        ('"id":"6f1d8f7e-', '"id":"no-', 3, "badly formed"),
        ("AAECAwQFBgcICQoLDA0ODw", "AAECAwQFBgcICQoLDA0ODx", 3, "not a visitor's id"),
        ('.678Z","choices"', '.6789Z","choices"', 3, "not written as an export writes it"),
        ('13:14:15.678Z","choices"', '14:14:15.678+01:00","choices"', 3, "not written as an export writes it"),
        ('"at":"2026-11-22', '"at":"2026-11-31', 3, "day"),
        ('"at":"2026-11-22', '"at":"1969-11-22', 3, "before 1970"),
        ('"at":"2026-11-22T13:14:15.678Z"', '"at":"0001-01-01T00:00:00.000+14:00"', 3, "out of range"),
        ('"country":""', '"country":"","planet":"Earth"', 3, "planet: Extra inputs are not permitted"),
        (',"country":""', "", 3, "country: Field required"),
        ('"country":""', '"country":"\\u0000"', 3, "country: String should match"),
        ('"country":""', '"country": ""', 3, "not written as an export writes it"),
        ('"day":"2026-11-22"', '"day":"2026-13-22"', 4, "month must be in"),
        ('"count":1', '"count":0', 4, "count: Input should be greater"),
        ('"count":1', '"count":"1"', 4, "count: Input should be a valid integer"),
        ('"dimension":"how"', '"dimension":"how=panel"', 4, "dimension: String should match"),
        ('{"kind":"tally"', '{"kind":"rally"', 4, "does not match any of the expected tags"),
        ('{"kind":"tally"', '["kind":"tally"', 4, "Invalid JSON"),
        (
            '{"kind":"tally"',
            '{"kind":"akkoord","kind":"tally"',
            4,
            "not written as|does not match|Extra|Field required",
        ),
    ],
)
def test_a_line_that_no_ledger_wrote_is_refused_by_its_number(old: str, new: str, line: int, problem: str) -> None:
    with pytest.raises(ExportError, match=problem) as raised:
        read(written(PIECES).replace(old.encode(), new.encode()))
    assert raised.value.message.startswith(f"Line {line} of the export: ")


def test_what_is_wrong_is_said_without_naming_anybody() -> None:
    with pytest.raises(ExportError) as raised:
        read(written(PIECES).replace(b'"visitor":"AAEC', b'"visitor":"BBEC='))
    assert "BBEC" not in str(raised.value)


def lines_of(change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    return b"".join(change(written(PIECES).splitlines(keepends=True)))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda lines: [], "not the first line"),
        (lambda lines: lines[1:], "not the first line"),
        (lambda lines: [b'"site","id","visitor"\r\n'], "not the first line"),
        (lambda lines: [lines[-1].replace(b"{", b'{"kind":"akkoord",')], "not the first line"),
        (lambda lines: lines[:-1], "the last line of an export is missing"),
        (lambda lines: [*lines[:3], lines[-1]], "SHA-256 is another one"),
        (lambda lines: [lines[0], lines[1], lines[3], lines[2], lines[4]], "SHA-256 is another one"),
        (lambda lines: [*lines, lines[1]], "behind the last line"),
        (lambda lines: [*lines, b"\n"], "behind the last line"),
        (lambda lines: [*lines[:2], *lines], "a second export begins here"),
        (lambda lines: [*lines[:3], b"\n", *lines[3:]], "Invalid JSON"),
        (lambda lines: [line.replace(b"\n", b"\r\n") for line in lines], "not written as an export writes it"),
        (lambda lines: [lines[0], b"x" * LONGEST_LINE + b"\n"], "the line is too long"),
        (lambda lines: [lines[0], b"\xff\xfe\n"], "Invalid JSON"),
        (lambda lines: [lines[0], b"[" * 100_000 + b"\n"], "Invalid JSON"),
    ],
)
def test_an_export_whose_lines_do_not_belong_together_is_refused(
    change: Callable[[list[bytes]], list[bytes]], problem: str
) -> None:
    with pytest.raises(ExportError, match=problem):
        read(lines_of(change))


def test_numbers_that_do_not_fit_the_lines_are_refused() -> None:
    with pytest.raises(ExportError, match="Line 5"):
        read(written(PIECES).replace(b'"decisions":1', b'"decisions":2'))


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused(raw: bytes) -> None:
    head, _, _ = written(PIECES).partition(b"\n")
    for text in (raw, head + b"\n" + raw):
        with pytest.raises(ExportError):
            read(text)


def test_an_export_of_another_site_is_not_taken_for_this_one() -> None:
    with pytest.raises(ExportError, match="Line 2"):
        read(written([replace(NOTICE, site="other")]))
