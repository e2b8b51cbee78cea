"""No answer tells one visitor about another, whatever is asked with whatever token."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.web.shop import DECISIONS, ME, decision

PATHS = [ME, DECISIONS, "/api/v1/sites/blog/me", "/api/v1/sites/shop/receipts/{id}", "/api/v1/sites/shop/stats"]
fuzzed = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@dataclass(frozen=True)
class Known:
    """All that there is to know of one visitor: token, visitor and decision."""

    token: str
    visitor: str
    decision: str

    def is_in(self, response: TestResponse) -> bool:
        told = response.text + str(response.headers)
        words = (self.token, self.visitor, self.decision, self.decision.replace("-", ""))
        return any(word in told for word in words)


def decide(client: FlaskClient, notice: str) -> Known:
    answer = client.post(DECISIONS, json=decision(notice)).get_json()
    return Known(answer["token"], answer["decision"]["visitor"], answer["decision"]["id"])


@pytest.fixture
def alice(client: FlaskClient, notice: str) -> Known:
    return decide(client, notice)


@pytest.fixture
def bob(client: FlaskClient, notice: str) -> Known:
    return decide(client, notice)


def altered(token: str, place: int, letter: str) -> str:
    place %= len(token)
    return token[:place] + letter + token[place + 1 :]


LETTERS = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


@fuzzed
@given(st.sampled_from(PATHS), st.sampled_from(["GET", "POST", "PUT", "HEAD"]), st.booleans(), st.booleans())
def test_with_ones_own_token_one_learns_nothing_of_another(
    client: FlaskClient, alice: Known, bob: Known, path: str, method: str, as_cookie: bool, of_another: bool
) -> None:
    headers = {"Cookie": f"akkoord={alice.token}"} if as_cookie else {"Authorization": f"Bearer {alice.token}"}
    response = client.open(path.replace("{id}", str(uuid4())), method=method, headers=headers)
    assert not bob.is_in(response)
    if (path, method) == (ME, "GET"):
        assert alice.is_in(response)


@fuzzed
@given(st.integers(0, 259), LETTERS, st.sampled_from(["GET", "DELETE"]))
@example(0, ".", "DELETE")
def test_a_token_with_one_letter_altered_opens_nothing(
    client: FlaskClient, alice: Known, bob: Known, place: int, letter: str, method: str
) -> None:
    token = altered(bob.token, place, letter)
    if token == bob.token:
        return
    response = client.open(ME, method=method, headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 401
    assert not bob.is_in(response) and not alice.is_in(response)
    assert len(client.get(ME, headers={"Authorization": f"Bearer {bob.token}"}).get_json()["history"]) == 1


def test_the_parts_of_two_tokens_make_no_third(client: FlaskClient, alice: Known, bob: Known) -> None:
    ours, theirs = alice.token.split("."), bob.token.split(".")
    mixes = {".".join(parts) for parts in zip(*zip(ours, theirs, strict=True), strict=True)}
    mixes |= {
        f"{theirs[0]}.{ours[1]}.{ours[2]}",
        f"{theirs[0]}.{theirs[1]}.{ours[2]}",
        f"{ours[0]}.{ours[1]}.{theirs[2]}",
    }
    for token in mixes - {alice.token, bob.token}:
        response = client.get(ME, headers={"Authorization": f"Bearer {token}"})
        assert response.status_code == 401


def test_a_payload_without_a_signature_opens_nothing(client: FlaskClient, bob: Known) -> None:
    payload = base64.urlsafe_b64encode(f'["shop","{bob.visitor}","{bob.decision}","a","000000000000"]'.encode())
    for signature in ("A" * 86, bob.token.split(".")[2]):
        token = f"{payload.decode().rstrip('=')}.aaaaaa.{signature}"
        assert client.get(ME, headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_who_guesses_an_id_learns_no_more_than_that_it_is_taken(
    client: FlaskClient, notice: str, alice: Known, bob: Known
) -> None:
    for headers in ({}, {"Authorization": f"Bearer {alice.token}"}):
        sent = decision(notice, id=bob.decision, choices={"functional": True})
        response = client.post(DECISIONS, json=sent, headers=headers)
        assert response.status_code == 409
        assert bob.token not in response.text and bob.visitor not in response.text


def test_who_was_never_there_and_who_was_erased_look_the_same(client: FlaskClient, notice: str, bob: Known) -> None:
    headers = {"Authorization": f"Bearer {bob.token}"}
    client.delete(ME, headers=headers)

    def shape(answer: Any) -> Any:
        return {name: value for name, value in answer.items() if name != "visitor"}

    erased = client.get(ME, headers=headers).get_json()
    assert shape(erased) == {"consent": {"allowed": ["necessary"], "ask": True}, "latest": None, "history": []}
    assert client.delete(ME, headers=headers).status_code == 204


def test_what_does_not_exist_and_what_is_nobodys_business_is_answered_alike(
    client: FlaskClient, alice: Known, bob: Known
) -> None:
    def told(id: str) -> tuple[int, str]:
        path = f"/api/v1/sites/shop/receipts/{id}"
        response = client.get(path, headers={"Authorization": f"Bearer {alice.token}"})
        return response.status_code, response.text.replace(id, "")

    answers = {told(id) for id in (str(uuid4()), str(uuid4()))}
    assert len(answers) == 1 and answers.pop()[0] == 404
