"""What a decision may look like: its fields, and the size of its body."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, run_wsgi_app

from akkoord.wire import BODY_LIMIT
from tests.web.shop import DECISIONS, decision, error, nothing_is_stored

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


@pytest.mark.parametrize("content_type", ["text/plain;charset=UTF-8", "application/json", "application/octet-stream"])
def test_the_content_type_does_not_matter(client: FlaskClient, notice: str, content_type: str) -> None:
    response = client.post(DECISIONS, data=json.dumps(decision(notice)), content_type=content_type)
    assert response.status_code == 201


def padded(notice: str, size: int) -> bytes:
    """A body of so many bytes."""
    return json.dumps(decision(notice)).encode().ljust(size)


def chunked(app: Flask, body: bytes) -> str:
    """The status with which a body is answered whose length nobody told."""
    environ = EnvironBuilder(path=DECISIONS, method="POST").get_environ()
    environ.pop("CONTENT_LENGTH", None)
    environ |= {"wsgi.input": BytesIO(body), "wsgi.input_terminated": True}
    return run_wsgi_app(app, environ)[1]


def test_it_takes_a_body_of_4_kb(app: Flask, client: FlaskClient, notice: str) -> None:
    assert client.post(DECISIONS, data=padded(notice, BODY_LIMIT)).status_code == 201
    assert chunked(app, padded(notice, BODY_LIMIT)) == "201 CREATED"


@pytest.mark.parametrize("size", [BODY_LIMIT + 1, BODY_LIMIT + 2, 1_000_000])
def test_it_refuses_a_larger_body(app: Flask, client: FlaskClient, notice: str, ledger_file: Path, size: int) -> None:
    with nothing_is_stored(ledger_file):
        assert error(client.post(DECISIONS, data=padded(notice, size))) == (413, "body_too_large")
        assert chunked(app, padded(notice, size)) == "413 REQUEST ENTITY TOO LARGE"
