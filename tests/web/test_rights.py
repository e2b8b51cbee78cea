"""``/sites/{site}/me``: every right of a visitor, by forms alone, and nobody else's page in between."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from akkoord.store import Store
from akkoord.web.guests import SESSION, Guest, Guests
from tests.web.conftest import MakeApp
from tests.web.shop import KEY, ME, ORIGIN, cookie, decision, error, nothing_is_stored, tallied
from tests.web.test_declaration import Elements
from tests.web.test_me import bearer, decide

PAGE = "/sites/shop/me/en"
OWN = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
"""What a browser sends with a form of these pages. (Under ``no-referrer`` its origin is ``null``.)"""
ACTS = ["choose", "withdraw", "erase", "restrict", "lift"]


def shown(client: FlaskClient, path: str = PAGE) -> Elements:
    response = client.get(path)
    assert response.status_code == 200
    return Elements(response.text)


def marks(page: Elements) -> set[str]:
    """The marks of the forms of a page; all of them are for the same visitor."""
    return {str(field["value"]) for field in page.all("input") if field.get("name") == "mark"}


def send(
    client: FlaskClient, act: str, headers: Mapping[str, str] = OWN, page: str = PAGE, **fields: Any
) -> TestResponse:
    """Send a form of the page as it is now."""
    mark = marks(shown(client, page)).pop()
    return client.post(f"{page}/{act}", data={"mark": mark, **fields}, headers=headers)


def at(response: TestResponse) -> str:
    """Where a redirect leads, from the page's form."""
    assert response.status_code == 303
    return response.headers["Location"]


def enter(client: FlaskClient, code: str) -> TestResponse:
    return send(client, "enter", code=code)


def choices(client: FlaskClient, token: str) -> list[dict[str, bool]]:
    """All that the visitor ever chose."""
    history = client.get(ME, headers=bearer(token)).get_json()["history"]
    return [each["choices"] for each in history]


@pytest.fixture
def elsewhere(app: Any) -> FlaskClient:
    """Another browser, in which nobody has chosen."""
    found: FlaskClient = app.test_client()
    return found


# See


def test_who_has_not_chosen_is_told_that_nothing_is_kept(browser: FlaskClient) -> None:
    words = shown(browser).words
    assert "nothing is kept of you here" in words
    assert "What is kept" not in words


def test_a_visitor_sees_all_that_is_kept_and_since_when(browser: FlaskClient, notice: str) -> None:
    _, first = decide(browser, notice)
    _, second = decide(browser, notice, choices={"functional": True}, how="panel", device="narrow")
    page = shown(browser)
    for said in (first["id"], second["id"], first["visitor"], "First question", "All choices", "Narrow", "Wide"):
        assert said in page.words
    assert page.words.index(second["id"]) < page.words.index(first["id"]), "newest first"
    on = [each["value"] for each in page.all("input") if "checked" in each]
    assert on == ["functional"]


@pytest.mark.parametrize(("accepted", "language"), [("en", "en"), ("nl", "nl-NL")])
def test_it_speaks_what_the_browser_asks_for(browser: FlaskClient, accepted: str, language: str) -> None:
    response = browser.get("/sites/shop/me", headers={"Accept-Language": accepted})
    assert response.headers["Content-Language"] == language


def test_a_site_or_language_that_is_not_there_is_not_found(browser: FlaskClient) -> None:
    assert error(browser.get("/sites/nowhere/me")) == (404, "unknown_site")
    assert error(browser.get("/sites/nowhere/me/en")) == (404, "unknown_site")
    assert error(browser.get("/sites/shop/me/de")) == (404, "not_found")
    assert error(browser.get("/sites/shop/me/de/erase")) == (404, "not_found")


@pytest.mark.parametrize("path", ["/sites/shop/me", PAGE, f"{PAGE}/erase"])
def test_every_link_leads_somewhere_and_looking_changes_nothing(
    browser: FlaskClient, notice: str, path: str, ledger_file: Path
) -> None:
    decide(browser, notice)
    with nothing_is_stored(ledger_file):
        page = shown(browser, path)
        links = [str(link["href"]) for link in page.all("a", "link") if not str(link["href"]).startswith("http")]
        assert len(links) >= 5
        for link in links:
            assert link.count("../") == path.count("/") - 1, "relative, as the backend may be below a path"
            assert browser.get("/" + link.replace("../", ""), buffered=True).status_code == 200, link


@pytest.mark.parametrize("path", ["/sites/shop/me", PAGE, f"{PAGE}/erase", "/sites/shop/me/akkoord.json"])
def test_it_is_kept_by_no_cache_found_by_no_search_and_told_to_no_page(
    browser: FlaskClient, notice: str, path: str
) -> None:
    decide(browser, notice)
    headers = browser.get(path).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_it_needs_no_script(browser: FlaskClient, notice: str) -> None:
    decide(browser, notice)
    for path in (PAGE, f"{PAGE}/erase"):
        page = shown(browser, path)
        assert page.all("script", "style") == []
        for tag, attributes in page.elements:
            assert not [name for name in attributes if name == "style" or name.startswith("on")], tag
        assert all(form["method"] == "post" for form in page.all("form"))


# Take along


def test_all_of_it_can_be_taken_along_as_json(browser: FlaskClient, notice: str) -> None:
    _, first = decide(browser, notice)
    _, second = decide(browser, notice)
    response = browser.get("/sites/shop/me/akkoord.json")
    assert response.headers["Content-Disposition"] == 'attachment; filename="akkoord-shop.json"'
    assert json.loads(response.text) == {
        "visitor": first["visitor"],
        "restricted": None,
        "decisions": [first, second],
    }


def test_all_of_it_can_be_taken_along_as_a_table(browser: FlaskClient, notice: str) -> None:
    _, decided = decide(browser, notice, widget="-1")
    response = browser.get("/sites/shop/me/akkoord.csv")
    assert response.mimetype == "text/csv"
    (row,) = csv.DictReader(response.text.splitlines())
    assert (row["id"], row["analytics"], row["functional"]) == (decided["id"], "yes", "no")
    assert row["widget"] == "'-1", "no spreadsheet takes it for a formula"


@pytest.mark.parametrize("form", ["json", "csv"])
def test_nobody_takes_along_what_is_not_theirs(client: FlaskClient, notice: str, form: str) -> None:
    decide(client, notice)
    assert error(client.get(f"/sites/shop/me/akkoord.{form}")) == (404, "not_found")


# Correct and withdraw


def test_a_choice_can_be_corrected(browser: FlaskClient, notice: str) -> None:
    token, first = decide(browser, notice)
    response = send(browser, "choose", yes=["functional"])
    assert at(response) == "../en?done=saved"
    assert "Your choice has been saved." in shown(browser, f"{PAGE}?done=saved").words
    latest = browser.get(ME).get_json()["latest"]
    assert latest["visitor"] == first["visitor"]
    assert latest["choices"] == {"functional": True, "analytics": False}
    assert (latest["how"], latest["language"], latest["device"]) == ("panel", "en", "wide")
    assert browser.get_cookie("akkoord") is not None
    assert cookie(response)["akkoord"] != token, "the gate follows the cookie"


def test_all_consent_can_be_withdrawn_at_once(browser: FlaskClient, notice: str) -> None:
    token, _ = decide(browser, notice)
    assert at(send(browser, "withdraw")) == "../en?done=saved"
    assert choices(browser, token)[-1] == {"functional": False, "analytics": False}
    assert browser.get(ME).get_json()["consent"] == {"allowed": ["necessary"], "ask": False}


def test_the_cookie_that_the_sites_pages_read_is_the_one_that_changes(make_app: MakeApp, notice: str) -> None:
    address = "https://consent.shop.example"
    client = make_app(base_url=address).test_client(use_cookies=False)
    token, _ = decide(client, notice)
    own = {"Cookie": f"akkoord={token}"}
    mark = marks(Elements(client.get(PAGE, headers=own).text)).pop()
    headers = {**own, "Origin": address, "Sec-Fetch-Site": "same-origin"}
    changed = cookie(client.post(f"{PAGE}/withdraw", data={"mark": mark}, headers=headers))
    assert (changed["domain"], changed["path"]) == ("shop.example", "/")
    erased = cookie(client.post(f"{PAGE}/erase", data={"mark": mark}, headers=headers))
    assert erased["domain"] == "shop.example"


def test_what_the_site_does_not_ask_is_not_recorded(browser: FlaskClient, notice: str) -> None:
    token, _ = decide(browser, notice)
    send(browser, "choose", yes=["marketing", "necessary", "nonsense", "analytics"])
    assert choices(browser, token)[-1] == {"functional": False, "analytics": True}


# Erase


def test_erasing_says_first_what_it_means(browser: FlaskClient, notice: str, ledger_file: Path) -> None:
    decide(browser, notice)
    with nothing_is_stored(ledger_file):
        words = shown(browser, f"{PAGE}/erase").words
    assert "Do you want to erase everything?" in words and "erased for good" in words


def test_everything_can_be_erased(browser: FlaskClient, store: Store, notice: str) -> None:
    _, decided = decide(browser, notice)
    decide(browser, notice)
    counted = tallied(store)
    response = send(browser, "erase")
    assert at(response) == "../en?done=erased"
    assert store.history("shop", decided["visitor"]) == []
    left = {what: count for what, count in tallied(store).items() if not what[0].startswith("erased_")}
    assert left == counted, "counts name nobody, and stay"
    assert browser.get_cookie("akkoord") is None
    words = shown(browser, f"{PAGE}?done=erased").words
    assert "Everything has been erased." in words and decided["id"] not in words


# Restrict


def test_the_use_can_be_restricted_and_that_lifted_again(browser: FlaskClient, store: Store, notice: str) -> None:
    _, decided = decide(browser, notice)
    send(browser, "restrict")
    since = store.restricted("shop", decided["visitor"])
    assert since is not None
    assert "The use has been restricted since" in shown(browser).words
    send(browser, "restrict")
    assert store.restricted("shop", decided["visitor"]) == since, "a second time changes nothing"
    assert json.loads(browser.get("/sites/shop/me/akkoord.json").text)["restricted"] is not None
    assert at(send(browser, "lift")) == "../en?done=lifted"
    assert store.restricted("shop", decided["visitor"]) is None


# On another device


def test_a_receipts_number_works_on_another_device(browser: FlaskClient, elsewhere: FlaskClient, notice: str) -> None:
    _, decided = decide(browser, notice)
    response = enter(elsewhere, f" {decided['id']} ")
    assert at(response) == "../en", "the number is in no address"
    held = cookie(response)
    assert (held["path"], held["samesite"], "httponly" in held) == ("/sites/shop/me", "Strict", True)
    words = shown(elsewhere).words
    assert decided["visitor"] in words and "With a number you can refuse" in words
    assert elsewhere.get_cookie("akkoord") is None


def test_with_a_number_one_can_refuse_but_not_say_yes(
    browser: FlaskClient, elsewhere: FlaskClient, notice: str
) -> None:
    token, decided = decide(browser, notice)
    enter(elsewhere, decided["id"])
    fixed = [each["value"] for each in shown(elsewhere).all("input") if "disabled" in each]
    assert fixed == ["functional"]
    response = send(elsewhere, "choose", yes=["functional", "analytics"])
    assert choices(browser, token)[-1] == {"functional": False, "analytics": True}
    assert "Set-Cookie" not in response.headers, "another device gets no token"
    send(elsewhere, "withdraw")
    assert "through “Cookie settings”" in shown(elsewhere, f"{PAGE}?done=saved").words
    send(elsewhere, "choose", yes=["analytics"])
    assert choices(browser, token)[-1] == {"functional": False, "analytics": False}, "and not take a no back"


def test_with_a_number_one_can_restrict_but_not_lift(
    browser: FlaskClient, elsewhere: FlaskClient, store: Store, notice: str
) -> None:
    _, decided = decide(browser, notice)
    enter(elsewhere, decided["id"])
    send(elsewhere, "restrict")
    assert send(elsewhere, "lift").status_code == 403
    assert store.restricted("shop", decided["visitor"]) is not None


def test_with_a_number_one_can_erase(browser: FlaskClient, elsewhere: FlaskClient, store: Store, notice: str) -> None:
    _, decided = decide(browser, notice)
    enter(elsewhere, decided["id"])
    send(elsewhere, "erase")
    assert store.history("shop", decided["visitor"]) == []
    assert elsewhere.get_cookie(SESSION, path="/sites/shop/me") is None
    assert "nothing is kept of you here" in shown(browser).words, "and the own device is told"


def test_a_token_may_do_everything(browser: FlaskClient, elsewhere: FlaskClient, notice: str) -> None:
    token, _ = decide(browser, notice)
    enter(elsewhere, token)
    send(elsewhere, "choose", yes=["functional", "analytics"])
    assert choices(browser, token)[-1] == {"functional": True, "analytics": True}


@pytest.mark.parametrize("code", ["", "nonsense", "00000000-0000-4000-8000-000000000000", "x" * 512, "é", "a.b.c"])
def test_a_number_that_is_not_there_opens_nothing(elsewhere: FlaskClient, code: str) -> None:
    response = enter(elsewhere, code)
    assert response.status_code == 404
    assert "Nothing is kept under this number." in response.text
    assert "Set-Cookie" not in response.headers


def test_a_number_of_another_site_opens_nothing(browser: FlaskClient, notice: str) -> None:
    token, decided = decide(browser, notice)
    for code in (token, decided["id"]):
        page = "/sites/blog/me/nl"
        assert send(browser, "enter", page=page, code=code).status_code == 404


def test_what_was_entered_can_be_closed(browser: FlaskClient, elsewhere: FlaskClient, notice: str) -> None:
    _, decided = decide(browser, notice)
    enter(elsewhere, decided["id"])
    send(elsewhere, "leave")
    assert decided["id"] not in shown(elsewhere).words


def test_what_was_entered_is_forgotten_after_a_while(client: FlaskClient, notice: str, monkeypatch: Any) -> None:
    _, decided = decide(client, notice)
    monkeypatch.setattr("itsdangerous.TimestampSigner.get_timestamp", lambda self: 1_000_000_000)
    old = Guests([KEY]).session("shop", Guest(decided["visitor"]))
    monkeypatch.undo()
    assert decided["id"] not in client.get(PAGE, headers={"Cookie": f"{SESSION}={old}"}).text


@pytest.mark.parametrize("forged", ["nonsense", "W10.a.b", ""])
def test_a_forged_session_opens_nothing(client: FlaskClient, notice: str, forged: str) -> None:
    decide(client, notice)
    other = Guests(["a-key-that-is-not-the-one-of-the-backend"]).session("shop", Guest("A" * 22))
    for value in (forged, other):
        assert "nothing is kept of you here" in client.get(PAGE, headers={"Cookie": f"{SESSION}={value}"}).text


def test_ones_own_number_is_no_less_than_ones_cookie(browser: FlaskClient, notice: str) -> None:
    _, decided = decide(browser, notice)
    enter(browser, decided["id"])
    send(browser, "choose", yes=["functional"])
    assert browser.get(ME).get_json()["latest"]["choices"]["functional"] is True


# Nobody else's page


@pytest.mark.parametrize("act", [*ACTS, "enter", "leave"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_no_other_page_sends_a_form(
    browser: FlaskClient, notice: str, ledger_file: Path, act: str, headers: dict[str, str]
) -> None:
    decide(browser, notice)
    with nothing_is_stored(ledger_file):
        assert error(send(browser, act, headers)) == (403, "unknown_origin")


@pytest.mark.parametrize("headers", [OWN, {**OWN, "Origin": "null"}, {}, {"Origin": "http://localhost"}])
def test_its_own_page_does(browser: FlaskClient, notice: str, headers: dict[str, str]) -> None:
    decide(browser, notice)
    assert send(browser, "withdraw", headers).status_code == 303


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("mark", [None, "", "nonsense"])
def test_a_form_without_its_mark_does_nothing(
    browser: FlaskClient, notice: str, ledger_file: Path, act: str, mark: str | None
) -> None:
    decide(browser, notice)
    with nothing_is_stored(ledger_file):
        response = browser.post(f"{PAGE}/{act}", data={} if mark is None else {"mark": mark}, headers=OWN)
    assert response.status_code == 403
    assert "Please try again." in response.text


@pytest.mark.parametrize("act", ACTS)
def test_the_mark_of_another_visitors_form_does_nothing(
    browser: FlaskClient, elsewhere: FlaskClient, notice: str, ledger_file: Path, act: str
) -> None:
    decide(browser, notice)
    decide(elsewhere, notice)
    mark = marks(shown(elsewhere)).pop()
    with nothing_is_stored(ledger_file):
        assert browser.post(f"{PAGE}/{act}", data={"mark": mark}, headers=OWN).status_code == 403


def test_one_network_may_try_so_often(make_app: MakeApp, notice: str) -> None:
    client = make_app(rate_limit=0.05).test_client()
    mark = marks(shown(client)).pop()
    answers = [
        client.post(
            f"{PAGE}/enter", data={"mark": mark, "code": "x"}, headers=OWN, environ_overrides={"REMOTE_ADDR": "9.9.9.9"}
        )
        for _ in range(4)
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 429]


def test_the_log_knows_nobody(browser: FlaskClient, elsewhere: FlaskClient, notice: str, capfd: Any) -> None:
    token, decided = decide(browser, notice)
    enter(elsewhere, decided["id"])
    enter(elsewhere, token)
    send(elsewhere, "withdraw")
    out, err = capfd.readouterr()
    for secret in (token, decided["id"], decided["visitor"]):
        assert secret not in out + err


def test_a_body_that_is_too_large_is_refused(browser: FlaskClient) -> None:
    assert error(send(browser, "enter", code="x" * 5000)) == (413, "body_too_large")


def test_a_form_may_not_be_asked_for(browser: FlaskClient) -> None:
    assert error(browser.get(f"{PAGE}/withdraw")) == (405, "method_not_allowed")
    assert error(browser.post(f"{PAGE}/nonsense", data={})) == (404, "not_found")


def test_it_is_told_by_the_declaration(client: FlaskClient) -> None:
    assert "../../../sites/shop/me/en" in client.get("/sites/shop/cookies/en").text


def test_the_api_still_takes_no_form(browser: FlaskClient, notice: str) -> None:
    headers = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "same-origin"}
    response = browser.post("/api/v1/sites/shop/decisions", json=decision(notice), headers=headers)
    assert error(response) == (403, "not_fetched")
