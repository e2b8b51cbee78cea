"""``GET /api/v1/sites/{site}/stats``."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from akkoord import tally
from akkoord.api_keys import KIND, ApiKeys
from akkoord.model import Display, utc_now
from akkoord.store import Store
from akkoord.store.rows import new_visitor
from tests.samples import DECISION
from tests.web.shop import error

STATS = "/api/v1/sites/shop/stats"


@pytest.fixture
def key(store: Store) -> str:
    return ApiKeys(store).add("dashboard", "shop", utc_now())


def fill(store: Store, notice: str) -> None:
    """Yesterday: 100 displays, 60 in Dutch and 40 in English, and what was decided of them."""
    at = utc_now() - timedelta(days=1)
    day = at.date().isoformat()
    for number in range(100):
        language = "nl_NL_formal" if number < 60 else "en"
        store.count("shop", day, tally.display_counts(Display(notice, language, "wide", "0.1.0")))
        if number < 80:
            id = uuid4()
            choices = {"functional": number % 2 == 0, "analytics": number % 2 == 0}
            one = DECISION.__class__(
                "shop", id, new_visitor(id), at, choices, notice, language, "banner", "wide", "0.1.0"
            )
            store.append(one, [*tally.counts(one), *tally.seconds_counts(3)])


def get(client: FlaskClient, key: str, query: str = "", **headers: str) -> Any:
    return client.get(STATS + query, headers={"Authorization": f"Bearer {key}", **headers})


def test_it_tells_counts_rates_and_how_they_are_made(client: FlaskClient, store: Store, notice: str, key: str) -> None:
    fill(store, notice)
    found = get(client, key).get_json()
    assert (found["site"], found["by"], found["groups"]) == ("shop", [], [])
    counts = found["total"]["counts"]
    assert (counts["displays"], counts["choices"], counts["accepted"], counts["refused"]) == (100, 80, None, 40)
    rates = found["total"]["rates"]
    assert rates["interaction"]["value"] == 0.8
    assert rates["interaction"]["low"] < 0.8 < rates["interaction"]["high"]
    assert found["formulas"]["interaction"] == "first decisions / displays"
    assert found["median_seconds"] == 3.5


def test_figures_are_told_apart_by_one_thing_or_two(client: FlaskClient, store: Store, notice: str, key: str) -> None:
    fill(store, notice)
    by_language = get(client, key, "?by=language").get_json()["groups"]
    assert [(each["group"], each["counts"]["displays"]) for each in by_language] == [
        ({"language": "en"}, 40),
        ({"language": "nl_NL_formal"}, 60),
    ]
    both = get(client, key, "?by=language&by=device").get_json()["groups"]
    assert [each["group"] for each in both] == [
        {"language": "en", "device": "wide"},
        {"language": "nl_NL_formal", "device": "wide"},
    ]
    only = get(client, key, "?by=device&language=en").get_json()
    assert only["total"]["counts"]["displays"] == 40
    assert [each["counts"]["displays"] for each in only["groups"]] == [40]
    by_day = get(client, key, "?by=day").get_json()["groups"]
    assert [each["counts"]["displays"] for each in by_day] == [100]
    by_how = get(client, key, "?by=how").get_json()["groups"]
    assert [(each["group"], each["counts"]["displays"]) for each in by_how] == [({"how": "banner"}, None)]


def test_who_has_no_country_is_told_of_as_unknown(client: FlaskClient, store: Store, notice: str, key: str) -> None:
    fill(store, notice)
    day = (utc_now() - timedelta(days=1)).date().isoformat()
    for _ in range(30):
        store.count("shop", day, tally.display_counts(Display(notice, "en", "wide", "0.1.0", "NL")))
    for query in ("?by=country", "?by=country&by=device"):
        groups = get(client, key, query).get_json()["groups"]
        found = {each["group"]["country"]: each["counts"]["displays"] for each in groups}
        assert found == {"-": 100, "NL": 30}


@pytest.mark.parametrize(("query", "accept"), [("?by=language&format=csv", "*/*"), ("?by=language", "text/csv")])
def test_a_spreadsheet_gets_a_table(
    client: FlaskClient, store: Store, notice: str, key: str, query: str, accept: str
) -> None:
    fill(store, notice)
    response = get(client, key, query, Accept=accept)
    assert response.mimetype == "text/csv"
    rows = list(csv.DictReader(StringIO(response.text)))
    assert [(row["language"], row["displays"], row["choices"]) for row in rows] == [
        ("en", "40", "20"),
        ("nl_NL_formal", "60", "60"),
        ("total", "100", "80"),
    ]
    assert rows[1]["partial"] == "< 10"
    assert (rows[1]["interaction"], rows[1]["partial_acceptance"]) == ("1.0000", "")


def test_the_period_before_is_compared(client: FlaskClient, store: Store, notice: str, key: str) -> None:
    fill(store, notice)
    day = utc_now() - timedelta(days=1)
    before = (day - timedelta(days=1)).date().isoformat()
    for _ in range(100):
        store.count("shop", before, tally.display_counts(Display(notice, "en", "wide", "0.1.0")))
    for number in range(50):
        id = uuid4()
        one = DECISION.__class__(
            *("shop", id, new_visitor(id), day - timedelta(days=1), {"functional": number > 9, "analytics": False}),
            *(notice, "en", "banner", "wide", "0.1.0"),
        )
        store.append(one, tally.counts(one))
    today = day.date().isoformat()
    found = get(client, key, f"?from={today}&to={today}").get_json()
    assert (found["before_first"], found["before_last"]) == (before, before)
    assert found["total"]["rates"]["interaction"]["change"]["word"] == "up"
    assert found["total"]["rates"]["interaction"]["change"]["points"] == pytest.approx(0.3)


def test_a_key_opens_its_site_until_it_is_revoked_and_is_kept_as_a_digest(
    client: FlaskClient, store: Store, key: str
) -> None:
    assert error(client.get(STATS)) == (401, "token_missing")
    assert error(get(client, "akk_nonsense")) == (401, "token_invalid")
    other = ApiKeys(store).add("dashboard", "blog", utc_now())
    assert error(get(client, other)) == (403, "token_for_other_site")
    assert get(client, key).status_code == 200
    assert key not in str(store.documents(KIND))
    ApiKeys(store).revoke("dashboard", "shop")
    assert error(get(client, key)) == (401, "token_invalid")


@pytest.mark.parametrize(
    "query",
    [
        *("?by=visitor", "?by=language&by=device&by=day", "?by=language&by=device&country=NL", "?from=yesterday"),
        *("?from=2026-01-02&to=2026-01-01", "?from=2020-01-01&to=2026-01-01", "?format=xml", "?nonsense=1"),
    ],
)
def test_what_cannot_be_had_is_refused(client: FlaskClient, key: str, query: str) -> None:
    assert error(get(client, key, query)) == (422, "invalid_request")


def test_a_day_before_there_was_anything_to_count_is_refused_with_what_would_be_right(
    client: FlaskClient, key: str
) -> None:
    early = get(client, key, "?from=0001-01-02&to=0001-01-05")
    assert error(early) == (422, "invalid_request")
    [detail] = early.get_json()["error"]["details"]
    assert (detail["field"], detail["hint"]) == ("from", "a UTC day as YYYY-MM-DD, from 2000-01-01 on")
    assert error(get(client, key, "?from=1999-12-31&to=2000-01-05")) == (422, "invalid_request")
    assert get(client, key, "?from=2000-01-01&to=2000-01-05").status_code == 200


def test_a_site_that_is_not_there_has_no_figures(client: FlaskClient, key: str) -> None:
    response = client.get("/api/v1/sites/nowhere/stats", headers={"Authorization": f"Bearer {key}"})
    assert error(response) == (404, "unknown_site")
