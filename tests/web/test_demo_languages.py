"""The languages of the demo's website: each page in each of them, and none mixed with another."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from akkoord.banner import panel_file
from akkoord.model import Site
from akkoord.notice import make_notice
from akkoord.web.demo.vendor import create_vendor
from tests.unit.catalogues import DEMO, DEMO_LANGUAGES, template
from tests.web.test_demo import ADDRESSES, PORT, Page, client_of, site
from tests.web.test_demo_vendor import NOW

__all__ = ["site"]

FORMAL = ("nl_NL_formal", "nl", "en")
INFORMAL = ("nl", "nl_NL_formal", "en")
"""What the site lists: the Dutch that comes first is that of the pages, and of the banner."""

SPOKEN = {"nl_NL_formal": ("nl-NL", "", FORMAL), "nl": ("nl", "", INFORMAL), "en": ("en", "/en", FORMAL)}
"""Language -> its tag, what its addresses begin with, and what a site lists that speaks it."""
OTHERS = {
    "nl_NL_formal": r"the|and|you|your|with|je|jij|jou|jouw|jullie",
    "nl": r"the|and|you|your|with|u|uw",
    "en": r"een|het|niet|wij|wordt|uw?|je|jij|voor|naar",
}
"""Language -> words of another one, or of the other way to address somebody."""
OWN = {"nl_NL_formal": r"uw?", "nl": r"je", "en": r"you"}
SAID = ("alt", "aria-label", "content", "data-more", "data-one", "data-thanks", "title")
"""Attributes that are read by people."""


def said(page: Page) -> str:
    """All that a page says to anybody."""
    values = [attributes.get(name) or "" for _, attributes in page.elements for name in SAID]
    return re.sub(r"\s+", " ", "\n".join([page.words, *values]))


@pytest.fixture(scope="module")
def clients(site: Site) -> dict[str, FlaskClient]:
    return {language: client_of(replace(site, languages=listed)) for language, (_, _, listed) in SPOKEN.items()}


@pytest.fixture(params=SPOKEN)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=ADDRESSES)
def page(clients: dict[str, FlaskClient], language: str, request: pytest.FixtureRequest) -> Page:
    response = clients[language].get(SPOKEN[language][1] + request.param)
    assert response.status_code == 200
    return Page(response.text)


def test_every_page_says_its_language_and_speaks_no_other(language: str, page: Page) -> None:
    assert page.all("html") == [{"lang": SPOKEN[language][0]}]
    text = said(page)
    assert re.findall(rf"\b({OTHERS[language]})\b", text, re.IGNORECASE) == []
    assert re.search(rf"\b({OWN[language]})\b", text, re.IGNORECASE)


def test_every_sentence_is_in_the_language_of_the_page(language: str, page: Page) -> None:
    text = said(page)
    for id in template(DEMO):
        # between its placeholders; a single word may be a name, or part of another word
        sentence = max(re.split(r"\{\w+\}", id), key=len)
        assert " " not in sentence or language == "en" or sentence not in text, id


def test_no_placeholder_is_left_open(page: Page) -> None:
    found = set(re.findall(r"\{\w*\}", said(page)))
    assert found <= {"{count}"}, "which the page's own script fills in"


def test_links_stay_in_the_language(language: str, page: Page) -> None:
    within = [
        str(link["href"])
        for link in page.all("a")
        if str(link["href"]).startswith("/")
        and "hreflang" not in link
        and link["href"] != "/sites/dentdinamo/akkoord.js"
    ]
    pages = [address for address in within if not address.startswith("/demo/")]
    assert len(pages) >= 5
    for address in pages:
        assert address.partition("#")[0] in {SPOKEN[language][1] + known for known in ADDRESSES}
    assert set(within) - set(pages) == {f"/demo/gallery?language={language}"}


def test_every_page_names_itself_in_each_language(clients: dict[str, FlaskClient], language: str) -> None:
    dutch = "nl" if language == "nl" else "nl-NL"
    for address in ADDRESSES:
        page = Page(clients[language].get(SPOKEN[language][1] + address).text)
        there = {dutch: address, "en": f"/en{address}"}
        alternates = [link for link in page.all("link") if link["rel"] == "alternate"]
        assert {link["hreflang"]: link["href"] for link in alternates} == there
        switch = [link for link in page.all("a") if "hreflang" in link]
        assert {link["lang"]: link["href"] for link in switch} == there
        assert [link["lang"] for link in switch if "aria-current" in link] == [SPOKEN[language][0]]
        assert "Nederlands" in page.words and "English" in page.words


def test_the_language_is_that_of_the_address_and_not_of_the_browser(clients: dict[str, FlaskClient]) -> None:
    for path, lang in (("/", "nl-NL"), ("/en/", "en")):
        for wanted in ("en", "nl", "de"):
            response = clients["en"].get(path, headers={"Accept-Language": wanted})
            assert response.status_code == 200
            assert Page(response.text).all("html") == [{"lang": lang}]
            assert "Accept-Language" not in response.headers.get("Vary", "")


def test_the_cookie_statement_says_what_the_panel_says(
    site: Site, clients: dict[str, FlaskClient], language: str
) -> None:
    page = Page(clients[language].get(SPOKEN[language][1] + "/cookies").text)
    for category in panel_file(site, make_notice(site), language).categories:
        for service in category.services:
            assert service.purpose in page.words
            assert all(cookie.lifetime in page.words for cookie in service.cookies)


def test_a_site_that_lists_neither_has_pages_in_formal_dutch_and_english(site: Site) -> None:
    client = client_of(replace(site, languages=("de_formal",)))
    tags = [Page(client.get(path).text).all("html")[0]["lang"] for path in ("/", "/en/")]
    assert tags == ["nl-NL", "en"]


def test_the_vendors_speak_the_language_of_the_page_that_leads_to_them(
    clients: dict[str, FlaskClient], language: str
) -> None:
    vendor = create_vendor(lambda: NOW).test_client()
    prefix = SPOKEN[language][1]
    home, treatments = (Page(clients[language].get(f"{prefix}/{name}").text) for name in ("", "behandelingen"))
    (view,) = (str(link["href"]) for link in home.all("a") if "tracker.localhost" in str(link["href"]))
    (player,) = (script for script in treatments.scripts if "/kijk/" in script)
    assert f'"{language}");' in player
    host = {"Host": f"tracker.localhost:{PORT}"}
    for path in (view.removeprefix(f"http://tracker.localhost:{PORT}"), f"/kijk/wortelkanaal?language={language}"):
        shown = Page(vendor.get(path, headers=host).text)
        assert shown.all("html") == [{"lang": SPOKEN[language][0]}]
        assert re.findall(rf"\b({OTHERS[language]})\b", said(shown), re.IGNORECASE) == []


def test_vendors_who_are_asked_for_another_language_speak_formal_dutch() -> None:
    vendor = create_vendor(lambda: NOW).test_client()
    for query in ("", "?language=xx"):
        answer = vendor.get(f"/{query}", headers={"Host": "tracker.localhost"})
        assert Page(answer.text).all("html") == [{"lang": "nl-NL"}]


def test_each_catalogue_is_spoken_on_some_site() -> None:
    assert set(SPOKEN) == set(DEMO_LANGUAGES)
