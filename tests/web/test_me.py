"""``GET`` and ``DELETE /api/v1/sites/{site}/me``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from akkoord.store import Store
from akkoord.tokens import Signer
from tests.web.shop import DECISIONS, KEY, ME, ORIGIN, cookie, decision, error, nothing_is_stored, rows, tallied

METHODS = ["GET", "DELETE"]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def decide(client: FlaskClient, notice: str, **changes: Any) -> tuple[str, dict[str, Any]]:
    """The token and the record of a decision."""
    answer = client.post(DECISIONS, json=decision(notice, **changes)).get_json()
    return answer["token"], answer["decision"]


def test_a_visitor_sees_all_that_is_kept(client: FlaskClient, notice: str) -> None:
    token, first = decide(client, notice)
    _, second = decide(client, notice, choices={"functional": True}, how="panel", token=token)
    decide(client, notice)
    response = client.get(ME, headers=bearer(token))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.get_json() == {
        "visitor": first["visitor"],
        "consent": {"allowed": ["necessary", "functional"], "ask": False},
        "latest": second,
        "history": [first, second],
    }


def test_a_browser_shows_its_cookie_instead(browser: FlaskClient, notice: str) -> None:
    _, recorded = decide(browser, notice)
    assert browser.get(ME).get_json()["latest"] == recorded


def test_looking_changes_nothing(client: FlaskClient, notice: str, ledger_file: Path) -> None:
    token, _ = decide(client, notice)
    with nothing_is_stored(ledger_file):
        assert "Set-Cookie" not in client.get(ME, headers=bearer(token)).headers


def test_a_visitor_can_be_forgotten(client: FlaskClient, store: Store, notice: str, ledger_file: Path) -> None:
    token, _ = decide(client, notice)
    decide(client, notice, token=token)
    other, kept = decide(client, notice)
    counted = tallied(store)
    response = client.delete(ME, headers=bearer(token))
    assert (response.status_code, response.data) == (204, b"")
    assert store.history("shop", Signer([KEY]).verify(token).visitor) == []
    assert client.get(ME, headers=bearer(other)).get_json()["history"] == [kept]
    assert len(rows(ledger_file)) == 1
    after = tallied(store)
    assert {what: count for what, count in after.items() if not what[0].startswith("erased_")} == counted
    assert after["erased_outcome", "renew"] == after["erased_outcome", "some"] == 1


def test_who_was_forgotten_is_asked_again(client: FlaskClient, notice: str) -> None:
    token, recorded = decide(client, notice)
    client.delete(ME, headers=bearer(token))
    assert client.get(ME, headers=bearer(token)).get_json() == {
        "visitor": recorded["visitor"],
        "consent": {"allowed": ["necessary"], "ask": True},
        "latest": None,
        "history": [],
    }


def test_forgetting_twice_is_no_error(client: FlaskClient, notice: str) -> None:
    token, _ = decide(client, notice)
    assert [client.delete(ME, headers=bearer(token)).status_code for _ in range(2)] == [204, 204]


def test_forgetting_clears_the_cookie(browser: FlaskClient, notice: str) -> None:
    decide(browser, notice)
    assert browser.get_cookie("akkoord") is not None
    response = browser.delete(ME)
    assert cookie(response)["akkoord"] == ""
    assert cookie(response)["max-age"] == "0"
    assert browser.get_cookie("akkoord") is None
    assert error(browser.get(ME)) == (401, "token_missing")


def test_forgetting_clears_the_cookie_of_the_shared_domain(make_app: Any, notice: str) -> None:
    client = make_app(base_url="https://consent.shop.example").test_client(use_cookies=False)
    token, _ = decide(client, notice)
    set_cookie = cookie(client.delete(ME, headers={**bearer(token), "Origin": ORIGIN}))
    assert (set_cookie["akkoord"], set_cookie["domain"], set_cookie["path"]) == ("", "shop.example", "/")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Basic c2hvcDpwcmV2aWV3"])
def test_it_needs_a_token(client: FlaskClient, method: str, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    response = client.open(ME, method=method, headers=headers)
    assert error(response) == (401, "token_missing")
    assert response.get_json()["error"]["details"][0]["field"] == "Authorization"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "A", lambda t: "X" + t[1:], lambda t: "é", str.upper]
)
def test_it_refuses_an_altered_token(
    client: FlaskClient, notice: str, ledger_file: Path, method: str, change: Any
) -> None:
    token, _ = decide(client, notice)
    with nothing_is_stored(ledger_file):
        assert error(client.open(ME, method=method, headers=bearer(change(token)))) == (401, "token_invalid")


@pytest.mark.parametrize("method", METHODS)
def test_it_refuses_a_token_of_another_site(client: FlaskClient, notice: str, ledger_file: Path, method: str) -> None:
    token, _ = decide(client, notice)
    with nothing_is_stored(ledger_file):
        response = client.open("/api/v1/sites/blog/me", method=method, headers=bearer(token))
    assert error(response) == (403, "token_for_other_site")


@pytest.mark.parametrize("method", METHODS)
def test_it_refuses_a_page_that_is_not_the_sites(
    client: FlaskClient, notice: str, ledger_file: Path, method: str
) -> None:
    token, _ = decide(client, notice)
    with nothing_is_stored(ledger_file):
        response = client.open(ME, method=method, headers={**bearer(token), "Origin": "null"})
    assert error(response) == (403, "unknown_origin")


@pytest.mark.parametrize("method", METHODS)
def test_it_refuses_a_site_that_is_not_configured(client: FlaskClient, notice: str, method: str) -> None:
    token, _ = decide(client, notice)
    response = client.open("/api/v1/sites/nowhere/me", method=method, headers=bearer(token))
    assert error(response) == (404, "unknown_site")
