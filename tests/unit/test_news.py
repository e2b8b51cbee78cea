"""What is new, in the words of a language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from akkoord.banner import Words
from akkoord.model import Cookie, Site
from akkoord.news import banner_news
from akkoord.notice import make_notice
from tests.unit.catalogues import compile_catalogues
from tests.unit.test_change import ADS, SITE, STATS, with_stats


@pytest.fixture(scope="module", autouse=True)
def catalogues() -> None:
    compile_catalogues()


def told(old: Site, new: Site, language: str = "nl_NL_formal") -> dict[str, str]:
    news = banner_news(Words(new, language), make_notice(new), [make_notice(old)])
    if news is None:
        return {}
    (since,) = news.since.values()
    return {str(category): text for category, text in since.items()}


def test_a_new_service_is_told_with_who_is_behind_it() -> None:
    new = replace(SITE, services=(*SITE.services, replace(ADS, id="pixel", name="Pixel", country="US")))
    outside = "Verenigde Staten, buiten de Europese Economische Ruimte"
    assert told(SITE, new) == {"marketing": f"Nieuw sinds uw keuze: Pixel (Reclame BV, {outside})"}
    assert told(SITE, new, "nl")["marketing"].startswith("Nieuw sinds je keuze: Pixel")
    assert told(SITE, new, "en")["marketing"].startswith("New since your choice: Pixel")


def test_what_is_new_of_a_service_is_told_by_its_name() -> None:
    new = with_stats(purpose="record-sessions", country="BE", cookies=(*STATS.cookies, Cookie("_id", "2 years")))
    assert told(SITE, new) == {
        "analytics": "Nieuw sinds uw keuze: Meet: Meet BV, België, "
        "Vastleggen hoe bezoekers zich door pagina’s bewegen, _id (2 jaar)"
    }


def test_nothing_is_told_where_nothing_is_asked_again() -> None:
    assert told(SITE, with_stats(cookies=())) == {}
    assert told(SITE, SITE) == {}
    assert told(SITE, replace(SITE, controller="Shop NV")) == {}


def test_the_first_layer_speaks_of_less_than_all() -> None:
    new = replace(SITE, services=(*SITE.services, replace(ADS, id="pixel")))
    news = banner_news(Words(new, "nl_NL_formal"), make_notice(new), [make_notice(SITE)])
    assert news is not None
    assert news.texts["accept_all"] == "Accepteren" and news.texts["reject_all"] == "Weigeren"
    assert news.texts["intro"].startswith("Wij, Shop BV, Utrecht, vragen u opnieuw")
    own = replace(new, texts={"nl_NL_formal": {"again_accept": "Toestaan"}})
    again = banner_news(Words(own, "nl_NL_formal"), make_notice(new), [make_notice(SITE)])
    assert again is not None and again.texts["accept_all"] == "Toestaan"
