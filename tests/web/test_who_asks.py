"""What changes something is asked by a script of the site's own pages, or by a program; by nobody else's page."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.shop import DECISIONS, DISPLAYS, ME, ORIGIN, decision, display, error, nothing_is_stored

FORM = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-User": "?1"}


def script(site: str, mode: str = "cors") -> dict[str, str]:
    """What a browser says of what a script asks."""
    return {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": "empty"}


@pytest.mark.parametrize("site", ["same-origin", "same-site", "cross-site"])
@pytest.mark.parametrize("mode", ["cors", "no-cors"])
def test_a_page_of_the_site_may_wherever_the_backend_is(client: FlaskClient, notice: str, site: str, mode: str) -> None:
    headers = {"Origin": ORIGIN, **script(site, mode)}
    assert client.post(DECISIONS, json=decision(notice), headers=headers).status_code == 201
    assert client.post(DISPLAYS, json=display(notice), headers=headers).status_code == 204


def test_a_program_may(client: FlaskClient, notice: str) -> None:
    assert client.post(DECISIONS, json=decision(notice)).status_code == 201


@pytest.mark.parametrize("origin", [None, ORIGIN, "http://localhost"])
def test_a_form_may_not(client: FlaskClient, notice: str, ledger_file: Path, origin: str | None) -> None:
    headers = FORM | ({} if origin is None else {"Origin": origin})
    with nothing_is_stored(ledger_file):
        for site in ("none", "same-origin", "cross-site"):
            response = client.post(DECISIONS, json=decision(notice), headers=headers | {"Sec-Fetch-Site": site})
            assert error(response) == (403, "not_fetched")


@pytest.mark.parametrize("origin", ["null", "https://evil.example", None])
@pytest.mark.parametrize("mode", ["cors", "no-cors"])
def test_somebody_elses_page_may_not(
    client: FlaskClient, notice: str, ledger_file: Path, origin: str | None, mode: str
) -> None:
    headers = script("cross-site", mode) | ({} if origin is None else {"Origin": origin})
    with nothing_is_stored(ledger_file):
        response = client.post(DECISIONS, json=decision(notice), headers=headers)
        assert error(response) == (403, "unknown_origin")


def test_nobody_is_erased_by_somebody_elses_page(browser: FlaskClient, notice: str, ledger_file: Path) -> None:
    browser.post(DECISIONS, json=decision(notice))
    with nothing_is_stored(ledger_file):
        assert browser.delete(ME, headers=FORM).status_code == 403
        assert browser.delete(ME, headers=script("cross-site")).status_code == 403
        assert browser.delete(ME, headers={"Origin": "null"}).status_code == 403
    assert browser.delete(ME, headers={"Origin": ORIGIN, **script("same-site")}).status_code == 204


def test_looking_changes_nothing_so_a_link_may_lead_there(browser: FlaskClient, notice: str) -> None:
    browser.post(DECISIONS, json=decision(notice))
    assert browser.get(ME, headers={**FORM, "Sec-Fetch-Site": "none"}).status_code == 200
