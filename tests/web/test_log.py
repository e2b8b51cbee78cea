"""What is written down of a fault: what it was, and no token."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from flask.testing import FlaskClient

from akkoord.ledger import Ledger
from akkoord.masking import MASK
from tests.web.shop import DECISIONS, ME, decision


def test_no_token_stands_in_the_log_also_not_in_a_trace(
    client: FlaskClient, notice: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    token = client.post(DECISIONS, json=decision(notice)).get_json()["token"]

    def fail(*_: Any) -> None:
        raise RuntimeError(f"what came was {token}")

    monkeypatch.setattr(Ledger, "history", fail)
    response = client.get(ME, headers={"Authorization": f"Bearer {token}"})
    logging.getLogger("akkoord").warning("seen: %s", token)
    assert response.status_code == 500 and token not in response.text
    written = capsys.readouterr().err
    assert "RuntimeError: what came was" in written and "seen: " in written
    assert written.count(MASK) == 2
    assert token not in written


@pytest.mark.parametrize("path", ["/sites/{token}/akkoord.js", "/api/v1/sites/{token}/me", "/{token}"])
def test_no_token_stands_in_an_error(client: FlaskClient, notice: str, path: str) -> None:
    token = client.post(DECISIONS, json=decision(notice)).get_json()["token"]
    for headers in ({}, {"Origin": f"https://{token}"}):
        assert token not in client.get(path.replace("{token}", token), headers=headers).text
    assert token not in client.get(ME, headers={"Origin": token}).text
