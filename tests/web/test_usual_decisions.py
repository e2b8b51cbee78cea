"""A decision that is recorded without Flask is answered as Flask would."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from akkoord.notice import make_notice
from akkoord.settings import Settings
from akkoord.sites import load_sites, require
from akkoord.web import usual_decisions
from akkoord.web.usual_decisions import UsualDecisions
from tests.web.conftest import MakeApp
from tests.web.shop import DECISIONS, ORIGIN, decision

Answer = tuple[str, list[tuple[str, str]], str]
BASE = "https://consent.shop.example"
HEADERS = {"Origin": ORIGIN, "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "same-site"}


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sites of the requests that came to Flask itself."""
    reached: list[str] = []
    call = Flask.wsgi_app

    def watch(flask: Flask, environ: Any, start_response: Any) -> Any:
        reached.append(environ["PATH_INFO"].split("/")[4])
        return call(flask, environ, start_response)

    monkeypatch.setattr(Flask, "wsgi_app", watch)
    return reached


@pytest.fixture
def app(make_app: MakeApp, passed: list[str]) -> Flask:
    return make_app(base_url=BASE)


def ask(app: Flask, body: Any, **headers: str) -> Answer:
    """Send a body, with headers in place of the usual ones."""
    sent = {**HEADERS, **{name.replace("_", "-"): value for name, value in headers.items()}}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    environ = EnvironBuilder(DECISIONS, method="POST", data=data, headers=list(sent.items())).get_environ()
    parts, status, answered = run_wsgi_app(app.wsgi_app, environ, buffered=True)
    return status, sorted(answered.to_wsgi_list()), b"".join(parts).decode()


def without_chance(answer: Answer) -> Any:
    """An answer without what differs from one decision to the next."""
    status, headers, body = answer
    told = json.loads(body)
    token = told.pop("token", "no token")
    for name in ("id", "visitor", "at"):
        told.get("decision", {}).pop(name, None)
    kept = [
        (name, re.sub("[0-9]+", "N", value) if name == "Content-Length" else value.replace(token, "TOKEN"))
        for name, value in headers
        if name != "X-Request-Id"
    ]
    return status, kept, told


Changes = dict[str, Any]
BODIES: dict[str, Callable[[str], Any]] = {
    "a decision": lambda notice: decision(notice),
    "everything refused": lambda notice: decision(notice, choices={"functional": False, "analytics": False}),
    "an unknown notice": lambda notice: decision("0123456789ab"),
    "an unknown language": lambda notice: decision(notice, language="fr"),
    "necessary refused": lambda notice: decision(notice, choices={"necessary": False}),
    "a forged token": lambda notice: decision(notice, token="forged.token.here"),
    "no JSON": lambda notice: b"{",
    "a name twice": lambda notice: b'{"id": "a", "id": "b"}',
    "nothing": lambda notice: b"",
}
HEADS: dict[str, dict[str, str]] = {
    "usual": {},
    "another origin of the site": {"Origin": "https://shop.elsewhere.example"},
    "an origin of nobody": {"Origin": "https://nobody.example"},
    "a form": {"Sec_Fetch_Mode": "navigate"},
    "an image": {"Sec_Fetch_Dest": "image"},
    "other cookies": {"Cookie": "other=1"},
    "a forged cookie": {"Cookie": "akkoord=forged.token.here"},
    "a forged token": {"Authorization": "Bearer forged.token.here"},
    "a length that is none": {"Content_Length": "-1"},
}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("what", BODIES)
def test_it_is_answered_as_flask_answers(
    app: Flask, notice: str, what: str, head: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(app, decision(notice))
    ask(app, decision(notice), Origin="https://shop.elsewhere.example")
    answered = ask(app, BODIES[what](notice), **HEADS[head])
    monkeypatch.setattr(usual_decisions, "_is_usual", lambda environ, site: False)
    assert without_chance(answered) == without_chance(ask(app, BODIES[what](notice), **HEADS[head]))


def test_only_the_first_of_a_page_comes_to_flask(app: Flask, notice: str, passed: list[str]) -> None:
    answers = [ask(app, decision(notice)) for _ in range(5)]
    assert {status for status, _, _ in answers} == {"201 CREATED"}
    assert passed == ["shop"]
    for _, headers, body in answers:
        assert f"akkoord={json.loads(body)['token']};" in dict(headers)["Set-Cookie"]
        assert dict(headers)["Content-Length"] == str(len(body.encode()))


def test_a_refused_decision_teaches_nothing(app: Flask, notice: str, passed: list[str]) -> None:
    assert ask(app, b"{")[0].startswith("422")
    assert ask(app, decision(notice))[0].startswith("201")
    assert len(passed) == 2


def test_too_many_are_refused_and_told_when_to_come_again(make_app: MakeApp, notice: str) -> None:
    app = make_app(base_url=BASE, rate_limit=0.01)
    statuses = []
    for _ in range(8):
        environ = EnvironBuilder(
            DECISIONS, method="POST", json=decision(notice), headers=[*HEADERS.items()]
        ).get_environ()
        environ["REMOTE_ADDR"] = "8.8.8.8"
        _, status, answered = run_wsgi_app(app.wsgi_app, environ, buffered=True)
        statuses.append((status[:3], "Retry-After" in answered))
    assert statuses == [("201", False)] * 6 + [("429", True)] * 2


def test_a_store_that_is_away_is_a_503_to_be_tried_again(
    app: Flask, notice: str, ledger_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(app, decision(notice))
    with closing(sqlite3.connect(ledger_file)) as file:
        file.execute("ALTER TABLE decision RENAME TO elsewhere")
    status, headers, body = ask(app, decision(notice))
    assert status.startswith("503") and dict(headers)["Retry-After"]
    assert json.loads(body)["error"]["code"] == "store_unavailable"
    assert dict(headers)["Access-Control-Allow-Origin"] == ORIGIN


def test_what_nobody_expected_is_a_500_without_a_trace(
    app: Flask, notice: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(token: str, decision: object) -> str:
        raise RuntimeError("nobody expected that")

    ask(app, decision(notice))
    monkeypatch.setattr(usual_decisions, "decision_text", fail)
    status, _, body = ask(app, decision(notice))
    assert status.startswith("500")
    assert json.loads(body)["error"]["code"] == "internal" and "nobody expected" not in body
    assert "nobody expected that" in caplog.text


def test_strangers_cannot_make_it_keep_more_and_more(app: Flask, notice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usual_decisions, "KEPT", 5)
    front = vars(app.wsgi_app)["_app"]
    assert isinstance(front, UsualDecisions)
    for number in range(20):
        assert ask(app, decision(notice), Host=f"host-{number}.example")[0].startswith("201")
        assert len(front._kept) <= 5


def test_each_site_has_the_cookie_of_its_own_lifetime(make_app: MakeApp, settings: Settings) -> None:
    """The headers that are kept for the pages of one site are not those of another."""
    lines = settings.config.read_text().replace("[sites.blog]", '[sites.blog]\nlifetime = "12 months"')
    settings.config.write_text(lines)
    app = make_app()
    sites = require(load_sites(settings.config))
    ages: dict[str, list[str]] = {}
    for site, origin in (("shop", ORIGIN), ("blog", "https://www.blog.example")) * 2:
        body = {**decision(make_notice(sites[site]).version), "language": sites[site].languages[0], "choices": {}}
        base = f"https://consent.{origin.removeprefix('https://www.')}"
        environ = EnvironBuilder(
            f"/api/v1/sites/{site}/decisions",
            base_url=base,
            method="POST",
            data=json.dumps(body).encode(),
            headers=list({**HEADERS, "Origin": origin}.items()),
        ).get_environ()
        _, status, headers = run_wsgi_app(app.wsgi_app, environ, buffered=True)
        assert status.startswith("201")
        ages.setdefault(site, []).extend(re.findall(r"Max-Age=(\d+)", headers.get("Set-Cookie", "")))
    assert ages == {"shop": [str(180 * 86400)] * 2, "blog": [str(360 * 86400)] * 2}
