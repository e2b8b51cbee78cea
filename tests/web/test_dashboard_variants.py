"""The page about variants: what can be said of them, in numbers and in words, and how they look."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
from flask.testing import FlaskClient

from akkoord.model import utc_now
from akkoord.settings import Settings
from akkoord.store import Store
from tests.shown_variants import show
from tests.web.insiders import log_in, move_in
from tests.web.shop import CONFIG
from tests.web.test_dashboard import words
from tests.web.test_variants import VARIANTS

PAGE = "/dashboard/variants?site=shop"
PREVIEW = "/dashboard/preview/shop"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    settings.config.write_text(CONFIG + VARIANTS)
    return settings


@pytest.fixture
def viewer(browser: FlaskClient, store: Store) -> FlaskClient:
    """Somebody who sees the shop."""
    move_in(store)
    log_in(browser, "viewer")
    return browser


@pytest.fixture
def day() -> str:
    """Yesterday."""
    return (utc_now() - timedelta(days=1)).date().isoformat()


def row(text: str, variant: str) -> str:
    found = re.search(rf'<th scope="row">{variant}</th>(.*?)</tr>', text, re.DOTALL)
    assert found
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1]))).strip()


def test_what_each_led_to_is_told_in_numbers_and_in_a_sentence(viewer: FlaskClient, store: Store, day: str) -> None:
    show(store, "a", 1000, 300, 200, day)
    show(store, "b", 1000, 420, 200, day)
    show(store, "c", 1000, 310, 200, day)
    page = viewer.get(PAGE)
    said = words(page)
    assert "Variant b leidt vaker tot toestemming dan variant a: van 100 vertoningen" in said
    assert "Tussen de varianten a en c is nog geen verschil aan te tonen." in said
    assert row(page.text, "a").startswith("50% 1.000 300 30,0% ")
    assert re.match(r"25% 1\.000 420 42,0% 3\d,\d% tot 4\d,\d% \+12 \+4,\d tot \+19,\d < 0,1%$", row(page.text, "b"))
    assert row(page.text, "c").startswith("25% 1.000 310 31,0% ")
    waits = re.search(r'<progress max="(\d+)" value="3000"', page.text)
    assert waits and int(waits[1]) > 3000


def test_the_file_says_the_same(viewer: FlaskClient, store: Store, day: str) -> None:
    for variant, yes in (("a", 300), ("b", 420), ("c", 310)):
        show(store, variant, 1000, yes, 200, day)
    link = re.search(r'href="\.\./dashboard/(variants\.csv[^"]*)"', viewer.get(PAGE).text)
    assert link
    answer = viewer.get(f"/dashboard/{unescape(link[1])}")
    assert answer.mimetype == "text/csv"
    own, other, _ = csv.DictReader(StringIO(answer.text))
    assert (own["variant"], own["share"], own["displays"], own["consents"], own["rate"]) == (
        *("a", "0.5000", "1000", "300", "0.3000"),
    )
    assert own["difference"] == own["p"] == ""
    assert other["difference"] == "0.1200"
    assert float(other["difference_low"]) > 0 and float(other["p"]) < 0.001


def test_before_all_are_shown_there_is_nothing_to_compare(viewer: FlaskClient, store: Store, day: str) -> None:
    show(store, "a", 1000, 300, 200, day)
    page = viewer.get(PAGE)
    assert "zijn nog niet alle varianten getoond" in words(page)
    assert row(page.text, "b") == "25% verborgen verborgen – – –"
    assert "<progress" not in page.text


def test_days_and_the_difference_worth_finding_are_in_the_address(viewer: FlaskClient, store: Store, day: str) -> None:
    for variant in "abc":
        show(store, variant, 1000, 300, 200, "2026-01-02")
        show(store, variant, 500, 100, 200, day)
    usual = viewer.get(PAGE)
    assert row(usual.text, "b").startswith("25% 1.500 400 ")
    later = viewer.get(f"{PAGE}&from={day}&difference=5")
    assert row(later.text, "b").startswith("25% 500 100 ")
    assert "Om een verschil van 5 op 100 vertoningen" in words(later)
    assert f'name="from" value="{day}"' in later.text and 'step="0.1" value="5"' in later.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("difference=lots", "Een verschil is een aantal procentpunten van 0,1 tot 50."),
        ("difference=0", "Een verschil is een aantal procentpunten"),
        ("difference=nan", "Een verschil is een aantal procentpunten"),
        ("from=yesterday", "Zo’n periode is er niet."),
        ("to=2026-02-30", "Zo’n periode is er niet."),
        ("from=2026-02-02&to=2026-02-01", "Zo’n periode is er niet."),
        ("to=0001-01-05", "Zo’n periode is er niet."),
        ("from=1999-12-31", "Zo’n periode is er niet."),
    ],
)
def test_what_cannot_be_looked_at_is_said_and_the_usual_shown(viewer: FlaskClient, asked: str, said: str) -> None:
    page = viewer.get(f"{PAGE}&{asked}")
    assert page.status_code == 422 and said in words(page)
    assert "Waartoe elke variant heeft geleid" in words(page)
    assert viewer.get(f"/dashboard/variants.csv?site=shop&{asked}").status_code == 422


def test_each_is_seen_as_visitors_see_it(viewer: FlaskClient) -> None:
    page = viewer.get(PAGE)
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    frames = [unescape(each) for each in re.findall('<iframe [^>]*src="../dashboard/([^"]+)"', page.text)]
    banners = []
    for frame in frames:
        source = re.search(r'src="(sites/[^"]+/akkoord\.js)"', viewer.get(f"/dashboard/{frame}").text)
        assert source
        script = viewer.get(f"{PREVIEW}/{source[1]}").text
        assert "chance=>" not in script, "nothing is left to chance in a preview"
        banner = re.search(r'"(sites/[^"]+/banner/\w+/nl_NL_formal\.js)"', script)
        assert banner
        banners.append(viewer.get(f"{PREVIEW}/{banner[1]}").text)
    assert ['"layout":"bar"' in banner for banner in banners] == [False, True, False]
    assert ["Mogen wij cookies gebruiken?" in banner for banner in banners] == [False, True, False]


def test_the_page_of_the_website_shows_the_variant_that_is_asked_for(viewer: FlaskClient) -> None:
    page = viewer.get("/dashboard/site?site=shop&variant=b")
    assert re.search(r'<option value="b" selected>\s*b\s*</option>', page.text)
    assert "layout=bar&amp;scheme=auto&amp;variant=b" in page.text
    assert re.search(r'<option value="" selected>Balk \(eigen\)</option>', page.text), "another variant has another own"
    assert "layout=box&amp;scheme=auto&amp;variant=a" in viewer.get("/dashboard/site?site=shop&variant=none").text


def test_a_website_without_variants_is_told_how_to_have_some(browser: FlaskClient, store: Store) -> None:
    move_in(store)
    log_in(browser, "stranger")
    page = browser.get("/dashboard/variants?site=blog")
    assert "Deze website heeft geen varianten." in words(page)
    assert "[sites.blog.variants.b]" in page.text and "<iframe" not in page.text
