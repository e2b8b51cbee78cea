"""``POST /api/v1/sites/{site}/decisions``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from akkoord.model import utc_now
from akkoord.notice import make_notice
from akkoord.settings import Settings
from akkoord.sites import load_sites, require
from akkoord.store import Store
from akkoord.tokens import Signer
from tests.web.shop import CONFIG, DECISIONS, KEY, ORIGIN, decision, error, nothing_is_stored, rows, tallied


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
    assert recorded == {**sent, "site": "shop", "visitor": proof.visitor, "country": "", "variant": ""}
    assert at.endswith("Z")
    assert (str(proof.decision), proof.granted, proof.notice) == (sent["id"], ("analytics",), notice)
    assert abs(utc_now() - proof.at) < timedelta(minutes=1)


def test_it_is_in_the_ledger_and_in_the_tally(client: FlaskClient, store: Store, notice: str) -> None:
    answer = client.post(DECISIONS, json=decision(notice)).get_json()["decision"]
    (recorded,) = store.history("shop", answer["visitor"])
    assert str(recorded.id) == answer["id"]
    assert recorded.choices == {"functional": False, "analytics": True}
    assert tallied(store) == {
        ("device_notice", f"wide {notice} sfAmb"): 1,
        ("language_device", "nl_NL_formal wide sfAmb"): 1,
        ("language_notice", f"nl_NL_formal {notice} sfAmb"): 1,
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
    other = client.post(DECISIONS, json=decision(notice)).get_json()["token"]
    with nothing_is_stored(ledger_file):
        assert error(client.post(DECISIONS, json={**sent, "token": other})) == (409, "decision_conflict")


def test_choices_of_a_category_that_is_not_asked_are_dropped(client: FlaskClient, store: Store, notice: str) -> None:
    choices = {"necessary": True, "functional": True, "analytics": False, "marketing": True}
    answer = client.post(DECISIONS, json=decision(notice, choices=choices)).get_json()
    assert answer["decision"]["choices"] == {"functional": True, "analytics": False}
    assert Signer([KEY]).verify(answer["token"]).granted == ("functional",)
    assert ("device_notice", f"wide {notice} sFamb") in tallied(store)


def test_a_category_that_is_left_out_is_a_no(client: FlaskClient, notice: str) -> None:
    answer = client.post(DECISIONS, json=decision(notice, choices={})).get_json()
    assert answer["decision"]["choices"] == {"functional": False, "analytics": False}


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
        "https://www.blog.example",
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
