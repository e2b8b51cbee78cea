"""The demo's vendors: what they keep of what they receive, and how both sides share one port."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from akkoord.web.demo import create_demo
from akkoord.web.demo.received import Inbox, Received
from akkoord.web.demo.vendor import VENDORS, create_vendor

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
METEN = {"Host": "meten.localhost:8123"}
RECLAME = {"Host": "reclame.localhost:8123"}
VIDEO = {"Host": "video.localhost:8123"}
VIEW = {"Host": "tracker.localhost:8123"}


@pytest.fixture
def vendor() -> Flask:
    ticks: Iterator[datetime] = (NOW + timedelta(seconds=second) for second in range(1000))
    return create_vendor(lambda: next(ticks))


@pytest.fixture
def client(vendor: Flask) -> FlaskClient:
    return vendor.test_client(use_cookies=False)


def test_nothing_is_received_at_first(client: FlaskClient) -> None:
    nobody = {vendor.host: 0 for vendor in VENDORS}
    assert client.get("/received.json", headers=VIEW, buffered=True).json == {"received": [], "counts": nobody}


def test_it_keeps_what_arrived_without_the_query(client: FlaskClient) -> None:
    client.get("/meten.js?visitor=secret", headers=METEN, buffered=True)
    client.post("/collect?page=secret", headers=RECLAME | {"Cookie": "reclame_uid=x"}, buffered=True, data="secret")
    document = client.get("/received.json", headers=VIEW, buffered=True).json
    assert document is not None
    assert document["received"] == [
        {
            "at": "2026-11-22T12:00:00.000+00:00",
            "host": "meten.localhost",
            "method": "GET",
            "path": "/meten.js",
            "cookie": False,
        },
        {
            "at": "2026-11-22T12:00:01.000+00:00",
            "host": "reclame.localhost",
            "method": "POST",
            "path": "/collect",
            "cookie": True,
        },
    ]
    assert document["counts"]["meten.localhost"] == document["counts"]["reclame.localhost"] == 1


def test_it_keeps_what_it_cannot_answer_too(client: FlaskClient) -> None:
    assert client.get("/nothing-here", headers=VIDEO, buffered=True).status_code == 404
    assert client.get("/kijk/nothing", headers=VIDEO, buffered=True).status_code == 404
    assert received(client) == ["/nothing-here", "/kijk/nothing"]


def test_looking_is_not_counted(client: FlaskClient) -> None:
    for path in ("/", "/view.css", "/view.js", "/favicon.svg", "/received.json"):
        for host in (METEN, VIEW):
            assert client.get(path, headers=host, buffered=True).status_code == 200
    assert received(client) == []


def test_it_can_be_cleared(client: FlaskClient) -> None:
    client.get("/meten.js", headers=METEN, buffered=True)
    assert client.get("/received/clear", headers=VIEW, buffered=True).status_code == 404
    assert received(client) == ["/meten.js"]
    document = client.post("/received/clear", headers=VIEW, buffered=True).json
    assert document == client.get("/received.json", headers=VIEW, buffered=True).json
    assert document is not None
    assert document["received"] == []
    assert set(document["counts"].values()) == {0}


@pytest.mark.parametrize("path", ["/meten.js", "/hartslag.js", "/reclame.js", "/chat.js", "/pixel.gif"])
def test_it_serves_what_the_snippets_load(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers=METEN, buffered=True)
    assert response.status_code == 200
    assert response.mimetype == ("image/gif" if path == "/pixel.gif" else "text/javascript")
    assert response.headers["Cache-Control"] == "no-store"


def test_any_page_may_send_to_it(client: FlaskClient) -> None:
    headers = METEN | {"Origin": "http://127.0.0.1:8123"}
    for method in ("OPTIONS", "POST"):
        response = client.open("/collect", method=method, headers=headers, buffered=True)
        assert response.headers["Access-Control-Allow-Origin"] == "http://127.0.0.1:8123"
        assert response.headers["Access-Control-Allow-Credentials"] == "true"
        assert response.headers["Vary"] == "Origin"


def test_what_was_received_is_for_the_view_alone(client: FlaskClient) -> None:
    response = client.get("/received.json", headers=METEN | {"Origin": "https://other.example"}, buffered=True)
    assert "Access-Control-Allow-Origin" not in response.headers


def test_it_sets_a_cookie_of_its_own_once(client: FlaskClient) -> None:
    cookie = client.get("/pixel.gif", headers=RECLAME, buffered=True).headers["Set-Cookie"]
    assert cookie.startswith("reclame_uid=")
    assert {"Secure", "SameSite=None", "Partitioned", "Max-Age=31536000"} <= set(cookie.split("; "))
    again = client.get("/pixel.gif", headers=RECLAME | {"Cookie": cookie.partition(";")[0]}, buffered=True)
    assert "Set-Cookie" not in again.headers
    assert "Set-Cookie" not in client.get("/meten.js", headers=METEN, buffered=True).headers


def test_its_view_names_every_vendor_and_has_no_inline_script(client: FlaskClient) -> None:
    text = client.get("/", headers=VIEW, buffered=True).text
    assert "Wat de aanbieders zien" in text
    assert "Er is niets ontvangen." in text
    assert text.count("<script") == text.count('<script src="/view.js"') == 1
    for vendor in VENDORS:
        assert f'data-host="{vendor.host}"' in text


def test_it_forgets_the_oldest_but_goes_on_counting() -> None:
    inbox = Inbox(["a"], limit=2)
    for path in ("/1", "/2", "/3"):
        inbox.add(Received("", "a", "GET", path, cookie=False))
    document = inbox.document()
    kept = document["received"]
    assert isinstance(kept, list)
    assert [one["path"] for one in kept] == ["/2", "/3"]
    assert document["counts"] == {"a": 3}


def test_several_threads_may_add_at_once() -> None:
    inbox = Inbox(["a"])

    def add() -> None:
        for _ in range(1000):
            inbox.add(Received("", "a", "GET", "/", cookie=False))
        inbox.document()

    threads = [Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert inbox.document()["counts"] == {"a": 4000}


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1:8123", "akkoord"),
        ("localhost", "akkoord"),
        ("[::1]:8123", "akkoord"),
        ("other.localhost:8123", "akkoord"),
        ("meten.localhost:8123", "vendor"),
        ("METEN.localhost", "vendor"),
        ("tracker.localhost:8123", "vendor"),
    ],
)
def test_the_host_decides_who_answers(vendor: Flask, host: str, answer: str) -> None:
    akkoord = Flask(__name__)
    akkoord.add_url_rule("/", view_func=lambda: "akkoord")
    text = Client(create_demo(akkoord, vendor)).get("/", headers={"Host": host}).text
    assert (text == "akkoord") is (answer == "akkoord")
    assert ("Wat de aanbieders zien" in text) is (answer == "vendor")


def received(client: FlaskClient) -> list[str]:
    """The paths that arrived, oldest first."""
    document = client.get("/received.json", headers=VIEW, buffered=True).json
    assert document is not None
    return [one["path"] for one in document["received"]]
