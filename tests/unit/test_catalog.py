from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

import pytest

from akkoord.catalog import catalog
from akkoord.catalog.lookup import find, fits, service_of
from akkoord.model import CATEGORIES, NECESSARY, SIGNALS, Service
from akkoord.site_tables import ServiceTable
from akkoord.site_values import ID
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
    assert len(catalog()) >= 250


def test_it_knows_services_of_every_purpose_but_the_choice_itself() -> None:
    assert {service.purpose for service in catalog().values()} == set(PURPOSES) - {
        "remember-choice",
        "remember-preferences",
    }


def test_dutch_providers_are_among_them() -> None:
    assert sum(service.country == "NL" for service in catalog().values()) >= 20


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


OPEN_COOKIE_DATABASE = "https://github.com/jkwakman/Open-Cookie-Database"


def test_cookies_have_a_source_of_their_own_only_where_it_is_another(service: Service) -> None:
    assert service.cookies_source == "" or service.cookies_source.startswith("https://")
    assert service.cookies_source != service.source
    assert service.cookies or not service.cookies_source


def test_a_list_of_cookies_is_no_source_for_hosts_that_it_does_not_name(service: Service) -> None:
    if service.source == OPEN_COOKIE_DATABASE:
        named = {cookie.host for cookie in service.cookies if cookie.host}
        assert any(host == name or name.endswith(f".{host}") for host in service.hosts for name in named)


def test_what_a_third_party_keeps_is_kept_under_a_host(service: Service) -> None:
    for cookie in service.cookies:
        assert re.fullmatch(r"([a-z0-9-]+\.)+[a-z]+|", cookie.host)


SIGNALLED = {
    "google-ads": "google",
    "google-analytics": "google",
    "google-marketing-platform": "google",
    "google-tag-manager": "google",
    "matomo": "matomo",
    "matomo-cloud": "matomo",
    "meta-pixel": "meta",
    "microsoft-ads": "microsoft-uet",
    "microsoft-clarity": "microsoft-clarity",
    "pinterest-tag": "pinterest",
    "posthog": "posthog",
    "tiktok-pixel": "tiktok",
}


def test_a_service_with_a_way_to_be_told_the_choice_names_it() -> None:
    assert {id: service.signal for id, service in catalog().items() if service.signal} == SIGNALLED
    assert set(SIGNALLED.values()) == set(SIGNALS)


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


def test_no_pattern_reaches_a_name_of_another_category() -> None:
    """What a visitor refuses in one category must not shut what was allowed in another."""
    own = [(service, cookie) for service in catalog().values() for cookie in service.cookies if not cookie.host]
    patterns = [(service, cookie) for service, cookie in own if "*" in cookie.name]
    assert len(patterns) > 100
    for service, cookie in own:
        for other, pattern in patterns:
            if other.category != service.category and pattern.kind == cookie.kind:
                assert not fits(cookie.name.replace("*", "x"), pattern.name), (service.id, cookie.name, other.id)


def test_what_is_necessary_is_for_nothing_else() -> None:
    purposes = {service.purpose for service in catalog().values() if service.category == NECESSARY}
    assert purposes == {"deliver", "pay", "protect"}


def test_what_measures_or_advertises_is_never_necessary() -> None:
    """A tracker under a necessary host has a longer pattern of its own: nothing that advertises is let through."""
    shut = [service for service in catalog().values() if service.category in ("analytics", "marketing")]
    for service in shut:
        for pattern in service.hosts:
            found = service_of(pattern)
            assert found is not None
            assert found.category != NECESSARY, pattern


def test_reviewed_facts_decide_what_is_necessary() -> None:
    """Contested ones stay out of it."""
    for id in ("google-recaptcha", "google-fonts", "adobe-fonts", "font-awesome", "trustpilot", "klarna-messaging"):
        assert catalog()[id].category == "functional"


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
        ("www.google.com/cse/cse.js", "google-search"),
        ("www.google.nl/ads/ga-audiences", "google-ads"),
        ("docs.google.com/forms/d/e/x/viewform?embedded=true", "google-forms"),
        ("fonts.googleapis.com/css2?family=Inter", "google-fonts"),
        ("maps.googleapis.com/maps/api/js", "google-maps"),
        ("ajax.googleapis.com/ajax/libs/jquery/3.7.1/jquery.min.js", "google-hosted-libraries"),
        ("pay.google.com/gp/p/js/pay.js", "google-pay"),
        ("connect.facebook.net/en_US/fbevents.js", "meta-pixel"),
        ("connect.facebook.net/nl_NL/sdk.js", "facebook-social"),
        ("www.facebook.com/tr?id=1", "meta-pixel"),
        ("www.youtube-nocookie.com/embed/x", "youtube"),
        ("challenges.cloudflare.com/turnstile/v0/api.js", "cloudflare-turnstile"),
        ("static.cloudflareinsights.com/beacon.min.js", "cloudflare-web-analytics"),
        ("cdnjs.cloudflare.com/ajax/libs/x.js", "cdnjs"),
        ("cdnjs.cloudflare.com/ajax/libs/fingerprintjs2/2.1.0/fingerprint2.min.js", "fingerprint"),
        ("cdn.jsdelivr.net/npm/bootstrap@5/dist/js/bootstrap.min.js", "jsdelivr"),
        ("cdn.jsdelivr.net/npm/posthog-js@1/dist/array.js", "posthog"),
        ("unpkg.com/react@18/umd/react.production.min.js", "unpkg"),
        ("unpkg.com/@amplitude/analytics-browser", "amplitude"),
        ("stackpath.bootstrapcdn.com/bootstrap/4.5.2/css/bootstrap.min.css", "bootstrapcdn"),
        ("cdn.shopify.com/s/files/1/shop.jpg", "shopify-files"),
        ("cdn.shopify.com/s/trekkie.storefront.abc.min.js", "shopify-analytics"),
        ("i0.wp.com/shop.example/photo.jpg", "wordpress-files"),
        ("stats.wp.com/e-202648.js", "jetpack-stats"),
        ("www.paypal.com/sdk/js?client-id=x", "paypal"),
        ("www.paypalobjects.com/muse/muse.js", "paypal-marketing"),
        ("t.paypal.com/ts?v=1", "paypal-marketing"),
        ("js.klarna.com/web-sdk/v1/klarna.js", "klarna"),
        ("eu-library.klarnaservices.com/lib.js", "klarna-messaging"),
        ("adobe.tt.omtrdc.net/rest/v1/delivery", "adobe-target"),
        ("shop.sc.omtrdc.net/b/ss/x", "adobe-analytics"),
        ("use.typekit.net/abc.css", "adobe-fonts"),
        ("js-eu1.hs-scripts.com/1.js", "hubspot"),
        ("js-eu1.hsforms.net/forms/embed/v2.js", "hubspot-forms"),
        ("platform.linkedin.com/in.js", "linkedin-embed"),
        ("snap.licdn.com/li.lms-analytics/insight.min.js", "linkedin-insight"),
        ("platform.twitter.com/widgets.js", "x-embed"),
        ("static.ads-twitter.com/uwt.js", "x-pixel"),
        ("www.tiktok.com/embed.js", "tiktok-embed"),
        ("analytics.tiktok.com/i18n/pixel/events.js", "tiktok-pixel"),
        ("ct.pinterest.com/v3/", "pinterest-tag"),
        ("assets.pinterest.com/js/pinit.js", "pinterest-embed"),
        ("www.bing.com/api/maps/mapcontrol", "bing-maps"),
        ("bat.bing.com/bat.js", "microsoft-ads"),
        ("dnn506yrbagrg.cloudfront.net/pages/x.js", "crazy-egg"),
        ("service.pdok.nl/brt/achtergrondkaart/wmts/v2_0", "pdok"),
        ("tc.tradetracker.net/?c=1", "tradetracker"),
        ("https://www.dwin1.com/1001.js", "awin"),
        ("/matomo.php?idsite=1", "matomo"),
        ("/cdn-cgi/challenge-platform/h/b/scripts/jsd/main.js", "cloudflare-challenge"),
        ("/cdn-cgi/rum?", "cloudflare-web-analytics"),
        ("abc.cloudfront.net/x.js", ""),
        ("www.google.com/search?q=x", ""),
        ("notvimeo.com/x", ""),
        ("vimeo.com.evil.example/x", ""),
        ("not an address", ""),
        ("https://[/", ""),
        ("", ""),
    ],
)
def test_the_longest_match_names_the_service(address: str, id: str) -> None:
    found = service_of(address)
    assert (found.id if found else "") == id
    if found and not address.startswith(("/", "https:")):
        assert service_of(f"https://{address}") is found


@pytest.mark.parametrize(
    ("word", "id"),
    [
        ("hotjar", "hotjar"),
        ("HOTJAR", "hotjar"),
        ("_hjid", "hotjar"),
        ("_hjSessionUser_123", "hotjar"),
        ("static.hotjar.com", "hotjar"),
        ("https://static.hotjar.com/c/hotjar-1.js?sv=6", "hotjar"),
        ("wss://ws.hotjar.com/x", "hotjar"),
        ("squeezely", "spotler"),
        ("Klantenvertellen", "kiyoh"),
        ("fbevents.js", ""),
        ("_ga_ABC123", "google-analytics"),
    ],
)
def test_a_word_finds_the_service(word: str, id: str) -> None:
    assert [service.id for service in find(word, catalog().values())] == ([id] if id else [])


def test_the_service_that_is_called_comes_first() -> None:
    assert find("youtube.com", catalog().values())[0].id == "youtube"
    assert len(find("google", catalog().values())) > 5


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("_ga", "_ga", True),
        ("_ga_1", "_ga", False),
        ("_ga_1", "_ga_*", True),
        ("_ga_", "_ga_*", True),
        ("a", "a*a", False),
        ("aa", "a*a", True),
        ("xbyaz", "x*y*z", True),
        ("xaz", "x*y*z", False),
        ("anything", "*", True),
    ],
)
def test_a_star_stands_for_anything(name: str, pattern: str, expected: bool) -> None:
    assert fits(name, pattern) is expected
