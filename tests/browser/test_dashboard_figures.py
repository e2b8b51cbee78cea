"""The dashboard in a browser: what visitors decide is what it tells, everybody can use it, and it fits every screen."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Download, Page, expect

from akkoord.accounts.users import Users
from akkoord.api_keys import ApiKeys
from akkoord.model import utc_now
from akkoord.notice import make_notice
from akkoord.settings import Settings
from akkoord.sites import load_sites
from akkoord.store import open_store
from akkoord.web.demo.start import USER, fill, let_in
from tests.browser.backend import ROOT, Backend
from tests.browser.conftest import CONFIG
from tests.browser.lab import Lab
from tests.browser.leaving import close
from tests.browser.speakers import HEIGHT, WIDTH, picture
from tests.browser.test_banner import violations
from tests.browser.test_rights import WIDE
from tests.browser.visitor import Visitor
from tests.web.insiders import PASSWORD_OF_ALL

KEY = "a-key-that-only-these-tests-know-of"


class Words(NamedTuple):
    """What buttons and a switch are called in one language."""

    language: str
    accept: str
    reject: str
    choose: str
    analytics: str
    save: str


SPEAKING = (
    Words(
        *("nl_NL_formal", "Alles accepteren", "Alles weigeren", "Zelf instellen"),
        *("Analytische cookies", "Mijn keuze opslaan"),
    ),
    Words("en", "Accept all", "Reject all", "Choose for yourself", "Analytical cookies", "Save my choice"),
    Words("de", "Alle akzeptieren", "Alle ablehnen", "Selbst auswählen", "Analyse-Cookies", "Meine Auswahl speichern"),
)
ANSWERS = [*["accept"] * 14, *["reject"] * 12, *["analytics"] * 10, *["nothing"] * 4]
"""What 40 visitors do: four look at the banner and leave."""


def shows(page: Page, key: str) -> str:
    """The value of a key figure."""
    return page.locator(f"#{key} strong").inner_text()


def enter(page: Page, address: str, name: str, password: str) -> None:
    """Log in."""
    page.goto(f"{address}/dashboard/login")
    page.locator("#name").fill(name)
    page.locator("[name=password]").fill(password)
    page.locator(".door button").click()
    expect(page.locator("h1")).to_have_text("Overzicht")


@pytest.fixture
def speaking_shop(lab: Lab, tmp_path: Path) -> Iterator[Backend]:
    """The lab's site in three languages, with somebody who may see its figures."""
    config = tmp_path / "akkoord.toml"
    languages = ", ".join(f'"{each.language}"' for each in SPEAKING)
    config.write_text(CONFIG.format(origin=lab.origin).replace('"nl_NL_formal", "nl", "en"', languages))
    backend = Backend(tmp_path, "serve", {"AKKOORD_CONFIG": str(config)})
    backend.start()
    store = open_store(f"sqlite:///{tmp_path / 'akkoord.db'}")
    Users(store).add("viewer", "viewer", ["shop"], PASSWORD_OF_ALL)
    (tmp_path / "key").write_text(ApiKeys(store).add("test", "shop", utc_now()))
    store.close()
    yield backend
    backend.stop()


def visit(chromium: Browser, address: str, words: Words, answer: str) -> None:
    """Somebody else comes, with a browser of their own, and does that."""
    context = chromium.new_context(locale=words.language[:2])
    visitor = Visitor(context.new_page())
    with visitor.page.expect_response(lambda response: response.url.endswith("/displays")):
        visitor.open(address)
    if answer == "accept":
        visitor.decides(words.accept)
    elif answer == "reject":
        visitor.decides(words.reject)
    elif answer == "analytics":
        visitor.banner.get_by_role("button", name=words.choose, exact=True).click()
        visitor.panel.get_by_role("switch", name=words.analytics).check()
        visitor.decides(words.save)
    assert visitor.errors == []
    close(context)


def test_what_40_visitors_in_three_languages_decide_is_on_the_page_in_the_csv_and_in_the_api(
    chromium: Browser, lab: Lab, speaking_shop: Backend, tmp_path: Path, page: Page
) -> None:
    tag = f'<script src="{speaking_shop.address}/sites/shop/akkoord.js"></script>'
    pages = {each.language: lab.page(f"/{each.language}", "", tag, each.language[:2]) for each in SPEAKING}
    expected: Counter[tuple[str, str]] = Counter()
    for number, answer in enumerate(ANSWERS):
        words = SPEAKING[number % len(SPEAKING)]
        visit(chromium, pages[words.language], words, answer)
        expected[words.language, "displays"] += 1
        expected[words.language, "choices"] += answer != "nothing"

    enter(page, speaking_shop.address, "viewer", PASSWORD_OF_ALL)
    values = page.locator(".counts strong").all_inner_texts()
    assert values[:2] == ["40", "36"]
    assert {key: shows(page, key) for key in ("interaction", "full_acceptance", "partial_acceptance", "refusal")} == {
        "interaction": "90,0%",
        "full_acceptance": "38,9%",
        "partial_acceptance": "27,8%",
        "refusal": "33,3%",
    }
    assert shows(page, "opt_in_analytics_of_choices") == "66,7%"
    assert shows(page, "opt_in_marketing_of_displays") == "35,0%"

    page.goto(f"{page.url}?site=shop&by=language")
    rows = page.locator("#split tbody tr")
    assert rows.count() == 3
    table = [
        [cell.evaluate("cell => cell.firstChild.textContent") for cell in row.locator("th, td").all()]
        for row in rows.all()
    ]
    names = {"Nederlands (u)": "nl_NL_formal", "English": "en", "Deutsch (du)": "de"}
    counted = {names[row[0]]: (int(row[1]), int(row[2])) for row in table}
    assert counted == {
        each.language: (expected[each.language, "displays"], expected[each.language, "choices"]) for each in SPEAKING
    }

    with page.expect_download() as download:
        page.locator("#split .actions a").click()
    lines = list(csv.DictReader(StringIO(_content(download.value).decode())))
    assert {line["language"]: (int(line["displays"]), int(line["choices"])) for line in lines[:3]} == counted
    total = {name: lines[3][name] for name in ("displays", "choices", "accepted", "partial", "refused")}
    assert total == {"displays": "40", "choices": "36", "accepted": "14", "partial": "10", "refused": "12"}

    today = utc_now().date().isoformat()
    answered = _api(speaking_shop, (tmp_path / "key").read_text(), f"?from={today}&to={today}&by=language")
    assert {name: answered["total"]["counts"][name] for name in total} == {
        name: int(count) for name, count in total.items()
    }
    assert {
        each["group"]["language"]: (each["counts"]["displays"], each["counts"]["choices"])
        for each in answered["groups"]
    } == counted


def _content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def _api(backend: Backend, key: str, query: str) -> Any:
    request = Request(f"{backend.address}/api/v1/sites/shop/stats{query}", headers={"Authorization": f"Bearer {key}"})
    with urlopen(request) as answer:
        return json.load(answer)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Backend, str]]:
    """The demo with its made-up visitors, and the password of its user."""
    directory = tmp_path_factory.mktemp("full")
    config = ROOT / "examples" / "dentdinamo" / "akkoord.toml"
    settings = Settings(store=f"sqlite:///{directory / 'akkoord.db'}", secret_keys=(KEY,), config=config)
    fill(settings)
    password = let_in(settings)
    backend = Backend(directory, "serve", {"AKKOORD_CONFIG": str(config)})
    backend.start()
    yield backend, password
    backend.stop()


@pytest.fixture(scope="module")
def inside(chromium: Browser, full: tuple[Backend, str]) -> Iterator[BrowserContext]:
    """A browser in which the demo's user is logged in."""
    context = chromium.new_context(locale="nl-NL")
    page = context.new_page()
    enter(page, full[0].address, USER, full[1])
    page.close()
    yield context
    close(context)


PAGES = (
    "?site=dentdinamo",
    "?site=dentdinamo&by=language&by=device",
    "?site=dentdinamo&by=how&language=en",
    "site?site=dentdinamo",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: Any, full: tuple[Backend, str], inside: BrowserContext) -> None:
    visitor = Visitor(inside.new_page())
    visitor.page.emulate_media(color_scheme=scheme)
    for each in PAGES:
        visitor.page.goto(f"{full[0].address}/dashboard/{each}")
        for summary in visitor.page.locator("summary").all():
            summary.click()
        assert violations(visitor) == [], each
    assert visitor.errors == []
    visitor.page.close()


def test_it_fits_on_a_small_screen_and_on_a_wall(full: tuple[Backend, str], inside: BrowserContext) -> None:
    page = inside.new_page()
    for width, height in ((WIDTH, HEIGHT), (3840, 2160)):
        page.set_viewport_size({"width": width, "height": height})
        for number, each in enumerate(PAGES):
            page.goto(f"{full[0].address}/dashboard/{each}")
            for summary in page.locator("summary").all():
                summary.click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, each
            # a table that is too wide scrolls by itself
            out = f"{WIDE}.filter((e) => !e.closest('.wide, .unseen, dt')).map((e) => e.outerHTML.slice(0, 80))"
            assert page.evaluate(out) == [], (width, each)
            picture(page, f"dashboard-{width}-{number}")
    page.close()


def test_all_that_can_be_pressed_is_large_enough(full: tuple[Backend, str], inside: BrowserContext) -> None:
    page = inside.new_page()
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    page.goto(f"{full[0].address}/dashboard/?site=dentdinamo")
    page.locator(".ask summary").click()
    pressed = page.locator("main a, main button, main summary, main select, main input:not([type=hidden])").all()
    heights = [each.evaluate("element => element.getBoundingClientRect().height") for each in pressed]
    assert len(heights) > 15 and min(heights) >= 44
    page.close()


def test_a_chart_is_saved_as_a_picture(full: tuple[Backend, str], inside: BrowserContext) -> None:
    page = inside.new_page()
    page.goto(f"{full[0].address}/dashboard/?site=dentdinamo")
    expect(page.get_by_role("img", name="Dag voor dag")).to_be_visible()
    with page.expect_download() as download:
        page.locator("#course").get_by_role("button", name="Opslaan als PNG").click()
    assert download.value.suggested_filename == "dentdinamo-course.png"
    content = BytesIO(_content(download.value)).read()
    assert content.startswith(b"\x89PNG") and len(content) > 5_000
    page.close()


def test_splits_and_filters_are_chosen_without_a_script(
    chromium: Browser, full: tuple[Backend, str], inside: BrowserContext
) -> None:
    context = chromium.new_context(locale="nl-NL", java_script_enabled=False, storage_state=inside.storage_state())
    page = context.new_page()
    page.goto(f"{full[0].address}/dashboard/?site=dentdinamo&period=7")
    page.locator(".ask summary").click()
    page.get_by_label("Uitsplitsen naar").select_option(label="Scherm")
    page.get_by_label("Taal").select_option(label="English")
    page.get_by_role("button", name="Tonen").click()
    assert page.url.endswith("/dashboard/?site=dentdinamo&period=7&by=device&language=en")
    expect(page.locator(".chips li")).to_have_count(2)
    expect(page.locator("#split tbody tr")).to_have_count(2)
    page.locator(".chips a").first.click()
    assert page.url.endswith("/dashboard/?site=dentdinamo&period=7&language=en")
    close(context)


def test_what_is_decided_on_the_demo_is_counted_at_once(full: tuple[Backend, str], inside: BrowserContext) -> None:
    page = inside.new_page()
    page.goto(f"{full[0].address}/dashboard/?site=dentdinamo")
    before = page.locator(".counts strong").nth(1).inner_text()
    body = "fetch('/api/v1/sites/dentdinamo/decisions', {method: 'POST', body: JSON.stringify({"
    config = ROOT / "examples" / "dentdinamo" / "akkoord.toml"
    version = make_notice(load_sites(config).sites["dentdinamo"]).version
    status = page.evaluate(
        f"{body}id: crypto.randomUUID(), choices: {{analytics: true}}, notice: '{version}', language: 'en', "
        "how: 'banner', device: 'wide', widget: '0.1.0'}), headers: {'Content-Type': 'application/json'}})"
        ".then((answer) => answer.status)"
    )
    assert status == 201
    page.reload()
    after = page.locator(".counts strong").nth(1).inner_text()
    assert int(after.replace(".", "")) == int(before.replace(".", "")) + 1
    page.close()


def test_the_banner_on_the_page_of_the_website_is_the_real_one_and_forgets(
    full: tuple[Backend, str], inside: BrowserContext
) -> None:
    inside.clear_cookies(name="akkoord")
    page = inside.new_page()
    page.goto(f"{full[0].address}/dashboard/?site=dentdinamo")
    before = page.locator(".counts strong").all_inner_texts()
    page.goto(f"{full[0].address}/dashboard/site?site=dentdinamo")
    frame = page.frame_locator("iframe.preview")
    expect(frame.locator("akkoord-banner .banner")).to_be_visible()
    page.locator("iframe.preview").evaluate("element => element.scrollIntoView({ block: 'end' })")
    with page.expect_response(lambda response: response.url.endswith("/decisions")) as answer:
        frame.get_by_role("button", name="Alles accepteren", exact=True).click()
    assert answer.value.status == 201 and "/preview/" in answer.value.url
    page.get_by_label("Opmaak").select_option(label="Balk")
    page.get_by_label("Taal").select_option(label="English")
    page.get_by_role("button", name="Tonen").click()
    expect(frame.get_by_role("button", name="Accept all", exact=True)).to_be_visible()
    page.goto(f"{full[0].address}/dashboard/?site=dentdinamo")
    assert page.locator(".counts strong").all_inner_texts() == before
    assert [cookie for cookie in inside.cookies() if cookie.get("name") == "akkoord"] == []
    page.close()
