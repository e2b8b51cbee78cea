"""The page of one website: its banner, its findings, its services, what it asked, and whom it holds."""

from __future__ import annotations

import re
from html import unescape
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from akkoord.model import utc_now
from akkoord.store import Store
from akkoord.store.rows import utc_day
from akkoord.tally import unknown_counts
from tests.web.counted import come
from tests.web.insiders import log_in, move_in
from tests.web.shop import decision
from tests.web.test_dashboard import words

SITE = "/dashboard/site?site=shop"
PREVIEW = "/dashboard/preview/shop"


@pytest.fixture
def viewer(browser: FlaskClient, store: Store) -> FlaskClient:
    """Somebody who sees the shop."""
    move_in(store)
    log_in(browser, "viewer")
    return browser


def test_it_says_what_it_asks_whom_and_for_what(viewer: FlaskClient, notice: str) -> None:
    page = viewer.get(SITE)
    assert "Gevraagd door Winkel BV, Utrecht" in words(page)
    assert "Praat Functioneel Praat BV, Nederland" in words(page)
    assert f"{notice} nu gevraagd – – Praat, Meet" in words(page), "never shown"


def test_versions_of_the_question_have_their_days(viewer: FlaskClient, store: Store, notice: str) -> None:
    come(store, notice, utc_now(), {}, 1)
    assert re.search(rf"{notice} nu gevraagd \d+ \w+ \d{{4}} \d+ \w+ \d{{4}} Praat, Meet", words(viewer.get(SITE)))


def test_its_findings_are_those_of_akkoord_check(viewer: FlaskClient) -> None:
    page = words(viewer.get(SITE))
    assert "AK331 Waarschuwing · sites.shop" in page


def test_hosts_that_nobody_names_are_told_with_what_would_name_them(viewer: FlaskClient, store: Store) -> None:
    assert "niets tegengehouden" in words(viewer.get(SITE))
    day = utc_day(utc_now())
    for hosts in (["static.hotjar.com"], ["static.hotjar.com", "nobody.example"]):
        store.count("shop", day, unknown_counts(hosts))
    page = words(viewer.get(SITE))
    assert "static.hotjar.com 2 Dat is Hotjar" in page and "akkoord catalog add hotjar --site shop" in page
    assert "nobody.example 1 Niet in de catalogus." in page


def test_the_banner_stands_in_a_frame_in_the_look_that_is_asked_for(viewer: FlaskClient) -> None:
    page = viewer.get(f"{SITE}&layout=bar&scheme=dark&language=en&state=panel")
    source = re.search('<iframe class="preview" src="([^"]+)"', page.text)
    assert source and "frame-src 'self'" in page.headers["Content-Security-Policy"]
    frame = viewer.get("/dashboard/" + unescape(source[1]).removeprefix("../dashboard/"))
    assert "frame-ancestors 'self'" in frame.headers["Content-Security-Policy"]
    assert '<html lang="en" dir="ltr" data-state="panel">' in frame.text
    assert 'src="sites/gallery-bar-dark-en/akkoord.js"' in frame.text
    script = viewer.get(f"{PREVIEW}/sites/gallery-bar-dark-en/akkoord.js")
    assert '"layout":"bar"' in script.text or '"notice"' in script.text


def test_a_look_that_the_site_cannot_have_is_its_own(viewer: FlaskClient) -> None:
    frame = viewer.get(f"{PREVIEW}/look?language=de&layout=round&scheme=pink&state=shut")
    assert "gallery-box-auto-nl-nl-formal" in frame.text and 'data-state="banner"' in frame.text


def test_what_is_chosen_in_the_frame_is_recorded_nowhere(viewer: FlaskClient, store: Store, notice: str) -> None:
    body = decision(notice, id=str(uuid4()))
    answer = viewer.post(f"{PREVIEW}/api/v1/sites/gallery-box-auto-en/decisions", json=body)
    assert answer.status_code == 201 and "token" in answer.get_json()
    assert list(store.decisions("shop", None, None)) == []
    assert "Set-Cookie" not in answer.headers


def test_it_speaks_english_to_who_asks_for_that(viewer: FlaskClient) -> None:
    page = words(viewer.get(SITE, headers={"Accept-Language": "en"}))
    assert "The banner as visitors see it" in page and "{" not in page
