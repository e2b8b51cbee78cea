"""Too many calls from one network are refused, and nothing of them is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from akkoord.proxies import read_network
from tests.servers import Server
from tests.web.conftest import MakeApp
from tests.web.shop import DECISIONS, DISPLAYS, ME, ORIGIN, decision, display, error, nothing_is_stored

PROXY = "10.0.0.1"
VISITOR = "203.0.113.77"
UNKNOWN = "/api/v1/sites/shop/unknown"


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """With a hundredth of the limits: 6 decisions, 12 displays, 6 unknown, 3 reads."""
    return make_app(rate_limit=0.01, trusted_proxies=(read_network("10.0.0.0/8"),))


def look(client: FlaskClient, forwarded: str = "", peer: str = PROXY, method: str = "GET") -> TestResponse:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return client.open(ME, method=method, headers=headers, environ_overrides={"REMOTE_ADDR": peer})


def test_over_the_limit_it_is_a_429_that_says_when_to_come_again(client: FlaskClient) -> None:
    assert [look(client, VISITOR).status_code for _ in range(3)] == [401] * 3
    response = look(client, VISITOR)
    assert error(response) == (429, "rate_limited")
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert response.headers["Cache-Control"] == "no-store"
    assert VISITOR not in response.text and "203.0.113" not in response.text
    assert look(client, "198.51.100.1").status_code == 401


@pytest.mark.parametrize(("path", "limit"), [(DECISIONS, 6), (DISPLAYS, 12), (UNKNOWN, 6)])
def test_each_kind_has_a_limit_and_nothing_over_it_is_stored(
    client: FlaskClient, notice: str, ledger_file: Path, path: str, limit: int
) -> None:
    def send() -> TestResponse:
        made = {DECISIONS: decision, DISPLAYS: display}
        body = made[path](notice) if path in made else {"hosts": ["tracker.example"]}
        return client.post(
            path, json=body, headers={"X-Forwarded-For": VISITOR}, environ_overrides={"REMOTE_ADDR": PROXY}
        )

    assert {send().status_code for _ in range(limit)} <= {201, 204}
    with nothing_is_stored(ledger_file):
        assert error(send()) == (429, "rate_limited")


@pytest.mark.parametrize(("path", "limit"), [(DECISIONS, 6), (DISPLAYS, 12), (UNKNOWN, 6)])
def test_what_a_preview_sends_is_limited_as_what_a_page_sends(
    client: FlaskClient, notice: str, path: str, limit: int
) -> None:
    def send(path: str) -> TestResponse:
        body = decision(notice) if path.endswith("/decisions") else {"hosts": ["tracker.example"]}
        return client.post(
            path, json=body, headers={"X-Forwarded-For": VISITOR}, environ_overrides={"REMOTE_ADDR": PROXY}
        )

    seen = f"/dashboard/preview/shop{path.replace('/shop/', '/gallery-box-auto-en/')}"
    assert 429 not in {send(seen).status_code for _ in range(limit)}
    refused = send(seen)
    assert refused.status_code == 429 and 1 <= int(refused.headers["Retry-After"]) <= 60
    assert send(path).status_code == 429, "it is one network's limit"


def test_a_page_may_read_that_there_were_too_many(client: FlaskClient) -> None:
    headers = {"X-Forwarded-For": VISITOR, "Origin": ORIGIN}
    answers = [client.get(ME, headers=headers, environ_overrides={"REMOTE_ADDR": PROXY}) for _ in range(4)]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Access-Control-Allow-Origin"] == ORIGIN


def test_what_is_refused_counts_too_whatever_it_was_refused_for(client: FlaskClient) -> None:
    headers = {"Origin": "https://evil.example", "X-Forwarded-For": VISITOR}
    answers = [client.get(ME, headers=headers, environ_overrides={"REMOTE_ADDR": PROXY}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 429]


def test_a_forged_header_is_counted_with_who_sent_it(client: FlaskClient) -> None:
    forged = [look(client, f"8.8.{number}.8", peer="9.9.9.9").status_code for number in range(4)]
    assert forged == [401, 401, 401, 429]
    # the proxy adds the visitor's own address behind what the visitor made up
    forged = [look(client, f"8.8.{number}.8, {VISITOR}").status_code for number in range(4)]
    assert forged == [401, 401, 401, 429]


def test_asking_whether_one_may_ask_is_not_counted(client: FlaskClient) -> None:
    assert {look(client, VISITOR, method="OPTIONS").status_code for _ in range(9)} == {200}
    assert look(client, VISITOR).status_code == 401


def test_scripts_keys_and_health_are_not_counted(client: FlaskClient) -> None:
    for path in ("/sites/shop/akkoord.js", "/.well-known/akkoord-keys.json", "/health/live"):
        headers = {"X-Forwarded-For": VISITOR}
        answers = [client.get(path, headers=headers, environ_overrides={"REMOTE_ADDR": PROXY}) for _ in range(9)]
        assert {answer.status_code for answer in answers} == {200}


def test_limits_can_be_switched_off(make_app: MakeApp) -> None:
    client = make_app(rate_limit=0).test_client(use_cookies=False)
    assert {look(client, peer="9.9.9.9").status_code for _ in range(400)} == {401}


def test_apps_on_one_redis_count_together_and_go_on_without_it(
    make_app: MakeApp, notice: str, shared_redis: Server
) -> None:
    with redis.Redis.from_url(shared_redis.url) as server:
        server.flushall()
    one, other = (make_app(rate_limit=0.01, store=shared_redis.url).test_client() for _ in range(2))
    answers = [look(client, peer="9.9.9.9").status_code for client in (one, other, one, other)]
    assert answers == [401, 401, 401, 429]
    with shared_redis.silent():
        assert [look(client, peer="9.9.9.9").status_code for client in (one, other)] == [401, 401]
        # the decision itself needs the store; that it is away is said as ever
        response = one.post(DECISIONS, json=decision(notice), environ_overrides={"REMOTE_ADDR": "9.9.9.9"})
        assert error(response) == (503, "store_unavailable")
