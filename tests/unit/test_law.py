"""The law's profiles: dated, sourced, and what a site makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from akkoord.law import CLOSES, KINDS, LAWS, RULES, kept_for, law, lifetime_of, retention_text
from akkoord.model import Site
from akkoord.spans import UNITS, span

SITE = Site("shop", ("https://www.shop.example",), "Shop BV, Utrecht", ("nl",))
EXEMPTING = ("nl", "fr", "it", "uk")


@pytest.mark.parametrize("id", LAWS)
def test_every_value_of_a_profile_has_a_source_and_says_what_it_is_worth(id: str) -> None:
    profile = law(id)
    assert date(2026, 1, 1) <= profile.date
    for name in RULES:
        rule = getattr(profile, name)
        assert rule.kind in KINDS and len(rule.source) > 5, name
        assert rule.kind == "statute" or rule.source != rule.reason
    assert profile.exemption.source and profile.authorities_source
    assert all(urlsplit(each.address).scheme == "https" for each in profile.authorities.values())


@pytest.mark.parametrize("id", LAWS)
def test_the_spans_of_a_profile_do_not_contradict_each_other(id: str) -> None:
    profile = law(id)
    assert span(profile.ask_again.value) <= span(profile.lifetime.value) <= span(profile.ceiling.value)
    assert profile.close.value in CLOSES
    assert profile.retention.value == "" or span(profile.retention.value) >= span("3 years")


def test_the_common_profile_is_the_strictest() -> None:
    common, others = law("eu"), [law(id) for id in LAWS if id not in ("eu", "uk")]
    assert span(common.ceiling.value) <= min(span(each.ceiling.value) for each in others)
    assert span(common.ask_again.value) >= max(span(each.ask_again.value) for each in others)
    assert "refuses" in {each.close.value for each in others} and common.close.value == "refuses"


@pytest.mark.parametrize("id", LAWS)
def test_analytics_are_exempt_only_where_the_law_says_so(id: str) -> None:
    exemption = law(id).exemption
    assert bool(exemption.conditions) == (id in EXEMPTING)
    assert id in EXEMPTING or exemption.reason


@pytest.mark.parametrize(
    ("id", "language", "name"),
    [
        ("nl", "nl_NL_formal", "Autoriteit Persoonsgegevens"),
        ("nl", "en", "Autoriteit Persoonsgegevens"),
        ("be", "nl", "Gegevensbeschermingsautoriteit"),
        ("be", "fr_informal", "Autorité de protection des données"),
        ("be", "de_formal", "Datenschutzbehörde"),
        ("de", "de", ""),
        ("eu", "fr", ""),
    ],
)
def test_an_authority_has_its_name_in_the_language(id: str, language: str, name: str) -> None:
    assert law(id).authority(language).name == name


def test_a_site_goes_before_its_profile() -> None:
    assert lifetime_of(SITE) == timedelta(days=180)
    assert lifetime_of(replace(SITE, lifetime="12 months")) == timedelta(days=360)
    assert retention_text(SITE) == "5 years"
    assert kept_for(replace(SITE, retention="1 year")) == timedelta(days=180 + 365)
    assert kept_for(replace(SITE, law="eu")) is None


@pytest.mark.parametrize("text", ["", "0 days", "6", "months", "six months", "1.5 years", "-1 day", "12345 days"])
def test_what_is_no_span_of_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a span of time"):
        span(text)


@pytest.mark.parametrize("unit", UNITS)
def test_a_span_may_be_in_the_singular_or_the_plural(unit: str) -> None:
    assert 2 * span(f"1 {unit}") == span(f"2 {unit}s")
