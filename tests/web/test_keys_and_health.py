"""The public keys, and whether the backend lives and is ready."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

import akkoord
from tests.web.shop import DECISIONS, DISPLAYS, KEY, ME, decision, display, error

KEYS = "/.well-known/akkoord-keys.json"
NEWEST = "the-key-that-came-after-the-first-one"


def take_table(ledger_file: Path) -> None:
    """Break the ledger's file."""
    with closing(sqlite3.connect(ledger_file)) as file:
        file.execute("DROP TABLE decision")


def test_the_public_keys_verify_a_token_offline(client: FlaskClient, notice: str) -> None:
    answer = client.post(DECISIONS, json=decision(notice)).get_json()
    response = client.get(KEYS)
    proof = akkoord.verify_token(answer["token"], response.get_json(), site="shop")
    assert str(proof.decision) == answer["decision"]["id"]
    assert proof.granted == ("analytics",)


def test_anybody_may_read_and_keep_the_public_keys(client: FlaskClient) -> None:
    response = client.get(KEYS, headers={"Origin": "https://auditor.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, max-age=300"


def test_the_public_keys_are_listed_oldest_first(client: FlaskClient, make_app: Any) -> None:
    (oldest,) = client.get(KEYS).get_json()["keys"]
    rotated = make_app(secret_keys=(KEY, NEWEST)).test_client().get(KEYS).get_json()["keys"]
    assert rotated[0] == oldest
    assert len({key["kid"] for key in rotated}) == 2


def test_no_answer_holds_a_secret_key(client: FlaskClient) -> None:
    (key,) = client.get(KEYS).get_json()["keys"]
    assert "d" not in key
    assert KEY not in client.get(KEYS).text


def test_it_lives_and_is_ready(client: FlaskClient) -> None:
    for path in ("/health/live", "/health/ready"):
        response = client.get(path)
        assert (response.status_code, response.get_json()) == (200, {"status": "ok", "reason": ""})
        assert response.headers["Cache-Control"] == "no-store"


def test_it_lives_without_its_store_but_is_not_ready(client: FlaskClient, ledger_file: Path) -> None:
    ledger_file.rename(ledger_file.with_suffix(".gone"))
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.get_json() == {"status": "unavailable", "reason": "The ledger's file is gone."}
    assert client.get("/health/live").status_code == 200


def test_it_is_not_ready_while_the_store_does_not_answer(client: FlaskClient, ledger_file: Path) -> None:
    take_table(ledger_file)
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.get_json()["reason"]
    assert client.get("/health/live").status_code == 200


@pytest.mark.parametrize("what", ["decision", "me", "forget"])
def test_a_store_that_does_not_answer_is_a_503_that_says_when_to_try_again(
    client: FlaskClient, notice: str, ledger_file: Path, what: str
) -> None:
    token = client.post(DECISIONS, json=decision(notice)).get_json()["token"]
    take_table(ledger_file)
    headers = {"Authorization": f"Bearer {token}"}
    response = {
        "decision": lambda: client.post(DECISIONS, json=decision(notice)),
        "me": lambda: client.get(ME, headers=headers),
        "forget": lambda: client.delete(ME, headers=headers),
    }[what]()
    assert error(response) == (503, "store_unavailable")
    assert int(response.headers["Retry-After"]) > 0
    assert "Set-Cookie" not in response.headers
    assert "decision" not in response.get_json()["error"]["message"]


def test_a_display_that_cannot_be_counted_is_a_503(client: FlaskClient, notice: str, ledger_file: Path) -> None:
    with closing(sqlite3.connect(ledger_file)) as file:
        file.execute("DROP TABLE tally")
    assert error(client.post(DISPLAYS, json=display(notice))) == (503, "store_unavailable")


def test_a_decision_whose_counting_fails_is_not_recorded(client: FlaskClient, notice: str, ledger_file: Path) -> None:
    with closing(sqlite3.connect(ledger_file)) as file:
        file.execute("ALTER TABLE tally RENAME TO away")
        assert error(client.post(DECISIONS, json=decision(notice))) == (503, "store_unavailable")
        assert file.execute("SELECT count(*) FROM decision").fetchone() == (0,)
        file.execute("ALTER TABLE away RENAME TO tally")
    assert client.post(DECISIONS, json=decision(notice)).status_code == 201
