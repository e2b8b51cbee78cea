from __future__ import annotations

import json
from dataclasses import replace

import pytest

from akkoord.catalog import catalog
from akkoord.model import Cookie, Site, Theme
from akkoord.notice import make_notice

SITE = Site(
    id="shop",
    origins=("https://www.shop.example",),
    controller="Shop BV, Utrecht",
    languages=("nl_NL_formal", "en"),
    services=(catalog()["google-analytics"], catalog()["youtube"], catalog()["stripe"]),
)
ANALYTICS, YOUTUBE, STRIPE = SITE.services


def test_the_version_is_twelve_hexadecimal_digits() -> None:
    version = make_notice(SITE).version
    assert len(version) == 12
    assert int(version, 16) >= 0


def test_the_same_site_asks_the_same_notice() -> None:
    assert make_notice(SITE) == make_notice(replace(SITE))


def test_it_asks_the_optional_categories_that_a_service_serves_in_order() -> None:
    assert make_notice(SITE).asked == ("analytics", "marketing")
    assert make_notice(replace(SITE, services=(YOUTUBE, catalog()["crisp"]))).asked == ("functional", "marketing")


def test_a_site_with_necessary_services_alone_asks_nothing() -> None:
    assert make_notice(replace(SITE, services=(STRIPE,))).asked == ()


@pytest.mark.parametrize(
    "other",
    [
        replace(SITE, services=(STRIPE, YOUTUBE, ANALYTICS)),
        replace(SITE, origins=("https://shop.example",)),
        replace(SITE, theme=Theme(accent="#ff0000")),
        replace(SITE, texts={"en": {"title": "Hello"}}),
        replace(SITE, privacy="/privacy"),
        replace(SITE, languages=("en",)),
        replace(SITE, services=(ANALYTICS, YOUTUBE)),
        replace(SITE, services=(replace(ANALYTICS, hosts=("x.example",), source="", reason="x"), YOUTUBE, STRIPE)),
        replace(SITE, services=(replace(ANALYTICS, cookies=ANALYTICS.cookies[::-1]), YOUTUBE, STRIPE)),
    ],
    ids=["order", "origins", "theme", "texts", "privacy", "languages", "necessary", "hosts", "cookie order"],
)
def test_what_is_not_the_question_keeps_the_version(other: Site) -> None:
    assert make_notice(other).version == make_notice(SITE).version


@pytest.mark.parametrize(
    "other",
    [
        replace(SITE, id="blog"),
        replace(SITE, controller="Shop NV"),
        replace(SITE, services=(*SITE.services, catalog()["meta-pixel"])),
        replace(SITE, services=(ANALYTICS, STRIPE)),
        replace(SITE, services=(replace(ANALYTICS, category="marketing"), YOUTUBE, STRIPE)),
        replace(SITE, services=(replace(ANALYTICS, purpose="advertise"), YOUTUBE, STRIPE)),
        replace(SITE, services=(replace(ANALYTICS, provider="Other"), YOUTUBE, STRIPE)),
        replace(SITE, services=(replace(ANALYTICS, country="US"), YOUTUBE, STRIPE)),
        replace(SITE, services=(replace(ANALYTICS, cookies=(Cookie("_ga", "3 years"),)), YOUTUBE, STRIPE)),
    ],
    ids=["site", "controller", "new", "gone", "category", "purpose", "provider", "country", "lifetime"],
)
def test_another_question_has_another_version(other: Site) -> None:
    assert make_notice(other).version != make_notice(SITE).version


def test_the_document_is_the_question_as_canonical_json() -> None:
    document = make_notice(SITE).document
    question = json.loads(document)
    assert json.dumps(question, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == document
    assert question["controller"] == "Shop BV, Utrecht"
    assert [service["id"] for service in question["categories"]["analytics"]] == ["google-analytics"]
    assert "necessary" not in question["categories"]
