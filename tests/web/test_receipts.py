"""``GET /api/v1/sites/{site}/receipts/{decision}``, and the pages that show and check a receipt."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from akkoord.model import utc_now
from akkoord.proof.sealer import signing_of
from akkoord.proof.sealing import seal, sign
from akkoord.receipts import check
from akkoord.settings import Settings
from akkoord.store import Store
from akkoord.tokens import Signer
from tests.web.shop import KEY, ORIGIN, error, nothing_is_stored
from tests.web.test_declaration import Elements
from tests.web.test_me import bearer, decide

KEYS = Signer([KEY]).public_keys()


def api(number: str, site: str = "shop") -> str:
    return f"/api/v1/sites/{site}/receipts/{number}"


def page(number: str, site: str = "shop") -> str:
    return f"/sites/{site}/receipts/{number}"


def receipt(response: TestResponse) -> dict[str, Any]:
    """The receipt, which the client has held against the schema."""
    assert (response.status_code, response.mimetype) == (200, "application/ld+json")
    found: dict[str, Any] = response.get_json(force=True)
    return found


def test_the_number_shows_the_receipt_but_not_the_token(client: FlaskClient, notice: str) -> None:
    _, decided = decide(client, notice)
    found = receipt(client.get(api(decided["id"])))
    assert found["dct:identifier"] == decided["id"]
    assert found["akkoord"]["decision"]["choices"] == decided["choices"]
    assert found["akkoord"]["token"] is None, "who has it can say yes in the visitor's name"
    check(found, KEYS)


def test_who_shows_the_token_gets_that_too(client: FlaskClient, notice: str) -> None:
    token, decided = decide(client, notice)
    found = receipt(client.get(api(decided["id"]), headers=bearer(token)))
    assert found["akkoord"]["token"] == token
    assert check(found, KEYS).token


def test_once_it_is_sealed_the_receipt_proves_its_place(
    client: FlaskClient, store: Store, notice: str, settings: Settings
) -> None:
    _, decided = decide(client, notice)
    path = f"{page(decided['id'])}/en"
    assert "can be proved within a minute" in client.get(path).text
    now = utc_now()
    seal(store, "shop", now)
    sign(store, "shop", now, signing_of(settings), at_once=True)
    proved = check(receipt(client.get(api(decided["id"]))), KEYS)
    assert proved.index is not None and proved.checkpoint is not None
    assert f"This choice is number {proved.index} in a register" in client.get(path).text


def test_a_browser_shows_its_cookie_instead(browser: FlaskClient, notice: str) -> None:
    token, decided = decide(browser, notice)
    assert receipt(browser.get(api(decided["id"])))["akkoord"]["token"] == token


def test_an_earlier_receipt_has_its_own_token(client: FlaskClient, notice: str) -> None:
    first, decided = decide(client, notice)
    second, _ = decide(client, notice, token=first, choices={})
    assert receipt(client.get(api(decided["id"]), headers=bearer(second)))["akkoord"]["token"] == first


def test_nobody_elses_token_is_told(client: FlaskClient, notice: str) -> None:
    _, decided = decide(client, notice)
    other, _ = decide(client, notice)
    assert receipt(client.get(api(decided["id"]), headers=bearer(other)))["akkoord"]["token"] is None


def test_a_cookie_of_nonsense_is_no_reason_to_refuse(client: FlaskClient, notice: str) -> None:
    _, decided = decide(client, notice)
    assert receipt(client.get(api(decided["id"]), headers={"Cookie": "akkoord=nonsense"}))["akkoord"]["token"] is None


def test_a_token_that_is_named_must_be_genuine(client: FlaskClient, notice: str) -> None:
    _, decided = decide(client, notice)
    assert error(client.get(api(decided["id"]), headers=bearer("nonsense"))) == (401, "token_invalid")


def test_a_withdrawal_is_told_as_one(client: FlaskClient, notice: str) -> None:
    token, _ = decide(client, notice)
    _, withdrawn = decide(client, notice, token=token, choices={})
    states = {
        purpose["@id"]: purpose["dpv:hasConsentStatus"]["@id"]
        for purpose in receipt(client.get(api(withdrawn["id"])))["dpv:hasPurpose"]
    }
    assert states == {"#functional": "dpv:ConsentRefused", "#analytics": "dpv:ConsentWithdrawn"}


def is_gone(answer: TestResponse) -> bool:
    """Whether a program is told that there is no such receipt, and a visitor in plain words."""
    if answer.mimetype == "application/json":
        return error(answer) == (404, "not_found")
    said = "Onder dit nummer wordt niets bewaard" in answer.text or "Nothing is kept under this number" in answer.text
    return answer.status_code == 404 and said and answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [api, page])
def test_what_was_erased_has_no_receipt(client: FlaskClient, notice: str, path: Any) -> None:
    token, decided = decide(client, notice)
    client.delete("/api/v1/sites/shop/me", headers=bearer(token))
    assert is_gone(client.get(path(decided["id"])))


@pytest.mark.parametrize("path", [api, page])
def test_a_receipt_is_found_by_its_own_number_and_site_alone(client: FlaskClient, notice: str, path: Any) -> None:
    _, decided = decide(client, notice)
    assert is_gone(client.get(path(str(uuid4()))))
    assert error(client.get(path("nonsense"))) == (404, "not_found")
    assert is_gone(client.get(path(decided["id"], "blog")))
    assert error(client.get(path(decided["id"], "nowhere"))) == (404, "unknown_site")


def test_only_pages_of_the_site_may_read_it(client: FlaskClient, notice: str) -> None:
    _, decided = decide(client, notice)
    answer = client.get(api(decided["id"]), headers={"Origin": ORIGIN})
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    evil = client.get(api(decided["id"]), headers={"Origin": "https://evil.example"})
    assert error(evil) == (403, "unknown_origin")


@pytest.mark.parametrize("path", [api, page])
def test_it_is_kept_by_no_cache_found_by_no_search_and_told_to_no_page(
    client: FlaskClient, notice: str, path: Any, ledger_file: Path
) -> None:
    _, decided = decide(client, notice)
    with nothing_is_stored(ledger_file):
        headers = client.get(path(decided["id"])).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [("", "en", "en"), ("", "nl", "nl-NL"), ("/en", "nl", "en"), ("/nl_NL_formal", "en", "nl-NL")],
)
def test_the_page_speaks_the_visitors_language(
    client: FlaskClient, notice: str, path: str, accepted: str, language: str
) -> None:
    _, decided = decide(client, notice)
    response = client.get(page(decided["id"]) + path, headers={"Accept-Language": accepted})
    assert response.headers["Content-Language"] == language
    elements = Elements(response.text)
    assert elements.all("html") == [{"lang": language, "dir": "ltr"}]
    assert elements.all("script", "style") == []
    for said in (decided["id"], decided["visitor"], "Winkel BV, Utrecht", "Meet BV"):
        assert said in elements.words


def test_a_language_that_the_site_lacks_is_not_found(client: FlaskClient, notice: str) -> None:
    _, decided = decide(client, notice)
    assert error(client.get(f"{page(decided['id'])}/de")) == (404, "not_found")


@pytest.mark.parametrize("path", ["", "/en"])
def test_every_link_of_the_page_leads_somewhere(client: FlaskClient, notice: str, path: str) -> None:
    _, decided = decide(client, notice)
    address = page(decided["id"]) + path
    links = [str(link["href"]) for link in Elements(client.get(address).text).all("a", "link")]
    own = [link for link in links if not link.startswith("http")]
    assert len(own) == 8
    for link in own:
        assert link.count("../") == address.count("/") - 1, "relative, as the backend may be below a path"
        assert client.get("/" + link.replace("../", ""), buffered=True).status_code == 200, link


@pytest.mark.parametrize("language", ["en", "nl_NL_formal", "ar"])
def test_the_page_that_checks_is_there_in_every_language(client: FlaskClient, language: str) -> None:
    response = client.get(f"/receipts/verify/{language}")
    assert (response.status_code, response.mimetype) == (200, "text/html")
    policy = response.headers["Content-Security-Policy"]
    assert "connect-src 'self'" in policy and "unsafe" not in policy
    page = Elements(response.text)
    assert [script["src"] for script in page.all("script")] == ["../../receipts/verify.js"]
    assert client.get("/receipts/verify.js").mimetype == "text/javascript"


def test_the_page_that_checks_speaks_what_the_browser_asks_for(client: FlaskClient) -> None:
    said = {
        accepted: Elements(client.get("/receipts/verify", headers={"Accept-Language": accepted}).text).all("html")
        for accepted in ("nl", "ar", "tlh", "")
    }
    assert {accepted: html[0]["lang"] for accepted, html in said.items()} == {
        "nl": "nl-NL",
        "ar": "ar",
        "tlh": "en",
        "": "en",
    }
    assert error(client.get("/receipts/verify/tlh")) == (404, "not_found")


@pytest.mark.parametrize(
    ("accepted", "words"),
    [("nl", "in uw browser"), ("nl-NL", "in uw browser"), ("de", "in Ihrem Browser"), ("fr", "votre navigateur")],
)
def test_strangers_are_addressed_formally_where_no_owner_chose(client: FlaskClient, accepted: str, words: str) -> None:
    assert words in client.get("/receipts/verify", headers={"Accept-Language": accepted}).text
