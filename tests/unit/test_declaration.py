from __future__ import annotations

from dataclasses import replace

import pytest

from akkoord.catalog import catalog
from akkoord.declaration import Declaration, address, declaration
from akkoord.model import Cookie, Service, Site
from akkoord.notice import make_notice
from tests.unit.catalogues import compile_catalogues

OWN = Service(
    id="teller",
    name="Teller",
    category="analytics",
    provider="Teller Inc.",
    country="US",
    purpose="measure-audience",
    privacy="/teller",
    cookies=(Cookie("_t", "13 months"), Cookie("uid", "1 year", "local storage", "teller.example")),
)
SITE = Site(
    id="shop",
    origins=("https://www.shop.example",),
    controller="Shop BV",
    languages=("nl_NL_formal", "nl", "en"),
    services=(catalog()["google-analytics"], OWN, catalog()["stripe"]),
    privacy="/privacy",
)


@pytest.fixture(scope="module", autouse=True)
def catalogues() -> None:
    compile_catalogues()


def declared(site: Site = SITE, language: str = "nl_NL_formal") -> Declaration:
    return declaration(site, make_notice(site), language)


def test_it_has_the_necessary_category_and_those_that_are_asked() -> None:
    necessary, analytics = declared().categories
    assert (necessary.id, analytics.id) == ("necessary", "analytics")
    assert [service.name for service in necessary.services] == ["Akkoord", "Stripe"]
    assert "wet vraagt er geen toestemming voor" in necessary.note
    assert analytics.note == "Deze worden pas gebruikt nadat u toestemming hebt gegeven."
    assert analytics.text.startswith("Om te meten") and analytics.text.endswith("verbeteren.")


def test_a_service_has_its_provider_country_purpose_and_cookies() -> None:
    google, teller = declared().categories[1].services
    assert google.country == "Ierland"
    assert (teller.provider, teller.purpose) == ("Teller Inc.", "Meten hoe de website wordt gebruikt")
    assert teller.country == "Verenigde Staten, buiten de Europese Economische Ruimte"
    shown = [(cookie.name, cookie.kind, cookie.lifetime, cookie.host) for cookie in teller.cookies]
    assert shown == [("_t", "Cookie", "13 maanden", ""), ("uid", "Lokale opslag", "1 jaar", "teller.example")]


def test_the_providers_of_a_category_are_named_in_one_sentence_each_once() -> None:
    twice = replace(OWN, id="another")
    site = replace(SITE, services=(*SITE.services, twice))
    google = SITE.services[0].provider
    assert declared(site).categories[1].providers == f"Aanbieders: {google} en Teller Inc."


@pytest.mark.parametrize(("country", "shown"), [("", ""), ("Utrecht", "Utrecht"), ("NO", "Noorwegen"), ("EU", "EU")])
def test_only_of_a_country_outside_the_eea_it_is_said_that_it_is(country: str, shown: str) -> None:
    site = replace(SITE, services=(replace(OWN, country=country),))
    assert declared(site).categories[1].services[0].country == shown


def test_the_owners_words_come_first() -> None:
    own = {"analytics_name": "Tellen", "analytics_text": "om te tellen.", "declaration_intro": "{controller} telt."}
    site = replace(SITE, texts={"nl_NL_formal": {**own, "declaration_kept": "{lifetime}, {retention}"}})
    page = declared(site)
    assert (page.categories[1].name, page.categories[1].text) == ("Tellen", "Om te tellen.")
    assert (page.intro, page.kept) == ("Shop BV telt.", "6 maanden, 5 jaar")


def test_no_name_of_an_owner_is_filled_in_itself() -> None:
    assert declared(replace(SITE, controller="{version}")).intro.startswith("{version} gebruikt")


def test_the_site_says_how_long_a_choice_holds_and_is_kept() -> None:
    assert "6 months" in declared(SITE, "en").kept and "5 years" in declared(SITE, "en").kept
    site = replace(SITE, lifetime="90 days", retention="1 year")
    assert "90 days" in declared(site, "en").kept and "1 year" in declared(site, "en").kept


def test_whom_to_complain_to_is_that_of_the_law() -> None:
    assert declared(SITE, "en").authority.name == "Autoriteit Persoonsgegevens"
    assert declared(replace(SITE, law="be"), "fr").authority.name == "Autorité de protection des données"


@pytest.mark.parametrize(
    ("origin", "page", "seen"),
    [
        ("https://www.shop.example", "/privacy", "https://www.shop.example/privacy"),
        ("https://www.shop.example", "https://shop.example/privacy", "https://shop.example/privacy"),
        ("https://www.shop.example", "", ""),
        ("http://localhost:*", "/privacy", "/privacy"),
    ],
)
def test_a_path_is_one_of_the_website_and_not_of_the_backend(origin: str, page: str, seen: str) -> None:
    assert address(replace(SITE, origins=(origin,)), page) == seen


def test_links_of_services_lead_to_the_website_too() -> None:
    page = declared()
    assert page.privacy == page.categories[0].services[0].privacy == "https://www.shop.example/privacy"
    assert page.categories[1].services[1].privacy == "https://www.shop.example/teller"


def test_it_names_the_version_of_what_is_asked() -> None:
    assert declared().version.endswith(make_notice(SITE).version)


def test_it_names_the_languages_as_they_call_themselves() -> None:
    names = [(other.id, other.lang, other.name) for other in declared().languages]
    assert names == [
        ("nl_NL_formal", "nl-NL", "Nederlands (u)"),
        ("nl", "nl", "Nederlands (je)"),
        ("en", "en", "English"),
    ]
