"""Hostile requests: none is a fault of ours, none is told how we are built, nothing of them is kept.

Each is a line of ``corpus.jsonl``. It has ``why`` and ``status``, and what differs from a decision that would be
recorded: ``method``, ``path``, ``headers``, and ``body`` as text, as ``body_hex``, or as ``body_repeat``, which is
``[start, repeated, times, end]``. ``{notice}``, ``{id}`` and ``{token}`` stand for a version, an id and a token that
exist.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.shop import DECISIONS, decision, nothing_is_stored

CORPUS = Path(__file__).with_name("corpus.jsonl")
CASES: list[dict[str, Any]] = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]
TOLD = ("Traceback", 'File "', ".py", "pydantic", "sqlite", "werkzeug", "/server/")
"""What would tell somebody how we are built."""


def filled(text: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def body_of(case: dict[str, Any], words: dict[str, str]) -> bytes:
    if "body_hex" in case:
        return bytes.fromhex(case["body_hex"])
    if "body_repeat" in case:
        start, repeated, times, end = case["body_repeat"]
        return filled(start + repeated * times + end, words).encode()
    return filled(case.get("body", json.dumps(decision(words["notice"]))), words).encode()


def send(client: FlaskClient, case: dict[str, Any], words: dict[str, str]) -> TestResponse:
    headers = {name: filled(value, words) for name, value in case.get("headers", {}).items()}
    method = case.get("method", "POST")
    body = body_of(case, words) if method == "POST" else None
    return client.open(filled(case.get("path", DECISIONS), words), method=method, headers=headers, data=body)


@pytest.fixture
def words(client: FlaskClient, notice: str) -> dict[str, str]:
    sent = decision(notice)
    return {"notice": notice, "id": sent["id"], "token": client.post(DECISIONS, json=sent).get_json()["token"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_hostile_request_is_refused_and_leaves_nothing(
    client: FlaskClient,
    words: dict[str, str],
    ledger_file: Path,
    caplog: pytest.LogCaptureFixture,
    case: dict[str, Any],
) -> None:
    with nothing_is_stored(ledger_file):
        response = send(client, case, words)
    assert response.status_code == case["status"] and 400 <= case["status"] < 500
    assert set(response.get_json()) == {"error"}
    assert [word for word in TOLD if word in response.text] == []
    assert words["token"] not in response.text
    assert caplog.records == []


def test_the_request_that_the_cases_differ_from_is_recorded(client: FlaskClient, words: dict[str, str]) -> None:
    assert send(client, {}, words).status_code == 201


def test_every_case_has_a_name_of_its_own() -> None:
    assert len({case["why"] for case in CASES}) == len(CASES) >= 60
