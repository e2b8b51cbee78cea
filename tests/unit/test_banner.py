from __future__ import annotations

from dataclasses import replace

import pytest

from akkoord.baked import BannerFile, PanelFile
from akkoord.banner import banner_file, fill, panel_file, placeholders
from akkoord.catalog import catalog
from akkoord.model import Site, Theme
from akkoord.notice import make_notice
from akkoord.texts import BANNER_TEXTS, PANEL_TEXTS
from tests.unit.catalogues import compile_catalogues

SITE = Site(
    id="shop",
    origins=("https://www.shop.example",),
    controller="Shop BV, Utrecht",
    languages=("nl_NL_formal", "en"),
    services=(catalog()["google-analytics"], catalog()["youtube"], catalog()["stripe"]),
    theme=Theme(accent="#0b5fff"),
    privacy="/privacy",
)


@pytest.fixture(scope="module", autouse=True)
def catalogues() -> None:
    compile_catalogues()


def banner(site: Site = SITE, language: str = "nl_NL_formal") -> BannerFile:
    return banner_file(site, make_notice(site), language)


def panel(site: Site = SITE, language: str = "nl_NL_formal") -> PanelFile:
    return panel_file(site, make_notice(site), language)


def texts(file: BannerFile | PanelFile) -> dict[str, str]:
    return dict(file.model_dump()["texts"])


def test_it_has_every_text_in_the_language() -> None:
    found = texts(banner())
    assert found.keys() == BANNER_TEXTS.keys()
    assert found["accept_all"] == "Alles accepteren"
    assert found["reject_all"] == "Alles weigeren"
    assert texts(banner(language="en"))["accept_all"] == "Accept all"
    assert texts(panel()).keys() == PANEL_TEXTS.keys()
    assert not PANEL_TEXTS.keys() & BANNER_TEXTS.keys()
    assert texts(panel())["save"] == "Mijn keuze opslaan"


def test_it_tells_its_language_and_direction() -> None:
    assert (banner().lang, banner().dir) == ("nl-NL", "ltr")


def test_the_controller_is_filled_in() -> None:
    assert texts(banner())["intro"].startswith("Wij, Shop BV, Utrecht, gebruiken cookies")
    assert "Shop BV, Utrecht" in texts(panel())["panel_intro"]


def test_the_provider_of_embedded_content_is_left_to_the_page() -> None:
    assert "{provider}" in texts(panel())["embed"]


def test_the_owners_words_come_first() -> None:
    own = {"title": "Koekjes van {controller}", "analytics_name": "Tellen", "analytics_text": "om te tellen"}
    site = replace(SITE, texts={"nl_NL_formal": {**own, "purpose_play-video": "Filmpjes"}})
    file = banner(site)
    assert texts(file)["title"] == "Koekjes van Shop BV, Utrecht"
    assert (file.categories[1].name, file.categories[1].text) == ("Tellen", "om te tellen")
    assert panel(site).categories[2].services[0].purpose == "Filmpjes"
    assert texts(banner(site, "en"))["title"] == "Cookies on this website"


def test_the_necessary_category_comes_first_with_our_own_cookie_on_top() -> None:
    necessary = panel().categories[0]
    assert necessary.id == "necessary"
    own, stripe = necessary.services
    assert (own.name, own.provider, own.privacy) == ("Akkoord", "Shop BV, Utrecht", "/privacy")
    assert [(cookie.name, cookie.kind, cookie.lifetime) for cookie in own.cookies] == [
        ("akkoord", "Cookie", "6 maanden")
    ]
    assert stripe.name == "Stripe"


def test_the_asked_categories_follow_with_their_services_and_no_others() -> None:
    file = banner()
    assert [category.id for category in file.categories] == ["necessary", "analytics", "marketing"]
    assert [category.id for category in panel().categories] == ["necessary", "analytics", "marketing"]
    analytics = panel().categories[1].services
    assert [service.name for service in analytics] == ["Google Analytics"]
    assert analytics[0].purpose == "Meten hoe de website wordt gebruikt"
    assert analytics[0].cookies[0].model_dump() == {"name": "_ga", "kind": "Cookie", "lifetime": "2 jaar"}


def test_a_provider_is_named_with_its_country_and_whether_that_is_outside_europe() -> None:
    own = panel().categories[0].services[0]
    assert own.country == ""
    countries = {
        code: panel(replace(SITE, services=(replace(catalog()["youtube"], country=code),)))
        .categories[1]
        .services[0]
        .country
        for code in ("IE", "NO", "US")
    }
    assert countries == {
        "IE": "Ierland",
        "NO": "Noorwegen",
        "US": "Verenigde Staten, buiten de Europese Economische Ruimte",
    }


def test_embedded_content_is_known_by_its_service_and_provider() -> None:
    service = replace(
        catalog()["youtube"], name="YouTube", provider="Google Ireland Ltd.", hosts=("youtube.com", "/own")
    )
    assert panel(replace(SITE, services=(service,))).embeds == {"youtube.com": "YouTube (Google Ireland Ltd.)"}
    same = replace(service, provider="YouTube LLC")
    assert panel(replace(SITE, services=(same,))).embeds == {"youtube.com": "YouTube LLC"}


def test_a_visitor_can_choose_among_the_languages_that_can_be_told_apart() -> None:
    assert panel().languages == {"nl_NL_formal": "Nederlands", "en": "English"}
    several = replace(SITE, languages=("nl_NL_formal", "nl", "en"))
    assert panel(several).languages == {"nl_NL_formal": "Nederlands (u)", "nl": "Nederlands (je)", "en": "English"}


def test_it_says_how_it_stands_on_the_page_and_that_nothing_closes_it() -> None:
    assert (banner().layout, banner().close) == ("box", "absent")
    assert banner(replace(SITE, layout="bar")).layout == "bar"


def test_the_owners_colours_come_with_what_can_be_read_on_them() -> None:
    theme = banner().theme
    assert list(theme) == ["light", "dark"]
    assert theme["light"] == {
        "accent": "#0b5fff", "on-accent": "#ffffff", "background": "#ffffff", "text": "#1d2733",
    }  # fmt: skip
    dark = replace(SITE, theme=Theme(scheme="dark"))
    assert list(banner(dark).theme) == ["dark"]
    assert panel().privacy == "/privacy"


def test_filling_replaces_known_names_and_looks_into_nothing() -> None:
    assert fill("{a} {b} {a.__class__}", a="{b}", c="x") == "{b} {b} {a.__class__}"
    assert placeholders("{a} and {b.c} and {a}") == {"a", "b.c"}


@pytest.mark.parametrize(
    ("law", "language", "close", "name"),
    [
        ("nl", "nl_NL_formal", "absent", "Autoriteit Persoonsgegevens"),
        ("it", "en", "refuses", "Garante per la protezione dei dati personali"),
        ("eu", "en", "refuses", "Data protection authorities in Europe"),
    ],
)
def test_it_tells_what_the_law_of_the_site_wants(law: str, language: str, close: str, name: str) -> None:
    site = replace(SITE, law=law)
    authority = panel(site, language).authority
    assert (banner(site, language).close, authority.name) == (close, name)
    assert authority.address.startswith("https://")


def test_it_tells_how_long_a_choice_holds_on_that_site() -> None:
    told = panel(replace(SITE, lifetime="12 months"))
    assert "12 maanden" in texts(told)["panel_intro"]
    assert told.categories[0].services[0].cookies[0].lifetime == "12 maanden"
