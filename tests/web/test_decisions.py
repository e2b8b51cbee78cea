"""``POST /api/v1/sites/{site}/decisions``."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse

from akkoord.model import utc_now
from akkoord.notice import make_notice
from akkoord.settings import Settings
from akkoord.sites import load_sites, require
from akkoord.store import Store
from akkoord.tokens import Signer
from akkoord.wire import BODY_LIMIT
from tests.web.shop import CONFIG, DECISIONS, KEY, ORIGIN, decision, error, nothing_is_stored, rows, tallied


def token_of(client: FlaskClient, notice: str, **changes: Any) -> str:
    """The token of a new visitor."""
    return str(client.post(DECISIONS, json=decision(notice, **changes)).get_json()["token"])


def altered(token: str) -> str:
    """The token with one letter of its payload changed."""
    return token[:20] + ("A" if token[20] != "A" else "B") + token[21:]


def test_it_answers_with_the_token_and_the_decision(client: FlaskClient, notice: str) -> None:
    sent = decision(notice)
    response = client.post(DECISIONS, json=sent, headers={"Origin": ORIGIN})
    assert response.status_code == 201
    assert response.mimetype == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    answer = response.get_json()
    assert answer.keys() == {"token", "decision"}
    proof = Signer([KEY]).verify(answer["token"], "shop")
    recorded = answer["decision"]
    at = recorded.pop("at")
    assert recorded == {**sent, "site": "shop", "visitor": proof.visitor, "country": ""}
    assert at.endswith("Z")
    assert (str(proof.decision), proof.granted, proof.notice) == (sent["id"], ("analytics",), notice)
    assert abs(utc_now() - proof.at) < timedelta(minutes=1)


def test_it_is_in_the_ledger_and_in_the_tally(client: FlaskClient, store: Store, notice: str) -> None:
    answer = client.post(DECISIONS, json=decision(notice)).get_json()["decision"]
    (recorded,) = store.history("shop", answer["visitor"])
    assert str(recorded.id) == answer["id"]
    assert recorded.choices == {"functional": False, "analytics": True}
    assert tallied(store) == {
        ("device", "wide"): 1,
        ("granted", "analytics"): 1,
        ("how", "banner"): 1,
        ("language", "nl_NL_formal"): 1,
        ("notice", notice): 1,
        ("outcome", "some"): 1,
    }


def test_the_same_id_again_gives_the_same_answer_and_counts_once(
    client: FlaskClient, notice: str, ledger_file: Path
) -> None:
    sent = decision(notice)
    first = client.post(DECISIONS, json=sent)
    with nothing_is_stored(ledger_file):
        again = [client.post(DECISIONS, json=sent) for _ in range(3)]
    assert [(answer.status_code, answer.data) for answer in again] == [(201, first.data)] * 3
    assert len(rows(ledger_file)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"choices": {"functional": True, "analytics": True}},
        {"language": "en"},
        {"how": "panel"},
        {"device": "narrow"},
        {"widget": "0.2.0"},
    ],
    ids=str,
)
def test_the_same_id_with_other_content_is_a_conflict(
    client: FlaskClient, notice: str, ledger_file: Path, changes: dict[str, Any]
) -> None:
    sent = decision(notice)
    client.post(DECISIONS, json=sent)
    with nothing_is_stored(ledger_file):
        assert error(client.post(DECISIONS, json={**sent, **changes})) == (409, "decision_conflict")


def test_the_same_id_of_another_visitor_is_a_conflict(client: FlaskClient, notice: str, ledger_file: Path) -> None:
    sent = decision(notice)
    client.post(DECISIONS, json=sent)
    other = token_of(client, notice)
    with nothing_is_stored(ledger_file):
        assert error(client.post(DECISIONS, json={**sent, "token": other})) == (409, "decision_conflict")


def test_choices_of_a_category_that_is_not_asked_are_dropped(client: FlaskClient, store: Store, notice: str) -> None:
    choices = {"necessary": True, "functional": True, "analytics": False, "marketing": True}
    answer = client.post(DECISIONS, json=decision(notice, choices=choices)).get_json()
    assert answer["decision"]["choices"] == {"functional": True, "analytics": False}
    assert Signer([KEY]).verify(answer["token"]).granted == ("functional",)
    assert ("granted", "marketing") not in tallied(store)


def test_a_category_that_is_left_out_is_a_no(client: FlaskClient, notice: str) -> None:
    answer = client.post(DECISIONS, json=decision(notice, choices={})).get_json()
    assert answer["decision"]["choices"] == {"functional": False, "analytics": False}


BAD_FIELDS: list[dict[str, Any]] = [
    {"id": "1"},
    {"id": ...},
    {"id": None},
    {"choices": {"necessary": False}},
    {"choices": {"statistics": True}},
    {"choices": {"analytics": None}},
    {"choices": {"analytics": "yes"}},
    {"choices": {"analytics": 1}},
    {"choices": [True]},
    {"choices": ...},
    {"notice": "1234"},
    {"notice": "0123456789AB"},
    {"notice": ...},
    {"language": ""},
    {"language": "nl; drop"},
    {"language": ...},
    {"how": "magic"},
    {"how": ...},
    {"device": "phone"},
    {"widget": "<script>"},
    {"widget": "0.1.0\n"},
    {"widget": "1" * 33},
    {"token": "x" * 513},
    {"token": 7},
    {"visitor": "AAECAwQFBgcICQoLDA0ODw"},
    {"at": "2020-01-01T00:00:00Z"},
    {"site": "blog"},
    {"user_agent": "Mozilla/5.0"},
]


@pytest.mark.parametrize("changes", BAD_FIELDS, ids=str)
def test_it_refuses_a_field_that_is_missing_wrong_or_unknown(
    client: FlaskClient, notice: str, ledger_file: Path, changes: dict[str, Any]
) -> None:
    with nothing_is_stored(ledger_file):
        response = client.post(DECISIONS, json=decision(notice, **changes))
    assert error(response) == (422, "invalid_request")
    (field,) = {detail["field"].partition(".")[0] for detail in response.get_json()["error"]["details"]}
    assert field in changes


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[]", b'"yes"', b"\xff\xfe", b"[" * 4000, b'{"\\ud800": 1}', b"id=1&choices=all"],
    ids=lambda body: repr(body[:20]),
)
def test_it_refuses_what_is_no_json_object(client: FlaskClient, ledger_file: Path, body: bytes) -> None:
    with nothing_is_stored(ledger_file):
        response = client.post(DECISIONS, data=body)
    assert error(response) == (422, "invalid_request")
    assert [detail["field"] for detail in response.get_json()["error"]["details"]] == ["body"]


def test_it_refuses_a_site_that_is_not_configured(client: FlaskClient, notice: str, ledger_file: Path) -> None:
    with nothing_is_stored(ledger_file):
        response = client.post("/api/v1/sites/nowhere/decisions", json=decision(notice))
    assert error(response) == (404, "unknown_site")


def test_it_refuses_a_notice_that_was_never_asked(client: FlaskClient, notice: str, ledger_file: Path) -> None:
    with nothing_is_stored(ledger_file):
        response = client.post(DECISIONS, json=decision("0123456789ab"))
    assert error(response) == (422, "unknown_notice")
    assert notice in response.get_json()["error"]["details"][0]["hint"]


def test_it_refuses_the_notice_of_another_site(client: FlaskClient, settings: Settings, ledger_file: Path) -> None:
    theirs = make_notice(require(load_sites(settings.config))["blog"]).version
    with nothing_is_stored(ledger_file):
        assert error(client.post(DECISIONS, json=decision(theirs))) == (422, "unknown_notice")


def test_it_takes_a_notice_that_was_asked_before(
    client: FlaskClient, make_app: Any, settings: Settings, notice: str
) -> None:
    settings.config.write_text(CONFIG.replace('services = ["chat", "stats"]', 'services = ["stats"]'))
    later = make_app().test_client()
    response = later.post(DECISIONS, json=decision(notice))
    assert response.status_code == 201
    assert response.get_json()["decision"]["choices"].keys() == {"functional", "analytics"}


@pytest.mark.parametrize("language", ["nl", "de", "nl_NL"])
def test_it_refuses_a_language_that_the_site_does_not_speak(
    client: FlaskClient, notice: str, ledger_file: Path, language: str
) -> None:
    with nothing_is_stored(ledger_file):
        assert error(client.post(DECISIONS, json=decision(notice, language=language))) == (422, "unknown_language")


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "https://blog.shop.example",
        "https://www.shop.example.evil.example",
        "http://www.shop.example",
        "https://www.shop.example:8443",
        "https://WWW.shop.example",
        "http://localhost.evil.example",
        "http://localhost:80x",
        "http://1:8080",
        "http://[",
    ],
)
def test_it_refuses_a_page_that_is_not_the_sites(
    client: FlaskClient, notice: str, ledger_file: Path, origin: str
) -> None:
    with nothing_is_stored(ledger_file):
        response = client.post(DECISIONS, json=decision(notice), headers={"Origin": origin})
    assert error(response) == (403, "unknown_origin")
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("origin", [ORIGIN, "http://localhost:3000", "http://localhost", "http://[::1]:8080"])
def test_it_takes_a_page_of_the_site(client: FlaskClient, notice: str, origin: str) -> None:
    assert client.post(DECISIONS, json=decision(notice), headers={"Origin": origin}).status_code == 201


def test_a_program_that_is_no_browser_needs_no_origin(client: FlaskClient, notice: str) -> None:
    assert client.post(DECISIONS, json=decision(notice)).status_code == 201


def test_a_page_of_the_backend_itself_may_decide(make_app: Any, notice: str) -> None:
    client = make_app(base_url="https://consent.example/akkoord").test_client()
    sent = {"json": decision(notice), "headers": {"Origin": "https://consent.example"}}
    assert client.post(DECISIONS, **sent).status_code == 201


@pytest.mark.parametrize("content_type", ["text/plain;charset=UTF-8", "application/json", "application/octet-stream"])
def test_the_content_type_does_not_matter(client: FlaskClient, notice: str, content_type: str) -> None:
    response = client.post(DECISIONS, data=json.dumps(decision(notice)), content_type=content_type)
    assert response.status_code == 201


def padded(notice: str, size: int) -> bytes:
    """A body of so many bytes."""
    return json.dumps(decision(notice)).encode().ljust(size)


def chunked(app: Flask, body: bytes) -> TestResponse:
    """The answer to a body whose length nobody told."""
    environ = EnvironBuilder(path=DECISIONS, method="POST").get_environ()
    environ.pop("CONTENT_LENGTH", None)
    environ |= {"wsgi.input": BytesIO(body), "wsgi.input_terminated": True}
    return app.test_client().open(environ)


def test_it_takes_a_body_of_4_kb(app: Flask, client: FlaskClient, notice: str) -> None:
    assert client.post(DECISIONS, data=padded(notice, BODY_LIMIT)).status_code == 201
    assert chunked(app, padded(notice, BODY_LIMIT)).status_code == 201


def test_it_refuses_a_larger_body(app: Flask, client: FlaskClient, notice: str, ledger_file: Path) -> None:
    with nothing_is_stored(ledger_file):
        assert error(client.post(DECISIONS, data=padded(notice, BODY_LIMIT + 1))) == (413, "body_too_large")
        assert error(chunked(app, padded(notice, BODY_LIMIT + 1))) == (413, "body_too_large")
        assert error(chunked(app, padded(notice, 1_000_000))) == (413, "body_too_large")


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


def test_no_address_program_or_page_of_a_visitor_is_ever_stored(
    client: FlaskClient, notice: str, ledger_file: Path
) -> None:
    traces = {
        "REMOTE_ADDR": "203.0.113.77",
        "HTTP_X_FORWARDED_FOR": "198.51.100.23",
        "HTTP_FORWARDED": "for=192.0.2.43",
        "HTTP_USER_AGENT": "Mozilla/5.0 (Tell-Tale; rv:1.0)",
        "HTTP_REFERER": "https://www.shop.example/illness?name=Jansen",
        "HTTP_ACCEPT_LANGUAGE": "fy-NL,fy;q=0.7",
        "HTTP_ORIGIN": ORIGIN,
    }
    sent = decision(notice, id=str(uuid4()))
    token = client.post(DECISIONS, json=sent, environ_overrides=traces).get_json()["token"]
    client.post(
        "/api/v1/sites/shop/displays",
        json={"notice": notice, **{name: sent[name] for name in ("language", "device", "widget")}},
        environ_overrides=traces,
    )
    client.get("/api/v1/sites/shop/me", headers={"Authorization": f"Bearer {token}"}, environ_overrides=traces)
    client.get("/sites/shop/akkoord.js", environ_overrides=traces)
    written = b"".join(path.read_bytes() for path in ledger_file.parent.glob(f"{ledger_file.name}*"))
    assert UUID(sent["id"]).bytes in written
    for trace in ("203.0.113", "198.51.100", "192.0.2", "Mozilla", "Tell-Tale", "illness", "Jansen", "fy-NL"):
        assert trace.encode() not in written
        assert bytes(int(part) for part in trace.split(".")) not in written if trace[0].isdigit() else True
