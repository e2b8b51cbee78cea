"""Variants over HTTP: what a page gets, and under which variant it is counted."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from akkoord.archive import read_showing
from akkoord.errors import ConfigurationError
from akkoord.settings import Settings
from akkoord.store import Store
from tests.web.conftest import MakeApp
from tests.web.shop import CONFIG, DECISIONS, DISPLAYS, ME, decision, display, rows, tallied

VARIANTS = """
[sites.shop.variants.b]
share = 0.25
layout = "bar"
texts.nl_NL_formal.title = "Mogen wij cookies gebruiken?"
[sites.shop.variants.c]
share = 0.25
"""
SCRIPT = "/sites/shop/akkoord.js"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    settings.config.write_text(CONFIG + VARIANTS)
    return settings


def counted(store: Store) -> dict[tuple[str, str], int]:
    return {what: count for what, count in tallied(store).items() if what[0] in ("variant", "display_variant")}


def banners(client: FlaskClient) -> list[str]:
    """The first line of each banner file in Dutch that the script names, in its order."""
    script = client.get(SCRIPT).get_data(as_text=True)
    paths = re.findall(r'"(sites/shop/banner/\w+/nl_NL_formal\.js)"', script)
    return [client.get(f"/{path}").get_data(as_text=True) for path in paths]


def test_the_script_takes_one_by_chance(client: FlaskClient) -> None:
    script = client.get(SCRIPT).get_data(as_text=True)
    assert re.search(
        r'\(\(chance=>Object\.assign\(\{"site":"shop".*,'
        r'chance<0\.25\?\{.*"variant":"b"\}:chance<0\.5\?\{.*"variant":"c"\}:\{"variant":"a"\}\)\)\(Math\.random\(\)\),',
        script,
    )


def test_each_variant_has_a_banner_of_its_own(client: FlaskClient) -> None:
    own, other, same = banners(client)
    assert "Mogen wij cookies gebruiken?" in other and '"layout":"bar"' in other
    assert '"layout":"box"' in own
    assert same == own


def test_a_first_visit_brings_no_banner_as_that_variant_would_be_there_sooner(client: FlaskClient) -> None:
    usual, first = (client.get(SCRIPT, headers=headers).data for headers in ({}, {"Sec-Fetch-Site": "same-site"}))
    assert usual == first
    assert b"setTimeout(()=>" in client.get("/sites/blog/akkoord.js", headers={"Sec-Fetch-Site": "same-site"}).data


def test_a_site_without_variants_has_nothing_of_it(client: FlaskClient) -> None:
    script = client.get("/sites/blog/akkoord.js").get_data(as_text=True)
    assert '"variant"' not in script and "chance" not in script


def test_a_display_counts_under_its_variant(client: FlaskClient, store: Store, notice: str) -> None:
    for variant in ("a", "b", "b", "gone", ...):
        assert client.post(DISPLAYS, json=display(notice, variant=variant)).status_code == 204
    assert counted(store) == {("display_variant", "a"): 1, ("display_variant", "b"): 2}


def test_a_decision_counts_under_its_variant_and_the_visitor_can_see_it(
    browser: FlaskClient, store: Store, notice: str
) -> None:
    answer = browser.post(DECISIONS, json=decision(notice, variant="b"))
    assert answer.get_json()["decision"]["variant"] == "b"
    assert counted(store) == {("variant", "b sfAmb"): 1}
    token = answer.get_json()["token"]
    kept: dict[str, Any] = browser.get(ME, headers={"Authorization": f"Bearer {token}"}).get_json()
    assert kept["latest"]["variant"] == "b"


@pytest.mark.parametrize("variant", ["gone", None, ...])
def test_no_decision_fails_by_a_variant_that_is_gone(
    client: FlaskClient, store: Store, notice: str, variant: object
) -> None:
    answer = client.post(DECISIONS, json=decision(notice, variant=variant))
    assert (answer.status_code, answer.get_json()["decision"]["variant"]) == (201, "")
    assert counted(store) == {}


def test_it_does_not_fail_when_it_comes_again_either(make_app: MakeApp, settings: Settings, notice: str) -> None:
    sent = decision(notice, variant="b")
    first = make_app().test_client(use_cookies=False).post(DECISIONS, json=sent)
    settings.config.write_text(CONFIG)
    again = make_app().test_client(use_cookies=False).post(DECISIONS, json=sent)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.get_json()["decision"] == first.get_json()["decision"]


def test_what_a_page_decides_by_itself_no_variant_asked(client: FlaskClient, store: Store, notice: str) -> None:
    client.post(DECISIONS, json=decision(notice, variant="b", how="api"))
    assert counted(store) == {}


def test_a_variant_is_a_short_id(client: FlaskClient, notice: str, ledger_file: Path) -> None:
    for wrong in ("", "B", "b c", "b" * 33, 1):
        assert client.post(DECISIONS, json=decision(notice, variant=wrong)).status_code == 422, wrong
    assert rows(ledger_file) == []


def test_what_each_variant_showed_is_kept(client: FlaskClient, store: Store) -> None:
    client.get("/health/ready")
    documents = [read_showing(store, each) for each in store.showings("shop")]
    kept = {each["variant"]: each for each in documents if each}
    assert set(kept) == {"a", "b", "c"}
    assert kept["b"]["banner"]["nl_NL_formal"]["texts"]["title"] == "Mogen wij cookies gebruiken?"
    assert (kept["a"]["layout"], kept["b"]["layout"]) == ("box", "bar")
    assert len({json.dumps(each["question"]) for each in kept.values()}) == 1


def test_a_variant_that_the_law_refuses_is_not_served(make_app: MakeApp, settings: Settings) -> None:
    settings.config.write_text(CONFIG + VARIANTS + 'texts.en.accept_all = "Yes, great!"\n')
    with pytest.raises(ConfigurationError, match=r"AK301 error: .*In variant c"):
        make_app()
