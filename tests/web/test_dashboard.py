"""The overview of a site's figures: what it shows, and that an address shows the same again."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from html import unescape
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from akkoord.model import utc_now
from akkoord.store import Store
from akkoord.tally import error_counts
from tests.web.counted import ALL, NONE, SOME, come
from tests.web.insiders import log_in, move_in

OVERVIEW = "/dashboard/?site=shop"
LIMIT = 150_000
"""The most bytes of a page with all that it loads, as browsers get it."""


@pytest.fixture(autouse=True)
def insiders(store: Store) -> None:
    move_in(store)


@pytest.fixture
def viewer(browser: FlaskClient) -> FlaskClient:
    """Somebody who sees the shop's figures."""
    log_in(browser, "viewer")
    return browser


def fill(store: Store, notice: str) -> None:
    """200 displays in these 30 days and 200 in those before; in Dutch and English."""
    now = utc_now()
    here = {"banner all": (60, ALL), "banner none": (40, NONE), "panel": (20, SOME)}
    come(store, notice, now - timedelta(days=1), here, 140)
    come(store, notice, now - timedelta(days=2), {"banner": (20, ALL), "banner none": (20, NONE)}, 60, "en", "narrow")
    earlier = {"banner all": (30, ALL), "banner none": (80, NONE), "panel": (40, SOME)}
    come(store, notice, now - timedelta(days=40), earlier, 200)


def words(page: TestResponse) -> str:
    """What a page says, as one line."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


def key(page: TestResponse, id: str) -> str:
    """What a key figure says."""
    found = re.search(rf'<div class="key[^"]*" id="{id}">(.*?)</div>', page.text, re.DOTALL)
    assert found, id
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1]))).strip()


def test_each_key_figure_has_its_interval_its_formula_and_what_became_of_it(
    viewer: FlaskClient, store: Store, notice: str
) -> None:
    fill(store, notice)
    page = viewer.get(OVERVIEW)
    assert key(page, "full_acceptance") == (
        "Alles toegestaan 50,0% 95 procent zeker: 42,3% tot 57,7% In de 30 dagen ervoor was het 20,0%. "
        "Het steeg met 30,0 procentpunt; dat is meer dan toeval. "
        "Eerste keuzes die alles toestaan, gedeeld door alle eerste keuzes."
    )
    assert (
        "80,0% 95 procent zeker: 73,9% tot 85,0% In de 30 dagen ervoor was het 75,0%. Het verschil kan toeval zijn."
        in key(page, "interaction")
    )
    assert "Het daalde met 15,8 procentpunt; dat is meer dan toeval." in key(page, "refusal")
    assert "20,0%" in key(page, "no_choice")
    assert key(page, "partial_acceptance").startswith("Een deel toegestaan 12,5%")
    assert "3,5 s" in key(page, "median_seconds")
    assert key(page, "opt_in_analytics_of_choices").startswith("Analytisch 62,5%")
    assert key(page, "opt_in_analytics_of_displays").startswith("Analytisch 50,0%")
    assert "opt_in_marketing" not in page.text, "the shop does not ask that"


def test_choices_that_could_not_be_recorded_are_shown_with_their_errors(
    viewer: FlaskClient, store: Store, notice: str
) -> None:
    fill(store, notice)
    assert "konden worden vastgelegd" not in viewer.get(OVERVIEW).text
    today = utc_now().date()
    store.count("shop", f"{today - timedelta(days=40)}", error_counts("internal", 7))
    page = words(viewer.get(OVERVIEW))
    assert "Keuzes die niet konden worden vastgelegd 0 vorige periode: 7" in page and "per fout" not in page
    store.count("shop", f"{today}", [*error_counts("rate_limited", 3), *error_counts("store_unavailable", 1200)])
    page = words(viewer.get(OVERVIEW))
    assert "Keuzes die niet konden worden vastgelegd 1.203 vorige periode: 7" in page
    assert "per fout: store_unavailable 1.200, rate_limited 3" in page
    assert "konden worden vastgelegd" not in viewer.get(f"{OVERVIEW}&language=en").text, (
        "nobody knows of which they are"
    )


def test_a_chart_stands_on_the_table_that_is_there_for_everybody(
    viewer: FlaskClient, store: Store, notice: str
) -> None:
    fill(store, notice)
    page = viewer.get(OVERVIEW).text
    for name, kind in (("course", "line"), ("opt-in", "bar"), ("how", "bar")):
        assert f'id="{name}" data-kind="{kind}"' in page
    assert page.count("<table>") == page.count("<figure") == 3
    assert 'data-value="0.5000"' in page


def test_figures_are_split_and_filtered_by_what_the_address_says(
    viewer: FlaskClient, store: Store, notice: str
) -> None:
    fill(store, notice)
    by_language = words(viewer.get(f"{OVERVIEW}&by=language"))
    assert "Nederlands (u) 140 120 85,7%" in by_language and "English 60 40 66,7%" in by_language
    narrow = words(viewer.get(f"{OVERVIEW}&device=narrow"))
    assert "Scherm: Smal" in narrow and "Keren getoond 60" in narrow
    both = viewer.get(f"{OVERVIEW}&by=language&by=device")
    # each language was met on one kind of screen only: that nobody had the other would tell of a few
    assert both.status_code == 200 and "English Smal verborgen verborgen" in words(both)


def test_a_form_leads_to_an_address_that_says_no_more_than_it_must(
    viewer: FlaskClient, store: Store, notice: str
) -> None:
    fill(store, notice)
    today = utc_now().date()
    days = f"from={today - timedelta(days=6)}&to={today}"
    sent = viewer.get(f"{OVERVIEW}&period=7&by=&by=device&language=&how=&{days}")
    assert sent.status_code == 303
    assert parse_qs(urlsplit(sent.location).query) == {"site": ["shop"], "period": ["7"], "by": ["device"]}
    other = viewer.get(f"{OVERVIEW}&period=7&from={today}&to={today}")
    assert parse_qs(urlsplit(other.location).query) == {"site": ["shop"], "from": [str(today)], "to": [str(today)]}
    assert viewer.get(f"/dashboard/?{urlsplit(other.location).query}").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        *("by=language&by=device&how=banner", "by=colour", "period=year", "from=yesterday"),
        *("from=2026-02-02&to=2026-02-01", "from=0001-01-02&to=0001-01-05", "from=1999-12-31&to=2000-01-05"),
    ],
)
def test_what_cannot_be_had_is_said_above_the_usual_figures(
    query: str, viewer: FlaskClient, store: Store, notice: str
) -> None:
    fill(store, notice)
    page = viewer.get(f"{OVERVIEW}&{query}")
    assert page.status_code == 422
    assert 'role="alert"' in page.text and "Keren getoond 200" in words(page)


def test_small_counts_are_hidden_and_too_little_is_said_so(viewer: FlaskClient, store: Store, notice: str) -> None:
    come(store, notice, utc_now(), {"banner": (4, ALL)}, 5)
    page = words(viewer.get(OVERVIEW))
    assert "Keren getoond < 10" in page and "te weinig geteld" in page


def test_a_site_without_figures_says_what_to_do(viewer: FlaskClient) -> None:
    page = viewer.get(OVERVIEW)
    assert page.status_code == 200
    assert "/sites/shop/akkoord.js" in page.text
    assert "Van shop is nog niets geteld" in words(page)


def test_a_change_of_the_question_is_marked_on_its_day(viewer: FlaskClient, store: Store, notice: str) -> None:
    now = utc_now()
    come(store, "0123456789ab", now - timedelta(days=5), {}, 20)
    come(store, notice, now - timedelta(days=3), {}, 20)
    page = viewer.get(OVERVIEW).text
    assert re.findall('data-mark="([^"]+)"', page) == [f"vanaf hier een andere vraag ({notice})"]


def test_the_csv_says_what_the_page_says(viewer: FlaskClient, store: Store, notice: str) -> None:
    fill(store, notice)
    page = viewer.get(f"{OVERVIEW}&by=language").text
    link = re.search(r'href="(\.\./dashboard/overview\.csv\?[^"]+by=language[^"]*)"', page)
    assert link
    answer = viewer.get("/dashboard/" + unescape(link[1]).removeprefix("../dashboard/"))
    assert answer.mimetype == "text/csv" and "shop-" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert [(row["language"], row["displays"], row["choices"]) for row in rows] == [
        ("en", "60", "40"),
        ("nl_NL_formal", "140", "120"),
        ("total", "200", "160"),
    ]


def test_it_speaks_english_to_who_asks_for_that(viewer: FlaskClient, store: Store, notice: str) -> None:
    fill(store, notice)
    page = viewer.get(OVERVIEW, headers={"Accept-Language": "en"})
    assert "It rose by 30.0 percentage points, which is more than chance." in words(page)
    assert "{" not in words(page)


def test_a_page_with_all_that_it_loads_is_small(viewer: FlaskClient, store: Store, notice: str) -> None:
    fill(store, notice)
    page = viewer.get(f"{OVERVIEW}&by=language")
    files = re.findall(r'(?:href|src)="\.\./dashboard/(files/[^"]+)"', page.text)
    assert len(files) == 2
    sent = [brotli.compress(page.data), *(_sent(viewer, file) for file in files)]
    assert sum(map(len, sent)) < LIMIT


def _sent(client: FlaskClient, file: str) -> bytes:
    answer = client.get(f"/dashboard/{file}", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    data: bytes = answer.data
    return data


def test_nothing_on_it_is_inline_or_from_elsewhere(viewer: FlaskClient, store: Store, notice: str) -> None:
    fill(store, notice)
    page = viewer.get(OVERVIEW)
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert not re.search(r"<script>|<style| style=| on[a-z]+=|(?:href|src)=\"https?:", page.text)
