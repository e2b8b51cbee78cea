"""Every error has one shape, and tells nobody more than they need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from akkoord import errors
from akkoord.errors import AkkoordError
from akkoord.ledger import Ledger
from akkoord.settings import Settings
from akkoord.web import create_app
from akkoord.web.errors import STATUS, status_of
from tests.web.shop import DECISIONS, KEY, ME, ORIGIN, decision, error, nothing_is_stored

SECRET = "the visitor's own words"


@pytest.mark.parametrize("path", ["/", "/nowhere", "/api/v1", "/api/v1/sites/shop", "/sites/shop", "/static/gate.js"])
def test_an_unknown_address_is_a_404(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert error(response) == (404, "not_found")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", DECISIONS, {"POST", "OPTIONS"}),
        ("PUT", ME, {"GET", "HEAD", "DELETE", "OPTIONS"}),
        ("POST", "/sites/shop/akkoord.js", {"GET", "HEAD", "OPTIONS"}),
        ("DELETE", "/health/live", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_an_unknown_method_is_a_405_that_says_what_is_allowed(
    client: FlaskClient, method: str, path: str, allowed: set[str]
) -> None:
    response = client.open(path, method=method)
    assert error(response) == (405, "method_not_allowed")
    assert set(response.headers["Allow"].split(", ")) == allowed


def test_the_unexpected_is_logged_and_not_told(
    client: FlaskClient,
    notice: str,
    ledger_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(Ledger, "record", fail)
    with nothing_is_stored(ledger_file):
        response = client.post(DECISIONS, json=decision(notice), headers={"Origin": ORIGIN})
    assert error(response) == (500, "internal")
    for told in (SECRET, "RuntimeError", "Traceback", ".py"):
        assert told not in response.text
    # the page may read that it failed
    assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Set-Cookie" not in response.headers
    (record,) = caplog.records
    assert record.exc_info is not None
    assert SECRET in str(record.exc_info[1])


@pytest.mark.parametrize("host", ["[", "[::1", "a b", "é", "x:99999", "a/b", ""])
def test_a_strange_host_is_no_error_of_ours(client: FlaskClient, notice: str, host: str) -> None:
    response = client.post(DECISIONS, json=decision(notice), headers={"Host": host})
    assert response.status_code in (201, 400)


def all_errors(kind: type[AkkoordError] = AkkoordError) -> list[type[AkkoordError]]:
    return [kind, *(each for child in kind.__subclasses__() for each in all_errors(child))]


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_every_error_stands_in_the_tree_and_has_a_code_and_a_status_of_its_own_kind(kind: type[AkkoordError]) -> None:
    assert f"-- {kind.__name__}" in (errors.__doc__ or "") or kind is AkkoordError
    assert "code" in vars(kind)
    expected = 4 if issubclass(kind, errors.RequestError) else 5
    assert status_of(kind("")) // 100 == expected


def test_every_code_is_used_once() -> None:
    codes = [kind.code for kind in all_errors()]
    assert len(codes) == len(set(codes))
    assert set(STATUS) <= set(all_errors())


def test_it_does_not_start_without_a_secret_key(settings: Settings) -> None:
    unset = Settings(store=settings.store, config=settings.config)
    with pytest.raises(errors.ConfigurationError, match="AKKOORD_SECRET_KEY is not set"):
        create_app(unset)


def test_it_does_not_start_on_an_error_in_its_configuration(settings: Settings) -> None:
    settings.config.write_text('[sites.shop]\norigins = ["shop"]\n')
    with pytest.raises(errors.ConfigurationError, match="AK107") as caught:
        create_app(settings)
    assert "AK110" in caught.value.message
    assert KEY not in caught.value.message
