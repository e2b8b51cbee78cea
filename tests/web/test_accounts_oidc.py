"""Logging in at an OpenID provider."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from joserfc.jwk import OctKey, RSAKey
from werkzeug.test import TestResponse

from akkoord.accounts.users import Users
from akkoord.errors import ConfigurationError
from akkoord.store import Store
from tests.web.conftest import MakeApp
from tests.web.insiders import INSIDERS, log_in, move_in
from tests.web.openid_provider import CLIENT, SECRET, Provider, provider

BASE = "http://localhost"
ANNA = {"email": "anna@shop.example", "email_verified": True}


@pytest.fixture
def elsewhere() -> Iterator[Provider]:
    with provider() as known:
        yield known


@pytest.fixture
def settings_of(elsewhere: Provider) -> dict[str, str]:
    return {
        "base_url": BASE,
        "oidc_issuer": elsewhere.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
    }


@pytest.fixture
def visitor(make_app: MakeApp, settings_of: dict[str, str], store: Store) -> FlaskClient:
    """A browser, where Anna may come in from elsewhere and the insiders by password."""
    move_in(store)
    Users(store).add("anna@shop.example", "auditor", ["shop"])
    return make_app(**settings_of).test_client()


def there(browser: FlaskClient) -> str:
    answer = browser.get("/dashboard/oidc?next=receipts")
    assert answer.status_code == 303
    return answer.headers["Location"]


def back(browser: FlaskClient, brought: dict[str, str]) -> TestResponse:
    return browser.get("/dashboard/oidc/back", query_string=brought)


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/dashboard/account").status_code == 200


def test_who_is_a_user_here_comes_in_from_elsewhere(visitor: FlaskClient, elsewhere: Provider) -> None:
    assert 'href="../dashboard/oidc"' in visitor.get("/dashboard/login").text
    answer = back(visitor, elsewhere.log_in(there(visitor), **ANNA))
    assert (answer.status_code, answer.headers["Location"]) == (303, "../../dashboard/receipts")
    assert elsewhere.asked["redirect_uri"] == f"{BASE}/dashboard/oidc/back"
    assert elsewhere.asked["scope"] == "openid email"
    assert is_in(visitor) and "anna@shop.example" in visitor.get("/dashboard/account").text
    assert "password" not in visitor.get("/dashboard/account").text


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "somebody@shop.example", "email_verified": True},
        {"email": "anna@shop.example"},
        {"email": "anna@shop.example", "email_verified": "true"},
        {"email": ["anna@shop.example"], "email_verified": True},
        {"preferred_username": "anna@shop.example"},
        {"email": "admin", "email_verified": True},
        ANNA | {"nonce": "another"},
        ANNA | {"nonce": None},
        ANNA | {"iss": "https://evil.example"},
        ANNA | {"aud": "another"},
        ANNA | {"aud": [CLIENT, "another"], "azp": "another"},
        ANNA | {"exp": 1000},
        ANNA | {"iat": None},
    ],
    ids=str,
)
def test_nobody_comes_in_of_whom_that_is_not_proved(
    visitor: FlaskClient, elsewhere: Provider, claims: dict[str, Any]
) -> None:
    answer = back(visitor, elsewhere.log_in(there(visitor), **claims))
    assert answer.status_code in (401, 403) and 'role="alert"' in answer.text
    assert not is_in(visitor)


@pytest.mark.parametrize("key", [RSAKey.generate_key(2048, {"kid": "one"}), OctKey.import_key("a" * 32)])
def test_a_token_that_the_provider_did_not_sign_is_worth_nothing(
    visitor: FlaskClient, elsewhere: Provider, key: RSAKey | OctKey
) -> None:
    elsewhere.signs_with = key
    assert back(visitor, elsewhere.log_in(there(visitor), **ANNA)).status_code == 401
    assert not is_in(visitor)


def test_an_answer_is_of_the_browser_that_asked_and_of_its_last_question(
    make_app: MakeApp, settings_of: dict[str, str], visitor: FlaskClient, elsewhere: Provider
) -> None:
    brought = elsewhere.log_in(there(visitor), **ANNA)
    other = make_app(**settings_of).test_client()
    assert back(other, brought).status_code == 401
    there(other)
    assert back(other, brought).status_code == 401
    assert back(visitor, brought | {"state": "another"}).status_code == 401
    assert back(visitor, brought).status_code == 401, "one answer is all there is"
    assert elsewhere.redeemed == []
    assert not is_in(visitor) and not is_in(other)


@pytest.mark.parametrize("brought", [{}, {"error": "access_denied"}, {"code": "x" * 3000, "state": "\u20ac"}])
def test_whatever_comes_back_is_answered_in_words(visitor: FlaskClient, brought: dict[str, str]) -> None:
    there(visitor)
    answer = back(visitor, brought)
    assert answer.status_code == 401 and "Het inloggen via uw organisatie is niet gelukt." in answer.text


def test_a_provider_that_calls_itself_otherwise_is_not_believed(visitor: FlaskClient, elsewhere: Provider) -> None:
    elsewhere.calls_itself = "https://evil.example"
    answer = visitor.get("/dashboard/oidc")
    assert answer.status_code == 502 and "niet bereikbaar" in answer.text


def test_a_provider_that_is_away_keeps_nobody_out_who_has_a_password(
    make_app: MakeApp, settings_of: dict[str, str], store: Store
) -> None:
    move_in(store)
    browser = make_app(**settings_of | {"oidc_issuer": "http://127.0.0.1:9"}).test_client()
    assert browser.get("/dashboard/oidc").status_code == 502
    assert log_in(browser, "admin").status_code == 303


@pytest.mark.parametrize("name", INSIDERS)
def test_who_has_a_password_does_not_come_in_from_elsewhere_nor_the_other_way(
    visitor: FlaskClient, elsewhere: Provider, name: str
) -> None:
    assert back(visitor, elsewhere.log_in(there(visitor), email=name, email_verified=True)).status_code == 403
    assert log_in(visitor, "anna@shop.example").status_code == 401


def test_another_claim_can_be_the_name(
    make_app: MakeApp, settings_of: dict[str, str], store: Store, elsewhere: Provider
) -> None:
    Users(store).add("1234", "viewer", ["shop"])
    browser = make_app(**settings_of, oidc_claim="sub").test_client()
    assert back(browser, elsewhere.log_in(there(browser))).status_code == 303
    assert elsewhere.asked["scope"] == "openid"
    assert is_in(browser)


def test_without_what_speaks_to_a_provider_the_start_says_what_to_install(
    make_app: MakeApp, settings_of: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "akkoord.accounts.oidc", None)
    with pytest.raises(ConfigurationError, match="not installed") as caught:
        make_app(**settings_of)
    assert caught.value.details[0].hint.startswith("pip install 'akkoord[oidc]'")
    assert make_app().test_client().get("/dashboard/login").status_code == 200, "and nobody else misses it"
