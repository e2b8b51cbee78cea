"""A banner from the archive is the banner of that day, and tells nobody what is chosen in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from akkoord.archive import read_showing
from akkoord.store import open_store
from tests.browser.backend import ROOT, Backend
from tests.browser.test_again import adds_pixel, changes
from tests.browser.visitor import ACCEPT, CHOOSE, REJECT, Visitor


def first_version(backend: Backend) -> str:
    """The version that was shown first."""
    store = open_store(f"sqlite:///{backend.directory / 'akkoord.db'}")
    version = store.showings("shop")[0].version
    store.close()
    return version


def write_page(backend: Backend, version: str, *options: str) -> str:
    """What ``akkoord notice show --html`` writes; returns its address."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server"), **backend.settings}
    environment["AKKOORD_STORE"] = f"sqlite:///{backend.directory / 'akkoord.db'}"
    path = backend.directory / "shown.html"
    command = [sys.executable, "-m", "akkoord", "notice", "show", version, "--html", str(path), *options]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=60)
    return path.as_uri()


@pytest.mark.parametrize("button", [ACCEPT, REJECT])
def test_it_looks_and_works_as_it_did_and_nothing_is_sent(button: str, backend: Backend, visitor: Visitor) -> None:
    version = first_version(backend)
    adds_pixel(backend)
    address = write_page(backend, version)
    backend.stop()
    visitor.open(address)
    text = visitor.banner.inner_text()
    assert "Advertentiecookies" in text and "Winkel BV, Utrecht" in text
    visitor.press(CHOOSE)
    visitor.panel.locator("summary").last.click()
    expect(visitor.panel.get_by_text("Reclame BV").first).to_be_visible()
    assert visitor.panel.get_by_text("Pixel").count() == 0, "what came later was not shown then"
    visitor.panel.get_by_role("combobox").select_option("en")
    expect(visitor.panel.get_by_role("button", name="Reject all")).to_be_visible()
    visitor.page.keyboard.press("Escape")
    visitor.banner.get_by_role("button", name={ACCEPT: "Accept all", REJECT: "Reject all"}[button]).click()
    expect(visitor.banner).not_to_be_visible()
    schemes = {request.url.partition(":")[0] for request in visitor.requests}
    assert schemes <= {"file", "data"}, "all of it is in the page"
    assert visitor.cookies() == {}
    visitor.open(address)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "With your consent"), ("nl", "Met jouw toestemming"), ("nl_NL_formal", "Met uw toestemming")],
)
def test_it_is_shown_in_the_language_that_is_asked_for(
    language: str, words: str, backend: Backend, visitor: Visitor
) -> None:
    visitor.open(write_page(backend, first_version(backend), "--language", language))
    expect(visitor.banner).to_contain_text(words)


def test_a_colour_is_another_showing_of_the_same_notice_and_each_has_its_own(
    backend: Backend, visitor: Visitor
) -> None:
    version = first_version(backend)
    changes(backend, ('languages = ["nl_NL_formal", "nl", "en"]', 'languages = ["nl"]\ntheme = { accent = "#7a1fa2" }'))
    store = open_store(f"sqlite:///{backend.directory / 'akkoord.db'}")
    old, new = store.showings("shop")
    shown = [read_showing(store, each) for each in (old, new)]
    store.close()
    assert old.version == new.version == version
    assert [each and each["theme"]["accent"] for each in shown] == ["", "#7a1fa2"]
    accent = (
        "getComputedStyle(document.querySelector('akkoord-banner').shadowRoot.querySelector('.choice')).backgroundColor"
    )
    for showing, same in ((old, False), (new, True)):
        visitor.open(write_page(backend, version, "--showing", showing.digest[:8]))
        assert (visitor.page.evaluate(accent) == "rgb(122, 31, 162)") is same


def test_starting_again_with_the_same_site_is_no_other_showing(backend: Backend) -> None:
    backend.stop()
    backend.start()
    store = open_store(f"sqlite:///{backend.directory / 'akkoord.db'}")
    (showing,) = store.showings("shop")
    assert showing.last > showing.first
    document = read_showing(store, showing)
    assert document and json.loads(document["question"])["controller"] == "Winkel BV, Utrecht"
    store.close()
