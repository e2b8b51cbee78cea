"""Whose decision it is: who brings a visitor's token is that visitor."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from akkoord.notice import make_notice
from akkoord.settings import Settings
from akkoord.sites import load_sites, require
from akkoord.store import Store
from akkoord.tokens import Signer
from tests.web.shop import DECISIONS, KEY, decision, error, nothing_is_stored, tallied


def token_of(client: FlaskClient, notice: str, **changes: Any) -> str:
    """The token of a new visitor."""
    return str(client.post(DECISIONS, json=decision(notice, **changes)).get_json()["token"])


def altered(token: str) -> str:
    """The token with one letter of its payload changed."""
    return token[:20] + ("A" if token[20] != "A" else "B") + token[21:]


def bring(client: FlaskClient, notice: str, way: str, token: str, **changes: Any) -> TestResponse:
    """Decide with a token that comes along in one of three ways."""
    body = decision(notice, **changes)
    if way == "bearer":
        return client.post(DECISIONS, json=body, headers={"Authorization": f"Bearer {token}"})
    if way == "cookie":
        return client.post(DECISIONS, json=body, headers={"Cookie": f"theme=dark; akkoord={token}"})
    return client.post(DECISIONS, json={**body, "token": token})


WAYS = ["bearer", "cookie", "body"]


@pytest.mark.parametrize("way", WAYS)
def test_who_brings_a_token_stays_the_same_visitor(client: FlaskClient, store: Store, notice: str, way: str) -> None:
    token = token_of(client, notice)
    visitor = Signer([KEY]).verify(token).visitor
    response = bring(client, notice, way, token, choices={})
    assert response.status_code == 201
    assert response.get_json()["decision"]["visitor"] == visitor
    assert len(store.history("shop", visitor)) == 2
    assert tallied(store)["outcome", "withdraw"] == 1


def test_who_brings_none_is_a_new_visitor(client: FlaskClient, notice: str) -> None:
    visitors = {Signer([KEY]).verify(token_of(client, notice)).visitor for _ in range(5)}
    assert len(visitors) == 5


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("token", ["x", "", "a.b.c", "é" * 20, "W10.awMicA." + "A" * 86])
def test_it_refuses_what_is_no_token(client: FlaskClient, notice: str, ledger_file: Path, way: str, token: str) -> None:
    if not token and way == "bearer":
        token = "Bearer"
    with nothing_is_stored(ledger_file):
        assert error(bring(client, notice, way, token)) == (401, "token_invalid")


@pytest.mark.parametrize("way", WAYS)
def test_it_refuses_an_altered_token(client: FlaskClient, notice: str, ledger_file: Path, way: str) -> None:
    token = token_of(client, notice)
    with nothing_is_stored(ledger_file):
        assert error(bring(client, notice, way, altered(token))) == (401, "token_invalid")


@pytest.mark.parametrize("way", WAYS)
def test_it_refuses_a_token_of_another_key(
    client: FlaskClient, make_app: Any, notice: str, ledger_file: Path, way: str
) -> None:
    stranger = make_app(secret_keys=("another-key-that-nobody-here-knows",)).test_client()
    token = token_of(stranger, notice)
    with nothing_is_stored(ledger_file):
        assert error(bring(client, notice, way, token)) == (401, "token_invalid")


@pytest.mark.parametrize("way", WAYS)
def test_it_refuses_a_token_of_another_site(
    client: FlaskClient, settings: Settings, notice: str, ledger_file: Path, way: str
) -> None:
    theirs = make_notice(require(load_sites(settings.config))["blog"]).version
    sent = decision(theirs, language="nl")
    token = client.post("/api/v1/sites/blog/decisions", json=sent).get_json()["token"]
    with nothing_is_stored(ledger_file):
        assert error(bring(client, notice, way, token)) == (403, "token_for_other_site")


@pytest.mark.parametrize("authorization", [None, "Basic c2hvcDpwcmV2aWV3"])
def test_a_token_in_the_body_goes_before_the_cookie(
    client: FlaskClient, notice: str, authorization: str | None
) -> None:
    mine, stale = token_of(client, notice), token_of(client, notice)
    headers = {"Cookie": f"akkoord={stale}", **({"Authorization": authorization} if authorization else {})}
    response = client.post(DECISIONS, json=decision(notice, token=mine), headers=headers)
    assert response.get_json()["decision"]["visitor"] == Signer([KEY]).verify(mine).visitor


def test_a_bearer_token_goes_before_all_others(client: FlaskClient, notice: str) -> None:
    mine, other = token_of(client, notice), token_of(client, notice)
    headers = {"Cookie": f"akkoord={other}", "Authorization": f"bearer {mine}"}
    response = client.post(DECISIONS, json=decision(notice, token=other), headers=headers)
    assert response.get_json()["decision"]["visitor"] == Signer([KEY]).verify(mine).visitor


def test_an_old_key_still_verifies_and_the_newest_signs(make_app: Any, client: FlaskClient, notice: str) -> None:
    newest = "the-key-that-came-after-the-first-one"
    rotated = make_app(secret_keys=(KEY, newest)).test_client(use_cookies=False)
    response = bring(rotated, notice, "bearer", token_of(client, notice))
    assert response.status_code == 201
    assert Signer([newest]).verify(response.get_json()["token"]).decision == UUID(response.get_json()["decision"]["id"])
