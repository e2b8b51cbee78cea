"""Who may see and do what in the dashboard: every page and form, for everybody."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkoord.api_keys import ApiKeys
from akkoord.store import Store
from tests.web.insiders import INSIDERS, log_in, mark, move_in

NOBODY = "nobody"
ACTORS = (NOBODY, "stranger", "viewer", "auditor", "admin")


@dataclass(frozen=True)
class Ask:
    """One thing that can be asked, and what it answers to each of :data:`ACTORS`, in their order."""

    method: str
    endpoint: str
    path: str
    answers: tuple[int, int, int, int, int]
    form: dict[str, str] = field(default_factory=dict)


LOGIN = 303
"""Nobody is sent to the login page."""
LOOK = "gallery-box-auto-en"
NUMBER = "3f0c3c0e-8b8e-4f7a-9a51-0a5a3f1f9b11"

ASKS = (
    Ask("GET", "file", "files/0123456789ab/dashboard.css", (404, 404, 404, 404, 404)),
    Ask("GET", "overview", "", (LOGIN, 200, 200, 200, 200)),
    Ask("GET", "overview", "?site=shop", (LOGIN, 403, 200, 200, 200)),
    Ask("GET", "overview", "?site=none", (LOGIN, 403, 403, 403, 403)),
    Ask("GET", "site", "site?site=shop", (LOGIN, 403, 200, 200, 200)),
    Ask("GET", "site", "site?site=blog", (LOGIN, 200, 403, 403, 200)),
    Ask("GET", "variants", "variants?site=shop", (LOGIN, 403, 200, 200, 200)),
    Ask("GET", "variants", "variants?site=blog", (LOGIN, 200, 403, 403, 200)),
    Ask("GET", "variants_csv", "variants.csv?site=shop", (LOGIN, 403, 200, 200, 200)),
    Ask("GET", "preview", "preview/shop/look", (LOGIN, 403, 200, 200, 200)),
    Ask("GET", "preview_script", f"preview/shop/sites/{LOOK}/akkoord.js", (LOGIN, 403, 200, 200, 200)),
    Ask("GET", "preview_script", "preview/shop/sites/none/akkoord.js", (LOGIN, 403, 404, 404, 404)),
    Ask("GET", "preview_layer", f"preview/shop/sites/{LOOK}/banner/0/en.js", (LOGIN, 403, 404, 404, 404)),
    Ask("POST", "preview_decision", f"preview/shop/api/v1/sites/{LOOK}/decisions", (422, 422, 422, 422, 422)),
    Ask("POST", "preview_display", f"preview/shop/api/v1/sites/{LOOK}/displays", (422, 422, 422, 422, 422)),
    Ask("POST", "preview_unknown", f"preview/shop/api/v1/sites/{LOOK}/unknown", (422, 422, 422, 422, 422)),
    Ask("POST", "preview_unknown", f"preview/none/api/v1/sites/{LOOK}/unknown", (404, 404, 404, 404, 404)),
    Ask("GET", "overview_csv", "overview.csv?site=shop", (LOGIN, 403, 200, 200, 200)),
    Ask("GET", "absent", "nothing/here", (LOGIN, 404, 404, 404, 404)),
    Ask("GET", "absent", "users/add", (LOGIN, 404, 404, 404, 404)),
    Ask("GET", "login", "login", (200, 303, 303, 303, 303)),
    Ask("POST", "enter", "login", (403, 403, 403, 403, 403)),
    Ask("POST", "logout", "logout", (LOGIN, 303, 303, 303, 303)),
    Ask("GET", "oidc", "oidc", (404, 404, 404, 404, 404)),
    Ask("GET", "oidc_back", "oidc/back", (404, 404, 404, 404, 404)),
    Ask("GET", "account", "account", (LOGIN, 200, 200, 200, 200)),
    Ask("POST", "change_password", "account/password", (LOGIN, 403, 403, 403, 403)),
    Ask("GET", "receipts", "receipts?site=shop", (LOGIN, 403, 403, 200, 200)),
    Ask("GET", "receipts", "receipts?site=blog", (LOGIN, 403, 403, 403, 200)),
    Ask("GET", "receipts", "receipts?site=none", (LOGIN, 403, 403, 403, 403)),
    Ask("POST", "look_up", "receipts", (LOGIN, 403, 403, 404, 404), {"site": "shop", "number": NUMBER}),
    Ask("POST", "look_up", "receipts", (LOGIN, 403, 403, 403, 404), {"site": "blog", "number": NUMBER}),
    Ask("GET", "shown", "shown?site=shop&digest=none", (LOGIN, 403, 403, 404, 404)),
    Ask("GET", "shown", "shown?site=blog&digest=none", (LOGIN, 403, 403, 403, 404)),
    Ask("GET", "keys", "keys?site=shop", (LOGIN, 403, 403, 403, 200)),
    Ask("POST", "make_key", "keys/add", (LOGIN, 403, 403, 403, 200), {"site": "shop", "name": "till"}),
    Ask("POST", "revoke_key", "keys/revoke", (LOGIN, 403, 403, 403, 303), {"site": "shop", "name": "till"}),
    Ask("GET", "users", "users", (LOGIN, 403, 403, 403, 200)),
    Ask("POST", "add_user", "users/add", (LOGIN, 403, 403, 403, 200), {"name": "new", "role": "admin"}),
    Ask("POST", "reset_password", "users/viewer/password", (LOGIN, 403, 403, 403, 200)),
    Ask("POST", "set_sites", "users/viewer/sites", (LOGIN, 403, 403, 403, 303), {"sites": "blog"}),
    Ask("POST", "end_sessions", "users/viewer/logout", (LOGIN, 403, 403, 403, 303)),
    Ask("POST", "remove_user", "users/viewer/remove", (LOGIN, 403, 403, 403, 303)),
    Ask("POST", "remove_user", "users/admin/remove", (LOGIN, 403, 403, 403, 403)),
)


@pytest.fixture(autouse=True)
def insiders(store: Store) -> None:
    move_in(store)


def test_it_is_said_of_every_endpoint_who_may_ask_it(app: Flask) -> None:
    there = {
        (method, rule.endpoint.partition(".")[2])
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/dashboard")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert there == {(ask.method, ask.endpoint) for ask in ASKS}


@pytest.mark.parametrize("actor", ACTORS)
def test_each_may_ask_what_is_theirs_and_no_more(app: Flask, store: Store, actor: str) -> None:
    for ask in ASKS:
        move_in(store)
        browser = app.test_client()
        form = dict(ask.form)
        if actor != NOBODY:
            # not by the login page, whose attempts are counted
            begin(browser, store, actor)
            form["mark"] = mark(browser)
        answer = browser.open(f"/dashboard/{ask.path}", method=ask.method, data=form or None)
        assert answer.status_code == ask.answers[ACTORS.index(actor)], ask
        if actor == NOBODY and answer.status_code == LOGIN:
            assert "/login" in answer.headers["Location"]
        store.drop_document("user", "new")


@pytest.mark.parametrize("actor", ACTORS)
def test_a_form_without_the_mark_changes_nothing_for_anybody(app: Flask, store: Store, actor: str) -> None:
    browser = app.test_client()
    if actor != NOBODY:
        begin(browser, store, actor)
    before = {kind: store.documents(kind) for kind in ("user", "password", "session", "lookup", "api-key")}
    for ask in ASKS:
        # what is chosen in a preview changes nothing at all
        if ask.method == "POST" and not ask.endpoint.startswith("preview_"):
            assert browser.post(f"/dashboard/{ask.path}", data=ask.form).status_code in (303, 403)
    assert {kind: store.documents(kind) for kind in before} == before


def test_an_endpoint_of_which_nothing_is_said_is_shown_to_nobody(app: Flask, store: Store) -> None:
    app.blueprints["dashboard"].view_functions = {}
    app.view_functions["dashboard.new"] = lambda: "shown"
    app.url_map.add(app.url_rule_class("/dashboard/new", endpoint="dashboard.new", methods=["GET"]))
    browser = app.test_client()
    begin(browser, store, "admin")
    answer = browser.get("/dashboard/new")
    assert answer.status_code == 403 and "shown" not in answer.text


@pytest.mark.parametrize("actor", INSIDERS)
def test_each_sees_the_pages_and_sites_that_are_theirs(browser: FlaskClient, store: Store, actor: str) -> None:
    begin(browser, store, actor)
    page = browser.get("/dashboard/account").text
    assert ("dashboard/receipts" in page) == (actor in ("auditor", "admin"))
    assert ("dashboard/users" in page) == (actor == "admin")
    assert ("shop" in page, "blog" in page) == {"admin": (True, True), "stranger": (False, True)}.get(
        actor, (True, False)
    )


def test_an_admin_lets_somebody_in_who_is_shown_a_password_once(app: Flask) -> None:
    admin, new = app.test_client(), app.test_client()
    log_in(admin, "admin")
    form = {"mark": mark(admin), "name": "Anna", "role": "auditor", "sites": "shop"}
    answer = admin.post("/dashboard/users/add", data=form)
    password = answer.text.partition('class="once" tabindex="0">')[2].partition("<")[0]
    assert len(password) == 24 and password not in admin.get("/dashboard/users").text
    assert log_in(new, "anna", password).status_code == 303
    assert new.get("/dashboard/receipts").status_code == 200
    assert admin.post("/dashboard/users/add", data=form).status_code == 409
    # and out again, at once
    assert admin.post("/dashboard/users/anna/sites", data={"mark": mark(admin), "sites": "blog"}).status_code == 303
    assert new.get("/dashboard/receipts?site=shop").status_code == 403
    admin.post("/dashboard/users/anna/remove", data={"mark": mark(admin)})
    assert new.get("/dashboard/account").status_code == 303
    assert log_in(new, "anna", password).status_code == 401


@pytest.mark.parametrize(
    "form",
    [
        {"name": "no name", "role": "admin"},
        {"name": "anna", "role": "owner"},
        {"name": "anna", "role": "viewer"},
        {"name": "anna", "role": "viewer", "sites": "none"},
        {"name": "<b>", "role": "viewer", "sites": "shop"},
    ],
)
def test_nobody_is_let_in_who_cannot_be(browser: FlaskClient, store: Store, form: dict[str, str]) -> None:
    begin(browser, store, "admin")
    assert browser.post("/dashboard/users/add", data=form | {"mark": mark(browser)}).status_code == 422
    assert set(store.documents("user")) == set(INSIDERS)


def test_an_admin_makes_a_key_that_is_shown_once_and_revokes_it(browser: FlaskClient, store: Store) -> None:
    begin(browser, store, "admin")
    form = {"mark": mark(browser), "site": "shop", "name": "kassa & co"}
    answer = browser.post("/dashboard/keys/add", data=form)
    key = answer.text.partition('class="once" tabindex="0">')[2].partition("<")[0]
    assert ApiKeys(store).check(key, "shop").name == "kassa & co"
    assert browser.post("/dashboard/keys/add", data=form).status_code == 409
    assert browser.post("/dashboard/keys/add", data=form | {"name": " "}).status_code == 422
    page = browser.get("/dashboard/keys?site=shop").text
    assert "kassa &amp; co" in page and key not in page
    assert "kassa" not in browser.get("/dashboard/keys?site=blog").text
    assert browser.post("/dashboard/keys/revoke", data=form).status_code == 303
    assert ApiKeys(store).all() == []
    assert browser.post("/dashboard/keys/revoke", data=form).status_code == 404


def begin(browser: FlaskClient, store: Store, actor: str) -> None:
    """Log in without the page."""
    from akkoord.accounts.door import Door
    from akkoord.model import utc_now

    door = Door(store)
    browser.set_cookie("akkoord-session", door.sessions.begin(door.users.named(actor), utc_now()), path="/dashboard")
