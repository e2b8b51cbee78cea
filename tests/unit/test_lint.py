"""The rules of the law: each has something that it finds and something that it lets pass."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from akkoord.catalog import catalog
from akkoord.law import law
from akkoord.lint import as_findings, lint
from akkoord.lint.own_words import BUTTONS
from akkoord.lint.requirements import REQUIREMENTS
from akkoord.lint.words import LISTS, found_in, patterns, word_lists
from akkoord.model import Cookie, Service, Site, Theme
from akkoord.texts import OWN_WORDS
from akkoord.translate import Translation, available, chain
from tests.unit.catalogues import compile_catalogues

COUNTER = Service(
    id="teller",
    name="Teller",
    category="analytics",
    provider="Teller BV",
    country="NL",
    purpose="measure-audience",
    privacy="https://teller.example/privacy",
    hosts=("teller.example",),
    cookies=(Cookie("_t", "13 months"),),
)
SITE = Site(
    id="shop",
    origins=("https://www.shop.example",),
    controller="Shop BV, Utrecht",
    languages=("nl_NL_formal", "nl", "en", "de_formal", "fr"),
    services=(catalog()["google-analytics"], catalog()["stripe"], COUNTER),
    privacy="/privacy",
)
EXEMPT = {"exempt": ("teller",), "services": (replace(COUNTER, category="necessary", reason="It only counts."),)}
WHY = {"retention_reason": "Claims in our sector last that long."}
DUTCH = tuple(law("nl").exemption.conditions)


@pytest.fixture(scope="module", autouse=True)
def catalogues() -> None:
    compile_catalogues()


def found(**changes: Any) -> list[str]:
    """The numbers of what is found on the site with these changes."""
    return [breach.number for breach in lint(replace(SITE, **changes))]


def words(language: str, **texts: str) -> Mapping[str, Any]:
    return {"texts": {language: texts}}


def services(service: Service, **changes: Any) -> Mapping[str, Any]:
    return {"services": (replace(service, **changes),)}


def test_a_site_that_keeps_the_rules_has_no_findings() -> None:
    assert found() == []


CASES = [
    # number, what it finds, what it lets pass
    ("AK301", words("nl", accept_all="Ja, accepteer optimale cookies"), words("nl", accept_all="Alles toestaan")),
    ("AK301", words("nl", reject_all="Nee, ik wil geen optimale ervaring"), words("nl", reject_all="Alles weigeren")),
    ("AK301", words("nl_NL_formal", accept_all="OK"), words("nl_NL_formal", accept_all="Alles accepteren")),
    ("AK301", words("en", accept_all="Got it"), words("en", accept_all="Allow all")),
    ("AK301", words("de_formal", title="Für ein optimales Erlebnis"), words("de_formal", title="Cookies")),
    ("AK301", words("fr", accept_all="J’ai compris"), words("fr", accept_all="Tout accepter")),
    (
        "AK302",
        words("en", analytics_text="to give you the best experience"),
        words("en", analytics_text="to count pages"),
    ),
    ("AK303", words("en", intro="We use cookies for:"), words("en", intro="{controller} uses cookies for:")),
    ("AK303", words("nl", intro="Wij gebruiken:"), words("nl", intro="Shop BV, Utrecht gebruikt cookies voor:")),
    ("AK304", words("en", analytics_text="Statistics"), words("en", analytics_text="to see what is read")),
    (
        "AK304",
        words("nl", marketing_name="Reclame op maat", marketing_text="reclame op maat"),
        words("nl", marketing_name="Reclame op maat", marketing_text="om te zien wat werkt"),
    ),
    ("AK305", words("en", change="Read more in our statement."), words("en", change="Withdraw it through the link.")),
    ("AK306", words("en", intro="{controller} has a legitimate interest in:"), words("en", intro="{controller} asks:")),
    (
        "AK306",
        words("nl", rights="Dit is ons gerechtvaardigd belang."),
        words("nl", rights="Je hebt recht op inzage."),
    ),
    (
        "AK306",
        words("de_formal", change="Wegen berechtigter Interessen widerrufbar"),
        words("de_formal", change="Widerrufbar"),
    ),
    ("AK306", words("fr", rights="Sur notre intérêt légitime."), words("fr", rights="Sur votre consentement.")),
    ("AK307", words("en", intro="By continuing {controller} may:"), words("en", intro="{controller} asks for:")),
    (
        "AK307",
        words("nl", change="Als je doorgaat, ga je akkoord. Wijzig dit."),
        words("nl", change="Wijzig dit later."),
    ),
    ("AK308", words("nl_NL_formal", save="Bewaar jouw keuze"), words("nl_NL_formal", save="Bewaar uw keuze")),
    ("AK308", words("nl", save="Bewaar uw keuze"), words("nl", save="Bewaar jouw keuze")),
    ("AK308", words("de_formal", save="Deine Auswahl"), words("de_formal", save="Ihre Auswahl")),
    ("AK308", words("fr", save="Enregistrer ton choix"), words("fr", save="Enregistrer votre choix")),
    (
        "AK309",
        words("en", accept_all="Yes", reject_all="Refuse everything except necessary cookies"),
        words("en", accept_all="Accept all", reject_all="Refuse everything"),
    ),
    (
        "AK310",
        {"theme": Theme(text="#999999", background="#ffffff")},
        {"theme": Theme(text="#595959", background="#ffffff")},
    ),
    ("AK310", {"theme": Theme(text="#333", background="#000")}, {"theme": Theme(text="#333333")}),
    ("AK311", services(COUNTER, country=""), services(COUNTER, country="", cookies=())),
    ("AK311", services(COUNTER, privacy=""), services(COUNTER, privacy="/teller")),
    (
        "AK312",
        services(COUNTER, cookies=(Cookie("_t", "persistent"),)),
        services(COUNTER, cookies=(Cookie("_t", "1 day"),)),
    ),
    (
        "AK313",
        services(catalog()["meta-pixel"], category="necessary", reason="We like it."),
        services(catalog()["meta-pixel"]),
    ),
    ("AK313", services(catalog()["youtube"], category="functional"), services(catalog()["youtube"])),
    (
        "AK313",
        services(COUNTER, category="necessary", reason="It counts.", hosts=("www.google-analytics.com",)),
        services(COUNTER, category="necessary", reason="It pays.", hosts=("js.stripe.com",)),
    ),
    ("AK314", {**EXEMPT, "law": "be", "conditions": DUTCH}, {**EXEMPT, "law": "nl", "conditions": DUTCH}),
    ("AK314", {**EXEMPT, "conditions": DUTCH[1:]}, {**EXEMPT, "conditions": DUTCH[::-1]}),
    ("AK314", {**EXEMPT, "conditions": (*DUTCH, "honest")}, {**EXEMPT, "conditions": DUTCH}),
    ("AK314", {"exempt": ("matomo",), "conditions": DUTCH}, {"exempt": (), "conditions": ()}),
    ("AK314", {"exempt": ("teller",), "conditions": DUTCH}, {**EXEMPT, "conditions": DUTCH}),
    ("AK321", {"lifetime": "13 months"}, {"lifetime": "12 months"}),
    ("AK321", {"lifetime": "7 months", "law": "eu", "retention": "5 years"}, {"lifetime": "7 months", "law": "fr"}),
    ("AK322", {"lifetime": "5 months"}, {"lifetime": "6 months"}),
    ("AK323", {"law": "eu"}, {"law": "eu", "retention": "5 years"}),
    ("AK324", {"retention": "11 years", **WHY}, {"retention": "10 years", **WHY}),
    ("AK325", {"retention": "2 years"}, {"retention": "2 years", **WHY}),
    ("AK325", {"retention": "6 years", "law": "nl"}, {"retention": "1825 days", "law": "nl"}),
    ("AK331", {"privacy": ""}, {"privacy": "/privacy"}),
]


@pytest.mark.parametrize(("number", "broken", "_"), CASES)
def test_a_rule_finds_what_breaks_it(number: str, broken: Mapping[str, Any], _: object) -> None:
    assert set(found(**broken)) == {number}


@pytest.mark.parametrize(("number", "_", "kept"), CASES)
def test_a_rule_lets_pass_what_keeps_it(number: str, _: object, kept: Mapping[str, Any]) -> None:
    assert found(**kept) == []


def test_every_rule_that_needs_no_page_has_such_cases() -> None:
    assert {number for number, _, _ in CASES} == {number for number in REQUIREMENTS if number < "AK340"}


def test_marketing_cannot_be_exempt_even_with_all_conditions() -> None:
    pixel = replace(catalog()["meta-pixel"], category="necessary", reason="We measure.")
    assert found(exempt=("meta-pixel",), conditions=DUTCH, services=(pixel,)) == ["AK313"]


def test_a_finding_has_its_place_its_requirement_and_its_source() -> None:
    breaches = lint(replace(SITE, lifetime="2 years"))
    (finding,) = as_findings(breaches, "akkoord.toml", {("sites", "shop"): 1, ("sites", "shop", "lifetime"): 6})
    assert (finding.number, finding.severity, finding.line, finding.key) == ("AK321", "error", 6, "sites.shop.lifetime")
    assert finding.law == "L21"
    assert str(finding).startswith("akkoord.toml:6: AK321 error: sites.shop.lifetime: A decision holds for 2 years")
    assert str(finding).endswith("[L21: the ceiling of the site's profile]")


def test_what_two_sites_share_is_told_once() -> None:
    careless = replace(SITE, services=(replace(COUNTER, country=""),))
    both = [*lint(careless), *lint(replace(careless, id="blog"))]
    assert [finding.number for finding in as_findings(both, "akkoord.toml", {})] == ["AK311"]


@pytest.mark.parametrize("language", available())
@pytest.mark.parametrize("list", ["interest", "going_on", "wrong_register"])
def test_our_own_texts_keep_the_rules_in_every_language(language: str, list: str) -> None:
    translation = Translation(language)
    texts = [translation.gettext(message) for message in OWN_WORDS.values()]
    assert [(text, words) for text in texts if (words := found_in(text, language, list))] == []


@pytest.mark.parametrize("language", available())
def test_our_own_buttons_do_not_nudge(language: str) -> None:
    translation = Translation(language)
    texts = [translation.gettext(OWN_WORDS[name]) for name in BUTTONS]
    assert [(text, words) for text in texts if (words := found_in(text, language, "nudging"))] == []


@pytest.mark.parametrize("language", available())
def test_every_language_has_words_that_nudge(language: str) -> None:
    assert len(patterns(language, "nudging")) >= 8
    assert patterns(language, "interest")


@pytest.mark.parametrize("language", available())
def test_going_on_is_no_consent_in_any_language(language: str) -> None:
    sentences = tomllib.loads(Path(__file__).with_name("going_on.toml").read_text("utf-8"))
    sentence = next(sentences[name] for name in chain(language) if name in sentences)
    assert found_in(sentence, language, "going_on")


def test_every_list_of_words_can_be_used() -> None:
    assert len(word_lists()) >= 30
    for language, lists in word_lists().items():
        assert set(lists) <= set(LISTS), language
        assert all(patterns(language, name) for name in lists)
