"""``POST /api/v1/sites/{site}/displays``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from akkoord.store import Store
from akkoord.wire import BODY_LIMIT
from tests.web.shop import DISPLAYS, ORIGIN, display, error, nothing_is_stored, rows, tallied


def test_a_display_is_counted_and_names_nobody(
    client: FlaskClient, store: Store, notice: str, ledger_file: Path
) -> None:
    for _ in range(2):
        response = client.post(DISPLAYS, json=display(notice), headers={"Origin": ORIGIN})
        assert (response.status_code, response.data) == (204, b"")
        assert "Set-Cookie" not in response.headers
    assert tallied(store) == {
        ("display", "all"): 2,
        ("display_device_notice", f"narrow {notice}"): 2,
        ("display_language_device", "en narrow"): 2,
        ("display_language_notice", f"en {notice}"): 2,
    }
    assert rows(ledger_file) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"notice": ...},
        {"notice": "latest"},
        {"language": "../../etc"},
        {"device": "watch"},
        {"widget": ""},
        {"id": "6f1d8f7e-5f0e-4d0a-9f3b-1f0a2b3c4d5e"},
        {"choices": {}},
        {"visitor": "AAECAwQFBgcICQoLDA0ODw"},
        {"token": "x"},
    ],
    ids=str,
)
def test_it_refuses_a_field_that_is_missing_wrong_or_unknown(
    client: FlaskClient, notice: str, ledger_file: Path, changes: dict[str, Any]
) -> None:
    with nothing_is_stored(ledger_file):
        assert error(client.post(DISPLAYS, json=display(notice, **changes))) == (422, "invalid_request")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"notice": "0123456789ab"}, (422, "unknown_notice")),
        ({"language": "de"}, (422, "unknown_language")),
    ],
    ids=str,
)
def test_it_refuses_what_the_site_never_showed(
    client: FlaskClient, notice: str, ledger_file: Path, changes: dict[str, Any], expected: tuple[int, str]
) -> None:
    with nothing_is_stored(ledger_file):
        assert error(client.post(DISPLAYS, json=display(notice, **changes))) == expected


def test_it_refuses_a_site_that_is_not_configured(client: FlaskClient, notice: str, ledger_file: Path) -> None:
    with nothing_is_stored(ledger_file):
        response = client.post("/api/v1/sites/nowhere/displays", json=display(notice))
    assert error(response) == (404, "unknown_site")


@pytest.mark.parametrize("origin", ["null", "https://evil.example"])
def test_it_refuses_a_page_that_is_not_the_sites(
    client: FlaskClient, notice: str, ledger_file: Path, origin: str
) -> None:
    with nothing_is_stored(ledger_file):
        response = client.post(DISPLAYS, json=display(notice), headers={"Origin": origin})
    assert error(response) == (403, "unknown_origin")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff"], ids=repr)
def test_it_refuses_what_is_no_json_object(client: FlaskClient, ledger_file: Path, body: bytes) -> None:
    with nothing_is_stored(ledger_file):
        assert error(client.post(DISPLAYS, data=body)) == (422, "invalid_request")


def test_it_refuses_a_body_over_4_kb(client: FlaskClient, ledger_file: Path) -> None:
    with nothing_is_stored(ledger_file):
        assert error(client.post(DISPLAYS, data=b" " * (BODY_LIMIT + 1))) == (413, "body_too_large")
