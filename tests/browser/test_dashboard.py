"""The dashboard's frame for people: every page on every screen, by keyboard, for assistive technology, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from akkoord.model import utc_now
from akkoord.proof.sealing import Signing, seal, sign
from akkoord.store import open_store
from akkoord.tokens import Signer
from tests.browser.backend import Backend
from tests.browser.decided import decide
from tests.browser.leaving import close
from tests.browser.speakers import WIDTH, picture
from tests.browser.test_banner import focused, violations
from tests.browser.visitor import Visitor
from tests.shown_variants import show
from tests.unit.commands import KEY
from tests.web.insiders import PASSWORD_OF_ALL, move_in

PAGES = ("account", "variants", "receipts", "keys", "users")
CONFIG = """
[sites.shop]
origins = ["https://www.shop.example"]
controller = "Winkel BV, Utrecht"
languages = ["nl_NL_formal", "en"]
services = ["google-analytics"]

[sites.blog]
origins = ["https://www.blog.example"]
controller = "Winkel BV, Utrecht"
languages = ["nl_NL_formal"]
services = ["google-analytics"]

[sites.blog.variants.b]
share = 0.5
layout = "bar"
texts.nl_NL_formal.title = "Mogen wij cookies gebruiken?"
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """The production server, with people who may log in."""
    directory = tmp_path_factory.mktemp("house")
    (directory / "akkoord.toml").write_text(CONFIG)
    backend = Backend(directory, "serve", {"AKKOORD_CONFIG": str(directory / "akkoord.toml")})
    backend.start()
    with closing(open_store(f"sqlite:///{directory / 'akkoord.db'}")) as store:
        move_in(store)
        for variant, displays, yes in (("a", 4120, 1240), ("b", 4090, 1490)):
            show(store, variant, displays, yes, 900, (utc_now() - timedelta(days=1)).date().isoformat(), "blog")
    yield backend
    backend.stop()


def enter(page: Page, house: Backend, name: str = "admin") -> None:
    """Log in as somebody does who has hands."""
    page.goto(f"{house.address}/dashboard/")
    page.get_by_label("Naam").fill(name)
    page.get_by_label("Wachtwoord").fill(PASSWORD_OF_ALL)
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("button", name="Uitloggen", exact=True)).to_be_visible()


def seal_all(house: Backend) -> None:
    """Seal what waits, and sign it, before the server does."""
    with closing(open_store(f"sqlite:///{house.directory / 'akkoord.db'}")) as store:
        seal(store, "shop", utc_now())
        sign(store, "shop", utc_now(), Signing(Signer([KEY])), at_once=True)


def look_up(page: Page, house: Backend, number: str) -> None:
    page.goto(f"{house.address}/dashboard/receipts?site=shop")
    page.get_by_label("Nummer van het bewijs").fill(number)
    page.get_by_role("button", name="Opzoeken").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDTH, 1280, 2560])
def test_axe_finds_nothing_and_nothing_sticks_out(width: int, scheme: Any, house: Backend, visitor: Visitor) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)

    def fine(what: str) -> None:
        picture(page, f"dashboard-{what}-{scheme}-{width}")
        assert violations(visitor) == [], what
        assert page.evaluate("document.documentElement.scrollWidth") <= width, what

    page.goto(f"{house.address}/dashboard/login")
    fine("login")
    enter(page, house)
    for each in PAGES:
        page.goto(f"{house.address}/dashboard/{each}")
        for summary in page.locator("summary").all():
            summary.click()
        fine(each)
    page.goto(f"{house.address}/dashboard/variants?site=blog")
    expect(page.frame_locator("iframe").nth(1).get_by_text("Mogen wij cookies gebruiken?")).to_be_visible()
    fine("variants-shown")
    decided = decide(house, "shop", "nl_NL_formal", analytics=True)
    look_up(page, house, decided.number)
    expect(page.get_by_role("heading", name=decided.number)).to_be_visible()
    fine("receipt")
    seal_all(house)
    look_up(page, house, decided.number)
    expect(page.get_by_text("Het bewijs klopt.")).to_be_visible()
    fine("proof")
    page.goto(f"{house.address}/dashboard/nothing-of-that-name/../receipts?site=none")
    fine("problem")


def test_the_keyboard_alone_gets_in_and_around(house: Backend, page: Page) -> None:
    visitor = Visitor(page)
    page.goto(f"{house.address}/dashboard/login")
    keys = page.keyboard
    for text in ("viewer", PASSWORD_OF_ALL):
        keys.press("Tab")
        keys.type(text)
    keys.press("Enter")
    expect(page.get_by_role("button", name="Uitloggen", exact=True)).to_be_visible()
    keys.press("Tab")
    assert focused(visitor) == "Naar de inhoud"
    keys.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.get_by_role("button", name="Uitloggen", exact=True).focus()
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()


def test_the_site_is_switched_in_the_header(house: Backend, page: Page) -> None:
    enter(page, house)
    page.get_by_role("link", name="Sleutels").click()
    switch = page.locator(".switch")
    expect(switch.locator("b")).to_have_text("shop")
    switch.locator("summary").click()
    switch.get_by_role("link", name="blog").click()
    expect(switch.locator("b")).to_have_text("blog")
    page.get_by_label("Naam van het programma").fill("kassa")
    page.get_by_role("button", name="Sleutel maken").click()
    expect(page.get_by_role("heading", name="kassa")).to_be_visible()
    switch.locator("summary").click()
    switch.get_by_role("link", name="shop").click()
    expect(switch.locator("b")).to_have_text("shop")
    expect(page.get_by_role("heading", name="kassa")).not_to_be_visible()
    page.get_by_role("link", name="Gebruikers").click()
    page.get_by_role("link", name="Sleutels").click()
    switch.locator("summary").click()
    switch.get_by_role("link", name="blog").click()
    page.locator(".sure summary").click()
    page.get_by_role("button", name="Ja, intrekken kassa").click()
    expect(page.get_by_text("De sleutel geeft nergens meer toegang toe.")).to_be_visible()
    page.get_by_role("link", name="Bewijzen").click()
    expect(switch.locator("b")).to_have_text("blog")


def test_who_changed_the_page_is_safe_from_the_pages_of_others(house: Backend, page: Page, tmp_path: Path) -> None:
    """A form on another page, in the browser in which somebody is logged in."""
    enter(page, house)
    victim = f"{house.address}/dashboard/users/viewer/remove"
    page.route(
        "http://evil.localhost/",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<form method="post" action="{victim}"><button>x</button></form>',
        ),
    )
    page.goto("http://evil.localhost/")
    with page.expect_response("**/remove") as answer:
        page.get_by_role("button").click()
    assert answer.value.status == 403
    page.goto(f"{house.address}/dashboard/users")
    expect(page.get_by_role("heading", name="viewer")).to_be_visible()


def test_the_proof_is_printed_without_the_frame(house: Backend, chromium: Browser) -> None:
    context = chromium.new_context(locale="nl-NL")
    page = context.new_page()
    enter(page, house, "auditor")
    look_up(page, house, decide(house, "shop", "nl_NL_formal", analytics=False).number)
    page.emulate_media(media="print")
    for gone in ("header", "form", ".actions"):
        assert [each.is_visible() for each in page.locator(gone).all()].count(True) == 0, gone
    expect(page.locator(".receipt")).to_be_visible()
    picture(page, "dashboard-print")
    close(context)
