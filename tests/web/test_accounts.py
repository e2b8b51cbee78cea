"""Getting in, staying in, and being let out."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from hashlib import sha256

import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient

from akkoord.accounts.sessions import SEEN
from akkoord.accounts.users import Users
from akkoord.model import utc_now
from akkoord.store import Store, open_store
from tests.servers import Server
from tests.web.conftest import MakeApp
from tests.web.insiders import INSIDERS, PASSWORD_OF_ALL, log_in, mark, mark_in, move_in
from tests.web.test_security_headers import Inline, policy

NEW = "een heel ander wachtwoord"


@pytest.fixture(autouse=True)
def insiders(store: Store) -> None:
    move_in(store)


def session_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("akkoord-session", path="/dashboard")
    return cookie.value if cookie else ""


def is_in(client: FlaskClient) -> bool:
    return client.get("/dashboard/account").status_code == 200


@pytest.mark.parametrize("name", [*INSIDERS, " Admin "])
def test_who_knows_the_password_gets_in(browser: FlaskClient, name: str) -> None:
    answer = log_in(browser, name)
    assert (answer.status_code, answer.headers["Location"]) == (303, "../dashboard/")
    assert is_in(browser)
    assert name.strip().casefold() in browser.get("/dashboard/account").text


@pytest.mark.parametrize(
    ("name", "password"), [("admin", NEW), ("nobody", PASSWORD_OF_ALL), ("", ""), ("a b", "x"), ("\x00", "x" * 3000)]
)
def test_everybody_else_is_told_the_same(browser: FlaskClient, name: str, password: str) -> None:
    answer = log_in(browser, name, password)
    assert answer.status_code == 401
    assert "Die naam en dat wachtwoord horen niet bij elkaar." in answer.text
    assert session_of(browser) == "" and not is_in(browser)


def test_a_password_is_hashed_whether_the_name_exists_or_not(
    browser: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from akkoord.accounts import passwords

    Users(store).add("elsewhere", "viewer", ["shop"])
    hashed = []
    real = passwords._hasher.verify

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            hashed.append(kept.split("$")[:4])
            return real(kept, password)

        check_needs_rehash = staticmethod(passwords._hasher.check_needs_rehash)

    passwords._unguessed()
    monkeypatch.setattr(passwords, "_hasher", Counting())
    for name in ("admin", "nobody", "elsewhere"):
        assert log_in(browser, name, NEW).status_code == 401
    assert len(hashed) == 3 and hashed[0] == hashed[1] == hashed[2], "with the same parameters"


def test_the_session_is_a_cookie_that_scripts_and_other_pages_do_not_get(make_app: MakeApp) -> None:
    client = make_app(base_url="https://consent.shop.example/here").test_client(use_cookies=False)
    base = "https://consent.shop.example"
    page = client.get("/dashboard/login", base_url=base)
    browser = page.headers["Set-Cookie"].partition(";")[0]
    answer = client.post(
        "/dashboard/login",
        base_url=base,
        headers={"Cookie": browser},
        data={"mark": mark_in(page), "name": "admin", "password": PASSWORD_OF_ALL},
    )
    (cookie,) = (each for each in answer.headers.getlist("Set-Cookie") if each.startswith("akkoord-session="))
    attributes = set(cookie.split("; ")[1:])
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/here/dashboard", "Max-Age=604800"} <= attributes


def test_the_store_holds_no_session_and_no_password_as_it_is(browser: FlaskClient, store: Store) -> None:
    log_in(browser, "admin")
    secret = session_of(browser)
    assert len(secret) >= 43
    kept = json.dumps([store.documents(kind) for kind in ("user", "password", "session", SEEN)])
    assert secret not in kept and PASSWORD_OF_ALL not in kept
    assert sha256(secret.encode()).hexdigest() in kept and "$argon2id$" in kept


def test_each_login_has_a_session_of_its_own_and_ends_the_one_before(browser: FlaskClient, store: Store) -> None:
    log_in(browser, "admin")
    first = session_of(browser)
    page = browser.get("/dashboard/login")
    assert page.status_code == 303, "who is in needs no login"
    browser.delete_cookie("akkoord-session", path="/dashboard")
    page = browser.get("/dashboard/login")
    browser.set_cookie("akkoord-session", first, path="/dashboard")
    browser.post("/dashboard/login", data={"mark": mark_in(page), "name": "viewer", "password": PASSWORD_OF_ALL})
    assert session_of(browser) != first
    assert list(store.documents("session")) == [sha256(session_of(browser).encode()).hexdigest()]


def test_a_session_ends_in_the_store_and_not_in_the_browser_alone(browser: FlaskClient, app: Flask) -> None:
    log_in(browser, "viewer")
    kept, other = session_of(browser), app.test_client()
    other.set_cookie("akkoord-session", kept, path="/dashboard")
    assert is_in(other)
    assert browser.post("/dashboard/logout", data={"mark": mark(browser)}).headers["Location"] == "../dashboard/login"
    assert session_of(browser) == "" and not is_in(other)


def test_logging_out_everywhere_ends_every_session_of_that_user_alone(app: Flask) -> None:
    one, other, admin = (app.test_client() for _ in range(3))
    for client, name in ((one, "viewer"), (other, "viewer"), (admin, "admin")):
        log_in(client, name)
    one.post("/dashboard/logout", data={"mark": mark(one), "where": "everywhere"})
    assert [is_in(client) for client in (one, other, admin)] == [False, False, True]


def test_a_session_that_was_not_used_for_half_a_day_is_over(browser: FlaskClient, store: Store) -> None:
    log_in(browser, "viewer")
    (id,) = store.documents("session")
    begun = json.loads(store.documents("session")[id])
    old = (utc_now() - timedelta(hours=13)).isoformat()
    store.put_document("session", id, json.dumps(begun | {"begun": old}))
    assert not is_in(browser)
    store.put_document(SEEN, id, utc_now().isoformat())
    assert is_in(browser)


def test_a_new_password_ends_every_session_but_that_of_who_gave_it(app: Flask) -> None:
    one, other = app.test_client(), app.test_client()
    log_in(one, "viewer"), log_in(other, "viewer")
    data = {"mark": mark(one), "password": PASSWORD_OF_ALL, "new": NEW, "again": NEW}
    assert one.post("/dashboard/account/password", data=data).status_code == 303
    assert is_in(one) and not is_in(other)
    assert log_in(other, "viewer").status_code == 401
    assert log_in(other, "viewer", NEW).status_code == 303


@pytest.mark.parametrize(
    ("given", "status"), [({"password": NEW}, 403), ({"again": "anders"}, 422), ({"new": "kort", "again": "kort"}, 422)]
)
def test_a_password_is_changed_by_who_knows_the_old_one_and_types_the_new_one_twice(
    browser: FlaskClient, given: dict[str, str], status: int
) -> None:
    log_in(browser, "viewer")
    data = {"mark": mark(browser), "password": PASSWORD_OF_ALL, "new": NEW, "again": NEW}
    assert browser.post("/dashboard/account/password", data=data | given).status_code == status
    assert is_in(browser)


@pytest.mark.parametrize("name", ["admin", "nobody"])
def test_a_name_can_try_ten_times_in_a_quarter_of_an_hour(browser: FlaskClient, name: str) -> None:
    answers = [log_in(browser, name, "wrong") for _ in range(12)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429] * 2
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 900
    assert log_in(browser, name).status_code == 429, "the right password does not help"
    assert log_in(browser, "viewer").status_code == 303, "and others are not kept out"


def test_a_network_can_try_twenty_times_a_minute_even_where_limits_are_off(make_app: MakeApp) -> None:
    client = make_app(rate_limit=0).test_client()
    page = client.get("/dashboard/login")

    def attempt(number: int, peer: str) -> int:
        data = {"mark": mark_in(page), "name": f"name{number}", "password": "wrong"}
        return client.post("/dashboard/login", data=data, environ_overrides={"REMOTE_ADDR": peer}).status_code

    answers = [attempt(number, "9.9.9.9") for number in range(22)]
    assert answers == [401] * 20 + [429] * 2
    assert attempt(23, "8.8.8.8") == 401


def test_who_logged_in_comes_to_the_page_that_was_asked_for(browser: FlaskClient) -> None:
    answer = browser.get("/dashboard/receipts?site=shop")
    assert answer.headers["Location"] == "../dashboard/login?next=receipts%3Fsite%3Dshop"
    assert log_in(browser, "auditor", next="receipts?site=shop").headers["Location"] == (
        "../dashboard/receipts?site=shop"
    )


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example/", "/x", "../../x", "a//b", "javascript:x"])
def test_nobody_is_sent_elsewhere_after_logging_in(browser: FlaskClient, next: str) -> None:
    assert log_in(browser, "auditor", next=next).headers["Location"] == "../dashboard/"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_no_other_page_sends_a_form(browser: FlaskClient, headers: dict[str, str]) -> None:
    page = browser.get("/dashboard/login")
    data = {"mark": mark_in(page), "name": "admin", "password": PASSWORD_OF_ALL}
    assert browser.post("/dashboard/login", data=data, headers=headers).status_code == 403
    log_in(browser, "admin")
    assert browser.post("/dashboard/logout", data={"mark": mark(browser)}, headers=headers).status_code == 403
    assert is_in(browser)


def test_a_form_needs_the_mark_of_its_session(app: Flask, browser: FlaskClient) -> None:
    other = app.test_client()
    log_in(browser, "admin"), log_in(other, "admin")
    for wrong in ("", "x", mark(other), mark_in(app.test_client().get("/dashboard/login"))):
        assert browser.post("/dashboard/logout", data={"mark": wrong}).status_code == 403
        assert browser.post("/dashboard/users/viewer/remove", data={"mark": wrong}).status_code == 403
    assert is_in(browser)
    assert (
        app.test_client().post("/dashboard/login", data={"name": "admin", "password": PASSWORD_OF_ALL}).status_code
        == 403
    )


@pytest.mark.parametrize("path", ["login", "account", "users", "receipts"])
def test_every_page_is_strict_and_kept_by_nobody(browser: FlaskClient, path: str) -> None:
    if path != "login":
        log_in(browser, "admin")
    answer = browser.get(f"/dashboard/{path}")
    assert answer.status_code == 200
    said = policy(answer.headers["Content-Security-Policy"])
    assert said["default-src"] == said["frame-ancestors"] == said["base-uri"] == ["'none'"]
    assert said["script-src"] == said["style-src"] == said["form-action"] == ["'self'"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    page = Inline("none")
    page.feed(answer.text)
    assert page.stopped == []


def test_the_style_sheet_has_an_address_of_its_content(browser: FlaskClient) -> None:
    page = browser.get("/dashboard/login").text
    address = page.partition('<link rel="stylesheet" href="../')[2].partition('"')[0]
    answer = browser.get(f"/{address}")
    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert browser.get("/dashboard/files/0123456789ab/dashboard.css").status_code == 404
    assert browser.get("/dashboard/files/0123456789ab/..%2f__init__.py").status_code == 303, "to the login page"


@pytest.mark.parametrize(
    ("asked", "lang"), [("", "nl-NL"), ("nl", "nl-NL"), ("en-GB, nl;q=0.5", "en"), ("tr", "nl-NL")]
)
def test_the_dashboard_speaks_formal_dutch_or_english(browser: FlaskClient, asked: str, lang: str) -> None:
    answer = browser.get("/dashboard/login", headers={"Accept-Language": asked} if asked else {})
    assert f'<html lang="{lang}">' in answer.text
    assert answer.headers["Content-Language"] == lang
    assert ("Log in</h1>" in answer.text) == (lang == "en")


def test_apps_on_one_redis_share_sessions_and_attempts_and_say_when_it_is_away(
    make_app: MakeApp, shared_redis: Server
) -> None:
    with redis.Redis.from_url(shared_redis.url) as server:
        server.flushall()
    with closing(open_store(shared_redis.url)) as shared:
        move_in(shared)
    one, other = (make_app(store=shared_redis.url).test_client() for _ in range(2))
    assert log_in(one, "admin").status_code == 303
    other.set_cookie("akkoord-session", session_of(one), path="/dashboard")
    assert is_in(other)
    for client in (one, other):
        leave(client)
    answers = [log_in(client, "viewer", "wrong").status_code for client in (one, other) * 6]
    assert answers == [401] * 10 + [429] * 2
    assert log_in(one, "admin").status_code == 303
    with shared_redis.silent():
        answer = one.get("/dashboard/account")
        assert answer.status_code == 503 and "De opslag is op dit moment niet bereikbaar." in answer.text
        style = answer.text.partition('<link rel="stylesheet" href="../')[2].partition('"')[0]
        assert one.get(f"/{style}").status_code == 200
    # the first one leaves a store that kept it waiting in peace for a second
    third = make_app(store=shared_redis.url).test_client()
    third.set_cookie("akkoord-session", session_of(one), path="/dashboard")
    assert is_in(third)


def leave(client: FlaskClient) -> None:
    """Forget the session, without a word to the backend."""
    client.delete_cookie("akkoord-session", path="/dashboard")
