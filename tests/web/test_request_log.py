"""One line for each request, if that is wanted; one for each error, always."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkoord.ledger import Ledger
from tests.web.conftest import MakeApp
from tests.web.shop import DECISIONS, DISPLAYS, ME, ORIGIN, decision, display
from tests.web.test_privacy import TRACES, WORDS

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app(log="requests")


def lines(capsys: Capture) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_request_is_one_line(client: FlaskClient, capsys: Capture) -> None:
    client.get("/sites/shop/akkoord.js?name=Jansen")
    (line,) = lines(capsys)
    assert len(line.pop("request")) == 16
    assert line.pop("time").endswith("Z")
    assert 0 < line.pop("ms") < 60_000
    assert line == {
        **{"level": "info", "message": "request", "method": "GET", "route": "/sites/{site}/akkoord.js"},
        **{"status": 200, "site": "shop"},
    }


def test_an_error_has_its_code_and_the_id_that_the_answer_names(client: FlaskClient, capsys: Capture) -> None:
    response = client.post(DECISIONS, json={})
    (line,) = lines(capsys)
    assert (line["status"], line["code"], line["site"]) == (422, "invalid_request", "shop")
    assert response.headers["X-Request-Id"] == line["request"]


def test_the_first_decision_of_a_page_is_told_as_those_after_it(
    client: FlaskClient, notice: str, capsys: Capture
) -> None:
    for version in ("0123456789ab", notice, "0123456789ab"):
        client.post(DECISIONS, json=decision(version), headers={"Origin": ORIGIN})
    assert [(line["route"], line["site"], line["status"], line.get("code")) for line in lines(capsys)] == [
        ("/api/v1/sites/{site}/decisions", "shop", 422, "unknown_notice"),
        ("/api/v1/sites/{site}/decisions", "shop", 201, None),
        ("/api/v1/sites/{site}/decisions", "shop", 422, "unknown_notice"),
    ]


def test_what_went_well_names_no_id(client: FlaskClient, notice: str) -> None:
    """On what a browser keeps, an id would be a mark of that browser."""
    for response in (client.get("/sites/shop/akkoord.js"), client.post(DISPLAYS, json=display(notice))):
        assert "X-Request-Id" not in response.headers


def test_every_request_has_an_id_of_its_own(client: FlaskClient, capsys: Capture) -> None:
    for _ in range(20):
        client.get("/health/live", headers={"X-Request-Id": "mine"})
    ids = {line["request"] for line in lines(capsys)}
    assert len(ids) == 20 and "mine" not in ids


def test_what_leads_nowhere_is_not_repeated(client: FlaskClient, capsys: Capture) -> None:
    client.get("/Jansen/of/Utrecht?a=b")
    client.get("/sites/Jansen/akkoord.js")
    client.open("/health/live", method="JANSEN")
    told = lines(capsys)
    assert [(line["method"], line["route"], line["status"]) for line in told] == [
        ("GET", "other", 404),
        ("GET", "/sites/{site}/akkoord.js", 404),
        ("other", "other", 405),
    ]
    assert all("site" not in line for line in told)
    assert "jansen" not in json.dumps(told).lower()


def test_lines_name_nobody(client: FlaskClient, notice: str, capsys: Capture) -> None:
    sent = decision(notice)
    answer = client.post(DECISIONS, json=sent, environ_overrides=TRACES).get_json()
    bearer = {"Authorization": f"Bearer {answer['token']}"}
    client.get(f"{ME}?name=Jansen", headers=bearer, environ_overrides=TRACES)
    client.delete(ME, headers=bearer, environ_overrides=TRACES)
    client.get("/illness", environ_overrides=TRACES)
    written = capsys.readouterr().err
    assert len(written.splitlines()) == 4
    secrets = (*WORDS, sent["id"], UUID(sent["id"]).hex, answer["token"], answer["decision"]["visitor"])
    assert [word for word in secrets if word in written] == []


def fail_with(words: str) -> Any:
    def fail(*_: Any) -> None:
        raise RuntimeError(words)

    return fail


@pytest.mark.parametrize("log", ["errors", "requests"])
def test_a_fault_of_ours_is_told_with_its_stack_and_without_names(
    make_app: MakeApp, notice: str, log: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = make_app(log=log).test_client(use_cookies=False)
    answer = client.post(DECISIONS, json=decision(notice)).get_json()
    capsys.readouterr()
    words = f"{answer['token']} {answer['decision']['visitor']} {answer['decision']['id']}"
    monkeypatch.setattr(Ledger, "record", fail_with(f"what went wrong {words} {TRACES['REMOTE_ADDR']}"))
    response = client.post(DECISIONS, json=decision(notice), environ_overrides=TRACES)
    error, *requests = lines(capsys)
    assert (error["level"], error["message"]) == ("error", "unexpected error")
    assert error["route"] == "/api/v1/sites/{site}/decisions"
    assert error["request"] == response.headers["X-Request-Id"]
    assert "in record_decision" in error["stack"]
    assert "RuntimeError: what went wrong [token] [masked] [id] [address]" in error["stack"]
    assert [word for word in (*words.split(), *WORDS) if word in json.dumps(error)] == []
    assert [(line["status"], line["code"], line["request"]) for line in requests] == (
        [(500, "internal", error["request"])] if log == "requests" else []
    )


def test_a_store_that_does_not_answer_is_told_with_the_reason_and_without_what_was_to_be_stored(
    make_app: MakeApp, notice: str, ledger_file: Path, capsys: Capture
) -> None:
    client = make_app().test_client(use_cookies=False)
    with closing(sqlite3.connect(ledger_file)) as file:
        file.execute("DROP TABLE tally")
    response = client.post(DECISIONS, json=decision(notice))
    assert response.status_code == 503
    (line,) = lines(capsys)
    reason = "no such table: tally"
    assert line["message"] == f"store: The SQL store did not answer. {reason}"
    assert line["request"] == response.headers["X-Request-Id"]
    assert "stack" not in line


def test_by_itself_only_errors_are_told(make_app: MakeApp, notice: str, capsys: Capture) -> None:
    client = make_app().test_client()
    client.get("/sites/shop/akkoord.js")
    client.post(DECISIONS, json=decision(notice))
    client.get("/nowhere")
    assert lines(capsys) == []
