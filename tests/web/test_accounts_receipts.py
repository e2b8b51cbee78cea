"""Looking up a receipt in the dashboard, and the log of who did."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import urljoin
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from akkoord.accounts.lookups import Lookup, Lookups
from akkoord.model import utc_now
from akkoord.proof.sealing import Signing, seal, sign
from akkoord.store import Store
from akkoord.tokens import Signer
from tests.web.insiders import log_in, mark, move_in
from tests.web.shop import DECISIONS, KEY, decision


@pytest.fixture(autouse=True)
def insiders(store: Store) -> None:
    move_in(store)


@pytest.fixture
def number(client: FlaskClient, notice: str) -> str:
    """The number of a decision's receipt."""
    sent = decision(notice)
    assert client.post(DECISIONS, json=sent).status_code == 201
    return str(sent["id"])


def look_up(browser: FlaskClient, number: str, site: str = "shop") -> tuple[int, str]:
    answer = browser.post("/dashboard/receipts", data={"mark": mark(browser), "site": site, "number": number})
    return answer.status_code, answer.text


def test_an_auditor_sees_what_was_asked_what_was_chosen_and_whether_the_proof_holds(
    browser: FlaskClient, number: str, store: Store
) -> None:
    log_in(browser, "auditor")
    status, page = look_up(browser, f" {number.upper()} ")
    assert status == 200
    for word in (number, "Winkel BV, Utrecht", "Meet BV", "Nog niet verzegeld", "Opgezocht op"):
        assert word in page
    assert '<li class="yes"><div><strong>Analytische cookies' in page
    assert '<li class="no"><div><strong>Functionele cookies' in page

    seal_now(store)
    page = look_up(browser, number)[1]
    assert "Het bewijs klopt." in page and "Nog niet verzegeld" not in page


def test_an_altered_decision_is_told_from_a_sealed_one(
    browser: FlaskClient, number: str, store: Store, ledger_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    import sqlite3
    from contextlib import closing

    seal_now(store)
    with closing(sqlite3.connect(ledger_file)) as file, file:
        changed = file.execute("UPDATE decision SET device = 'narrow'").rowcount
    assert changed == 1
    log_in(browser, "auditor")
    page = look_up(browser, number)[1]
    assert "Het bewijs klopt niet." in page and "Het bewijs klopt." not in page
    assert "does not hold" in caplog.text


def test_each_lookup_is_written_down(browser: FlaskClient, number: str, store: Store) -> None:
    log_in(browser, "auditor")
    absent = str(uuid4())
    assert look_up(browser, number)[0] == 200
    assert look_up(browser, absent)[0] == 404
    assert look_up(browser, "not a number")[0] == 422
    assert look_up(browser, number, "blog")[0] == 403
    kept = Lookups(store).since(utc_now().replace(year=2000))
    assert [(each.user, each.site, each.number, each.found) for each in kept] == [
        ("auditor", "shop", number, True),
        ("auditor", "shop", absent, False),
    ]


def test_lookups_are_kept_for_a_year(store: Store) -> None:
    lookups, now = Lookups(store), utc_now()
    for year in (now.year - 2, now.year):
        lookups.note(Lookup(now.replace(year=year, day=1), "auditor", "shop", "x", False))
    assert lookups.prune(now) == 1
    assert [each.at.year for each in lookups.since(now.replace(year=2000, day=1))] == [now.year]


def seal_now(store: Store) -> None:
    """Seal what waits, and sign it."""
    seal(store, "shop", utc_now())
    assert sign(store, "shop", utc_now(), Signing(Signer([KEY])), at_once=True)


def test_an_auditor_sees_the_banner_as_it_was_shown(browser: FlaskClient, number: str) -> None:
    log_in(browser, "auditor")
    page = look_up(browser, number)[1]
    found = re.search(r'href="([^"]*shown\?[^"]*)"', page)
    assert found and "De banner zoals die getoond is" in page
    answer = browser.get(urljoin("/dashboard/receipts", unescape(found[1])))
    assert answer.status_code == 200
    assert "Winkel%20BV%2C%20Utrecht" in answer.text and "Shown from" in answer.text
    # its scripts are of another day: they are kept apart from the dashboard
    directives = answer.headers["Content-Security-Policy"].split("; ")
    assert {"sandbox allow-scripts", "default-src 'none'"} <= set(directives)
    assert "connect-src" not in answer.headers["Content-Security-Policy"]
