"""What stands on stderr: one JSON object a line."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from akkoord.log import JsonLines, start_log
from akkoord.tokens import Signer
from tests.samples import DECISION, VISITOR

TOKEN = Signer(("a-key-that-only-these-tests-know-of",)).sign(DECISION)


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    """The program's log, as it is before anybody asked for it."""
    log = logging.getLogger("akkoord")
    before, log.handlers = log.handlers, []
    yield log
    log.handlers = before


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_message_is_one_line_with_time_and_level(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    start_log()
    log.error("the store is\naway: %s", "why", extra={"fields": {"request": "ab12"}})
    (line,) = lines(capsys)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line == {"level": "error", "message": "the store is\naway: why", "request": "ab12"}


def test_an_error_brings_its_stack_trace_in_a_field_and_no_token_with_it(
    log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    start_log()
    try:
        raise RuntimeError(f"cannot use {TOKEN} of {VISITOR}")
    except RuntimeError:
        logging.getLogger("akkoord.deep.below").exception("unexpected %s", TOKEN)
    (line,) = lines(capsys)
    assert line["message"] == "unexpected [token]"
    assert line["stack"].startswith("Traceback (most recent call last):\n")
    assert line["stack"].endswith("\nRuntimeError: cannot use [token] of [masked]")


def test_starting_it_twice_writes_once(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    start_log()
    start_log()
    log.error("once")
    assert [line["message"] for line in lines(capsys)] == ["once"]


def test_who_writes_it_already_goes_on_alone(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    log.addHandler(logging.NullHandler())
    start_log()
    log.error("once")
    assert lines(capsys) == []


def test_what_cannot_be_written_down_does_not_break_the_line() -> None:
    record = logging.makeLogRecord({"levelname": "ERROR", "msg": 'a\u2028\ud800 "b" é', "created": 0.0})
    line = JsonLines().format(record)
    assert line.isascii() and line.isprintable()
    assert json.loads(line) == {"time": "1970-01-01T00:00:00.000Z", "level": "error", "message": 'a\u2028\ud800 "b" é'}
