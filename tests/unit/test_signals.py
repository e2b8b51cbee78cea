"""Which vendors are told what was chosen, and the settings that say how."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from babel import Locale

from akkoord.holding import make_holding
from akkoord.model import NECESSARY, SIGNALS, Cookie, Service, Signals, Site
from akkoord.regions import GROUPS, countries, is_region
from akkoord.signals import DATA_LAYER, signals
from akkoord.sites import Loaded, load_sites
from tests.unit.catalogues import compile_catalogues

ROOT = Path(__file__).resolve().parents[2]
SITE = """\
[sites.shop]
origins = ["https://www.shop.example"]
controller = "Shop BV, Utrecht"
languages = ["nl"]
services = ["teller"]
[services.teller]
name = "Teller"
category = "analytics"
provider = "Teller BV"
purpose = "measure-audience"
hosts = ["teller.example"]
signal = "google"
"""
ADVANCED = Signals(google="advanced-without-consent")


@pytest.fixture(scope="module", autouse=True)
def catalogues() -> None:
    compile_catalogues()


def service(signal: str, category: str = "marketing", id: str = "one") -> Service:
    hosts = (f"{id}.example",)
    return Service(id, id, category, "One BV", "NL", "advertise", hosts=hosts, signal=signal, reason="It must.")


def site(*services: Service, told: Signals | None = None) -> Site:
    return Site("shop", ("https://www.shop.example",), "Shop BV", ("nl",), services, signals=told or Signals())


def load(tmp_path: Path, settings: str) -> Loaded:
    file = tmp_path / "akkoord.toml"
    file.write_text(f"{SITE}[sites.shop.signals]\n{settings}\n")
    return load_sites(file)


def test_every_signal_is_a_file_of_the_widget_and_every_file_is_a_signal() -> None:
    files = {path.stem for path in (ROOT / "widget" / "src" / "signals").glob("*.ts")}
    assert files == {*SIGNALS, DATA_LAYER}


def test_a_site_is_told_to_the_vendors_of_its_services_and_to_no_other() -> None:
    assert signals(site()) == {}
    assert signals(site(service(""))) == {}
    assert signals(site(service("meta"), service("matomo", "analytics", "two"))) == {
        "meta": {"categories": ["marketing"]},
        "matomo": {"categories": ["analytics"]},
    }


def test_one_yes_or_no_is_for_all_services_that_listen_to_it() -> None:
    both = site(service("matomo", "analytics"), service("matomo", "functional", "two"))
    assert signals(both) == {"matomo": {"categories": ["analytics", "functional"]}}


def test_a_necessary_service_is_told_nothing_unless_it_loads_what_is_none() -> None:
    assert signals(site(service("matomo", NECESSARY))) == {}
    assert list(signals(site(service("google", NECESSARY)))) == ["google"]


def test_google_is_told_of_the_data_layer_and_denied_everywhere() -> None:
    assert signals(site(service("google"))) == {"google": {"redact": True, "passthrough": False, "announce": True}}
    settings = Signals(ads_data_redaction=False, url_passthrough=True, data_layer="never")
    assert signals(site(service("google"), told=settings)) == {
        "google": {"redact": False, "passthrough": True, "announce": False}
    }


def test_the_data_layer_is_used_without_google_only_if_the_owner_says_so() -> None:
    assert signals(site(service("meta"), told=Signals(data_layer="always"))) == {
        "meta": {"categories": ["marketing"]},
        "data-layer": {},
    }
    assert signals(site(told=Signals(data_layer="never"))) == {}


def test_a_granted_default_names_the_countries_where_it_does_not_hold() -> None:
    told = replace(ADVANCED, elsewhere="granted-without-consent")
    regions = signals(site(service("google"), told=told))["google"]["regions"]
    assert {"NL", "NO", "GB", "CH"} <= set(regions) and len(regions) == 32
    assert not {"EU", "EEA", "UK"} & set(regions)


def test_a_granted_default_reaches_no_tag_that_is_held() -> None:
    told = Signals(elsewhere="granted-without-consent")
    assert "regions" not in signals(site(service("google"), told=told))["google"]


def test_the_groups_are_countries() -> None:
    territories = Locale("en").territories
    assert len(GROUPS["EEA"]) == len(set(GROUPS["EEA"])) == 30
    assert all(code in territories and is_region(code) for codes in GROUPS.values() for code in codes)
    assert countries(("EEA", "NL", "US-CA"))[-2:] == ["SK", "US-CA"]


@pytest.mark.parametrize("code", ["EU", "UK", "XX", "nl", "NLD", "NL-", "", "EEA ", "001"])
def test_what_is_no_region_is_none(code: str) -> None:
    assert not is_region(code)


def test_basic_mode_holds_google_and_advanced_mode_lets_it_through_and_nothing_else() -> None:
    services = (service("google"), service("meta", id="two"))
    held = make_holding(site(*services)).hold["marketing"]
    assert {"one.example", "two.example"} <= set(held)
    holding = make_holding(site(*services, told=ADVANCED))
    assert holding.category_of("https://one.example/a.js", "https://www.shop.example/") == NECESSARY
    assert holding.category_of("https://two.example/a.js", "https://www.shop.example/") == "marketing"


def test_the_cookies_of_google_are_held_in_advanced_mode_too() -> None:
    google = replace(service("google", "analytics"), cookies=(Cookie("_ga", "2 years"),))
    assert make_holding(site(google, told=ADVANCED)).keys == {"analytics": ("_ga",)}


def test_the_settings_are_read(tmp_path: Path) -> None:
    loaded = load(tmp_path, 'url_passthrough = true\nads_data_redaction = false\ndenied_in = ["EEA", "US-CA"]')
    assert loaded.findings == []
    assert loaded.sites["shop"].signals == Signals(
        denied_in=("EEA", "US-CA"), ads_data_redaction=False, url_passthrough=True
    )
    assert load(tmp_path, "").sites["shop"].signals == Signals()


@pytest.mark.parametrize(
    ("settings", "number", "place", "hint"),
    [
        ('denied_in = ["EU"]', "AK123", "denied_in[0]", "EEA"),
        ('denied_in = ["UK"]', "AK123", "denied_in[0]", "GB"),
        ('denied_in = ["Nederland"]', "AK123", "denied_in[0]", "ISO 3166-2"),
        ("denied_in = []", "AK123", "denied_in", "EEA, GB, CH"),
        ('google = "advanced"', "AK119", "google", "advanced-without-consent"),
        ('elsewhere = "granted"', "AK119", "elsewhere", "granted-without-consent"),
        ('data_layer = "allways"', "AK119", "data_layer", "always"),
        ('url_pasthrough = "x"', "AK103", "url_pasthrough", "url_passthrough"),
        ('url_passthrough = "yes"', "AK104", "url_passthrough", ""),
    ],
)
def test_a_wrong_setting_is_an_error_with_a_hint(
    settings: str, number: str, place: str, hint: str, tmp_path: Path
) -> None:
    loaded = load(tmp_path, settings)
    (finding,) = loaded.findings
    assert (finding.number, finding.severity, finding.key) == (number, "error", f"sites.shop.signals.{place}")
    assert hint in finding.hint
    assert loaded.sites == {}


@pytest.mark.parametrize(
    ("settings", "numbers"),
    [
        ('google = "basic"', []),
        ('google = "advanced-without-consent"', ["AK124"]),
        ('elsewhere = "granted-without-consent"', ["AK125"]),
        ('google = "advanced-without-consent"\nelsewhere = "granted-without-consent"', ["AK124", "AK125"]),
    ],
)
def test_telling_before_consent_is_a_warning(settings: str, numbers: list[str], tmp_path: Path) -> None:
    loaded = load(tmp_path, settings)
    assert [finding.number for finding in loaded.findings] == numbers
    assert {finding.severity for finding in loaded.findings} <= {"warning"}
    assert all(finding.line and finding.line > 12 and finding.hint for finding in loaded.findings)
    assert list(loaded.sites) == ["shop"]
