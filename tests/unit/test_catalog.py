from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

import pytest

from akkoord.catalog import catalog
from akkoord.model import CATEGORIES, NECESSARY, Service
from akkoord.site_tables import ID, ServiceTable
from akkoord.texts import KINDS, PURPOSES
from akkoord.translate import lifetime
from tests.unit.catalogues import compile_catalogues

SELF_HOSTED = "{controller}"
# fmt: off
EXPECTED = {
    "activecampaign", "addtoany", "adform", "adyen", "amazon-ads",
    "amplitude", "cdnjs", "cloudflare-turnstile", "criteo", "crisp",
    "disqus", "facebook-social", "google-ads", "google-analytics", "google-maps",
    "google-marketing-platform", "google-recaptcha", "google-tag-manager", "hcaptcha", "hotjar",
    "hubspot", "instagram-embed", "intercom", "jsdelivr", "klaviyo",
    "leadfeeder", "leadinfo", "linkedin-insight", "mailchimp", "matomo",
    "matomo-cloud", "meta-pixel", "microsoft-ads", "microsoft-clarity", "mixpanel",
    "mollie", "optimizely", "outbrain", "pinterest-tag", "plausible",
    "posthog", "reddit-pixel", "segment", "sharethis", "snapchat-pixel",
    "spotler", "stripe", "taboola", "tawk-to", "the-trade-desk",
    "tiktok-pixel", "trustpilot", "unpkg", "vimeo", "vwo",
    "x-pixel", "youtube", "zendesk-chat",
}
# fmt: on


@pytest.fixture(scope="module", autouse=True)
def catalogues() -> None:
    compile_catalogues()


@pytest.fixture(params=list(catalog().values()), ids=list(catalog()))
def service(request: pytest.FixtureRequest) -> Service:
    found: Service = request.param
    return found


def test_it_knows_the_services_that_dutch_sites_use() -> None:
    assert set(catalog()) >= EXPECTED


def test_every_id_is_usable_and_stands_in_one_file_only() -> None:
    ids = [
        id
        for file in files("akkoord.catalog").iterdir()
        if file.name.endswith(".toml")
        for id in tomllib.loads(file.read_text(encoding="utf-8"))
    ]
    assert sorted(ids) == list(catalog())
    assert all(ID.fullmatch(id) for id in ids)


def test_every_fact_is_there(service: Service) -> None:
    assert service.name
    assert service.provider
    assert service.hosts
    assert service.source.startswith("https://")
    if service.provider != SELF_HOSTED:
        assert re.fullmatch(r"[A-Z]{2}", service.country)
        assert service.privacy.startswith("https://")


def test_category_and_purpose_are_known(service: Service) -> None:
    assert service.category in CATEGORIES
    assert service.purpose in PURPOSES


def test_a_necessary_service_and_no_other_has_a_reason(service: Service) -> None:
    assert bool(service.reason) == (service.category == NECESSARY)
    assert not service.reason or service.reason.endswith(".")


def test_it_passes_the_checks_of_a_service_of_the_owners(service: Service) -> None:
    cookies = [
        {"name": cookie.name, "lifetime": cookie.lifetime, "kind": cookie.kind, "host": cookie.host}
        for cookie in service.cookies
    ]
    facts = {name: getattr(service, name) for name in ServiceTable.model_fields}
    ServiceTable.model_validate({**facts, "hosts": list(service.hosts), "cookies": cookies})


def test_every_lifetime_can_be_said_in_dutch(service: Service) -> None:
    for cookie in service.cookies:
        words = lifetime(cookie.lifetime, "nl_NL_formal")
        assert re.fullmatch(
            r"\d+ (seconde|minuut|minuten|uur|dag|week|maand|jaar|dagen|weken|maanden|seconden)|tot .+", words
        )
        assert cookie.kind in KINDS


def test_a_cookie_is_listed_once(service: Service) -> None:
    listed = [(cookie.name, cookie.kind, cookie.host) for cookie in service.cookies]
    assert len(listed) == len(set(listed))


def claims() -> Iterator[tuple[str, Service]]:
    for service in catalog().values():
        for host in service.hosts:
            yield host, service


def test_no_pattern_is_claimed_by_services_of_different_categories() -> None:
    claimed: dict[str, str] = {}
    for host, service in claims():
        assert claimed.setdefault(host, service.category) == service.category, host


def test_no_name_on_the_website_itself_is_claimed_by_services_of_different_categories() -> None:
    claimed: dict[tuple[str, str], str] = {}
    for service in catalog().values():
        for cookie in service.cookies:
            if not cookie.host:
                key = (cookie.name, cookie.kind)
                assert claimed.setdefault(key, service.category) == service.category, key


def longest_match(address: str) -> str:
    """The category of an address without its scheme, as the gate would find it."""
    host, slash, rest = address.partition("/")
    best = ("", "")
    for pattern, service in claims():
        pattern_host, pattern_slash, path = pattern.partition("/")
        same_host = bool(pattern_host) and (host == pattern_host or host.endswith(f".{pattern_host}"))
        if same_host and (slash + rest).startswith(pattern_slash + path) and len(pattern) > len(best[0]):
            best = (pattern, service.id)
    return best[1]


@pytest.mark.parametrize(
    ("address", "id"),
    [
        ("www.googletagmanager.com/gtag/js?id=G-ABC", "google-analytics"),
        ("www.googletagmanager.com/gtag/js?id=AW-123", "google-ads"),
        ("www.googletagmanager.com/gtag/js?id=DC-123", "google-marketing-platform"),
        ("www.googletagmanager.com/gtm.js?id=GTM-ABC", "google-tag-manager"),
        ("region1.google-analytics.com/g/collect", "google-analytics"),
        ("www.google.com/maps/embed?pb=1", "google-maps"),
        ("www.google.com/recaptcha/api.js", "google-recaptcha"),
        ("www.google.nl/ads/ga-audiences", "google-ads"),
        ("connect.facebook.net/en_US/fbevents.js", "meta-pixel"),
        ("connect.facebook.net/nl_NL/sdk.js", "facebook-social"),
        ("www.facebook.com/tr?id=1", "meta-pixel"),
        ("www.youtube-nocookie.com/embed/x", "youtube"),
        ("challenges.cloudflare.com/turnstile/v0/api.js", "cloudflare-turnstile"),
        ("cdnjs.cloudflare.com/ajax/libs/x.js", "cdnjs"),
        ("www.google.com/search?q=x", ""),
        ("notvimeo.com/x", ""),
    ],
)
def test_the_longest_match_names_the_service(address: str, id: str) -> None:
    assert longest_match(address) == id
