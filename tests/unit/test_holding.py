from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from akkoord.catalog import catalog
from akkoord.holding import UNKNOWN, Holding, allows, make_holding
from akkoord.model import NECESSARY, Service, Site

EXAMPLES: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "contract" / "address_examples.json").read_text(encoding="utf-8")
)
PAGE = "https://www.shop.example/"


def site(*services: Service, unknown: str = "hold") -> Site:
    return Site(
        id="shop",
        origins=("https://www.shop.example", "http://127.0.0.1:*", "https://winkel.example:8443"),
        controller="Shop BV",
        languages=("nl",),
        services=services,
        unknown=unknown,
    )


def own(category: str, *hosts: str) -> Service:
    return Service("own", "Own", category, "Own BV", "NL", "advertise", hosts=hosts)


@pytest.mark.parametrize(("address", "category"), EXAMPLES["examples"])
def test_an_address_has_the_category_of_the_longest_pattern(address: str, category: str | None) -> None:
    holding = Holding(
        hold={name: tuple(patterns.split()) for name, patterns in EXAMPLES["hold"].items()},
        keys={},
        own=tuple(EXAMPLES["own"].split()),
        unknown=EXAMPLES["unknown"],
    )
    assert holding.category_of(address, EXAMPLES["page"]) == category


def test_the_websites_own_domains_follow_from_its_origins() -> None:
    assert make_holding(site(), backend="consent.else").own == (
        "shop.example",
        "127.0.0.1",
        "winkel.example",
        "consent.else",
    )


def test_a_service_of_the_catalog_that_is_not_listed_is_unknown() -> None:
    holding = make_holding(site(catalog()["google-analytics"]))
    assert holding.category_of("https://www.google-analytics.com/g/collect", PAGE) == "analytics"
    assert holding.category_of("https://static.hotjar.com/c/hotjar.js", PAGE) == UNKNOWN
    assert holding.category_of("/matomo.js", PAGE) == UNKNOWN
    assert holding.category_of("https://cdn.jsdelivr.net/npm/x", PAGE) == NECESSARY


@pytest.mark.parametrize("unknown", ["hold", "allow"])
def test_leaving_out_idle_patterns_changes_nothing(unknown: str) -> None:
    shop = site(catalog()["google-tag-manager"], own("marketing", "jsdelivr.net/npm/own"), unknown=unknown)
    holding = make_holding(shop)
    listed = {service.id: service for service in shop.services}
    for service in {**catalog(), **listed}.values():
        for pattern in service.hosts:
            address = f"https://{pattern}" if not pattern.startswith("/") else pattern
            category = service.category if service.id in listed or service.category == NECESSARY else UNKNOWN
            assert holding.category_of(address, PAGE) == category, pattern


def test_where_unknown_is_let_through_the_catalog_is_still_held() -> None:
    holding = make_holding(site(unknown="allow"))
    assert holding.category_of("https://nobody.test/a.js", PAGE) is None
    assert holding.category_of("https://static.hotjar.com/c/hotjar.js", PAGE) == UNKNOWN


def test_an_unknown_third_party_opens_with_a_yes_to_everything() -> None:
    asked = ("analytics", "marketing")
    assert not allows(UNKNOWN, ("necessary", "analytics"), asked)
    assert allows(UNKNOWN, ("necessary", "analytics", "marketing"), asked)
    assert not allows(UNKNOWN, ("necessary",), ())
    assert allows(NECESSARY, ("necessary",), ())
