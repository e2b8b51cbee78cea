"""``/metrics``: what is counted, and for whom it is shown."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkoord import __version__
from akkoord.ledger import Ledger
from tests.web.conftest import MakeApp
from tests.web.metrics_text import samples, value, values_of
from tests.web.shop import DECISIONS, DISPLAYS, ME, ORIGIN, decision, display, error
from tests.web.test_privacy import TRACES, WORDS

TOKEN = "the-token-of-these-metrics-and-no-other"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
UNKNOWN = "/api/v1/sites/shop/unknown"


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app(metrics_token=TOKEN)


def metrics(client: FlaskClient) -> str:
    response = client.get("/metrics", headers=BEARER)
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"])
def test_without_a_token_in_the_settings_they_are_for_programs_on_this_machine(make_app: MakeApp, address: str) -> None:
    response = make_app().test_client().get("/metrics", environ_overrides={"REMOTE_ADDR": address})
    assert response.status_code == 200 and "akkoord_build_info" in response.text


@pytest.mark.parametrize("address", ["203.0.113.7", "10.0.0.7", "2001:db8::1", "", "nonsense"])
def test_without_a_token_nobody_else_sees_them(make_app: MakeApp, address: str) -> None:
    response = make_app().test_client().get("/metrics", environ_overrides={"REMOTE_ADDR": address})
    assert error(response) == (404, "not_found")


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"])
def test_without_a_token_no_proxy_passes_them_on(make_app: MakeApp, header: str) -> None:
    response = make_app().test_client().get("/metrics", headers={header: "127.0.0.1"})
    assert error(response) == (404, "not_found")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (None, "token_missing"),
        ("", "token_missing"),
        ("Bearer", "token_missing"),
        ("Bearer ", "token_missing"),
        (f"Basic {TOKEN}", "token_missing"),
        (TOKEN, "token_missing"),
        (f"Bearer {TOKEN[:-1]}", "token_invalid"),
        (f"Bearer {TOKEN}x", "token_invalid"),
        ("Bearer é", "token_invalid"),
    ],
)
def test_nobody_without_the_token_sees_them(client: FlaskClient, given: str | None, code: str) -> None:
    response = client.get(
        "/metrics", headers={} if given is None else {"Authorization": given.encode().decode("latin-1")}
    )
    assert error(response) == (401, code)
    assert "akkoord_" not in response.text
    assert TOKEN not in response.text


def test_they_are_text_that_nobody_keeps(client: FlaskClient) -> None:
    response = client.get("/metrics", headers={"Authorization": f"bearer {TOKEN}", "Origin": ORIGIN})
    assert response.mimetype == "text/plain"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in response.headers


def test_requests_are_counted_by_route_method_and_status_class(client: FlaskClient, notice: str) -> None:
    client.get("/sites/shop/akkoord.js")
    client.get("/sites/blog/akkoord.js")
    client.head("/sites/blog/akkoord.js")
    client.get("/sites/nobody/akkoord.js")
    client.post(DECISIONS, json=decision(notice))
    client.post(DECISIONS, json={})
    text, script = metrics(client), "/sites/{site}/akkoord.js"
    assert value(text, "akkoord_requests_total", route=script, method="GET", status="2xx") == 2
    assert value(text, "akkoord_requests_total", route=script, method="HEAD", status="2xx") == 1
    assert value(text, "akkoord_requests_total", route=script, method="GET", status="4xx") == 1
    decisions = "/api/v1/sites/{site}/decisions"
    assert value(text, "akkoord_requests_total", route=decisions, method="POST", status="2xx") == 1
    assert value(text, "akkoord_requests_total", route=decisions, method="POST", status="4xx") == 1
    assert value(text, "akkoord_request_duration_seconds_count", route=script) == 4
    assert 0 < value(text, "akkoord_request_duration_seconds_sum", route=script) < 60
    assert value(text, "akkoord_request_duration_seconds_bucket", route=script, le="+Inf") == 4


def test_a_fault_of_ours_is_counted_as_one(client: FlaskClient, notice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Ledger, "record", fail)
    client.post(DECISIONS, json=decision(notice))
    labels = {"route": "/api/v1/sites/{site}/decisions", "method": "POST"}
    assert value(metrics(client), "akkoord_requests_total", **labels, status="5xx") == 1


def test_what_visitors_do_is_counted_by_site(client: FlaskClient, notice: str) -> None:
    first = decision(notice)
    token = client.post(DECISIONS, json=first).get_json()["token"]
    client.post(DECISIONS, json=first)
    client.post(DECISIONS, json=decision(notice, choices={"functional": True, "analytics": True}))
    client.post(DECISIONS, json=decision(notice, choices={}, token=token))
    client.post(DISPLAYS, json=display(notice))
    client.post(DISPLAYS, json=display(notice))
    client.post(UNKNOWN, json={"hosts": ["cdn.example", "pixel.example"]})
    text = metrics(client)
    for outcome in ("some", "accept_all", "withdraw"):
        assert value(text, "akkoord_decisions_total", site="shop", outcome=outcome) == 1
    assert value(text, "akkoord_displays_total", site="shop") == 2
    assert value(text, "akkoord_unknown_hosts_total", site="shop") == 2
    assert "cdn.example" not in text


def test_calls_of_the_store_are_timed(client: FlaskClient, notice: str) -> None:
    client.post(DECISIONS, json=decision(notice))
    before = metrics(client)
    assert value(before, "akkoord_store_call_duration_seconds_count", operation="append", store="sqlite") == 1
    assert 0 < value(before, "akkoord_store_call_duration_seconds_sum", operation="append", store="sqlite") < 60
    assert value(before, "akkoord_store_call_duration_seconds_count", operation="publish", store="sqlite") == 2
    assert ("akkoord_store_errors_total", frozenset({("operation", "ping"), ("store", "sqlite")})) in samples(before)
    assert value(before, "akkoord_store_errors_total", operation="ping", store="sqlite") == 0


def test_an_unanswered_call_is_an_error_of_the_store(client: FlaskClient, ledger_file: Path) -> None:
    ledger_file.rename(ledger_file.with_suffix(".away"))
    assert client.get("/health/ready").status_code == 503
    text = metrics(client)
    assert value(text, "akkoord_store_errors_total", operation="ping", store="sqlite") == 1
    assert value(text, "akkoord_store_call_duration_seconds_count", operation="ping", store="sqlite") == 1


def test_the_version_is_shown(client: FlaskClient) -> None:
    assert __version__ in values_of(metrics(client), "version")


def test_who_asks_cannot_make_up_labels(client: FlaskClient, notice: str) -> None:
    for number in range(20):
        client.get(f"/sites/made-up-{number}/akkoord.js")
        client.get(f"/made-up-{number}")
        client.open("/health/live", method=f"MADEUP{number}")
        client.post(f"/api/v1/sites/made-up-{number}/decisions", json=decision(notice))
        client.post(f"/api/v1/sites/made-up-{number}/displays", json=display(notice))
        client.post(f"/api/v1/sites/made-up-{number}/unknown", json={"hosts": [f"made-up-{number}.example"]})
        client.get(f"/sites/shop/banner/made-up-{number}/en.js")
    text = metrics(client)
    assert "made-up" not in text.lower() and "madeup" not in text.lower()
    assert values_of(text, "site") == set()
    assert "other" in values_of(text, "route") and "other" in values_of(text, "method")


def test_they_name_nobody(client: FlaskClient, notice: str) -> None:
    sent = decision(notice)
    answer = client.post(DECISIONS, json=sent, environ_overrides=TRACES).get_json()
    client.get(f"{ME}?name=Jansen", headers={"Authorization": f"Bearer {answer['token']}"}, environ_overrides=TRACES)
    text = metrics(client)
    secrets = (*WORDS, sent["id"], UUID(sent["id"]).hex, answer["token"], answer["decision"]["visitor"], TOKEN)
    assert [word for word in secrets if word in text] == []
