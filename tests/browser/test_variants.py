"""Variants of a banner in a real browser: which one a page shows is chance, and nothing is kept of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from akkoord.store import Store, open_store
from tests.browser.backend import ROOT, Backend
from tests.browser.conftest import CHROMIUM, CONFIG
from tests.browser.lab import Lab
from tests.browser.visitor import ACCEPT, CHOOSE, Visitor
from tests.web.shop import tallied

VARIANTS = """
[sites.shop.variants.b]
share = 0.3
layout = "bar"
texts.nl_NL_formal.title = "Mogen wij cookies gebruiken?"
texts.nl_NL_formal.panel_title = "Uw keuze per soort"
"""
OWN, OTHER = "Cookies op deze website", "Mogen wij cookies gebruiken?"


@pytest.fixture
def backend(lab: Lab, tmp_path: Path) -> Iterator[Backend]:
    """The production server, for a site with two variants."""
    config = tmp_path / "akkoord.toml"
    config.write_text(CONFIG.format(origin=lab.origin) + VARIANTS)
    backend = Backend(tmp_path, "serve", {"AKKOORD_CONFIG": str(config)})
    backend.start()
    yield backend
    backend.stop()


@pytest.fixture
def store(backend: Backend, tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path / 'akkoord.db'}")) as store:
        yield store


def throw(page: Page, chance: float) -> None:
    """Let chance be this, from the next page on."""
    page.add_init_script(f"Math.random = () => {chance}")


def test_each_variant_is_shown_as_often_as_its_share(lab: Lab, tag: str, visitor: Visitor) -> None:
    address = lab.page("/", "", tag)
    visitor.page.add_init_script("Math.random = () => +(location.hash.slice(1) || 0)")
    shown = Counter[str]()
    for number in range(20):
        visitor.page.goto("about:blank")
        visitor.open(f"{address}#{number / 20}")
        shown[visitor.banner.get_by_role("heading").inner_text()] += 1
    assert shown == {OWN: 14, OTHER: 6}
    assert (visitor.cookies(), visitor.storage()) == ({}, [])


@pytest.mark.parametrize(("chance", "variant", "title"), [(0.1, "b", OTHER), (0.3, "a", OWN)])
def test_a_display_and_a_decision_count_under_the_variant_that_was_shown(
    lab: Lab, tag: str, visitor: Visitor, store: Store, chance: float, variant: str, title: str
) -> None:
    throw(visitor.page, chance)
    with visitor.page.expect_response(lambda response: response.url.endswith("/displays")):
        visitor.open(lab.page("/", "", tag))
    expect(visitor.banner.get_by_role("heading")).to_have_text(title)
    assert (visitor.cookies(), visitor.storage()) == ({}, [])
    assert visitor.decides(ACCEPT)["decision"]["variant"] == variant
    assert tallied(store)["variant", f"{variant} aFAMb"] == tallied(store)["display_variant", variant] == 1
    (sent,) = (request for request in visitor.requests if request.url.endswith("/decisions"))
    assert json.loads(sent.post_data or "")["variant"] == variant


def test_the_panel_and_another_language_are_of_the_same_variant(lab: Lab, tag: str, visitor: Visitor) -> None:
    throw(visitor.page, 0.1)
    visitor.open(lab.page("/", "", tag))
    visitor.press(CHOOSE)
    expect(visitor.panel.get_by_role("heading", name="Uw keuze per soort")).to_be_visible()


def test_the_lint_looks_at_each_variant_in_a_browser(lab: Lab, tag: str, tmp_path: Path) -> None:
    address = lab.page("/", "<script>window.drawn = Math.random()</script>", tag)
    environment = {"PATH": "/usr/bin", "PYTHONPATH": str(ROOT / "server"), "AKKOORD_CHROMIUM": CHROMIUM}
    done = subprocess.run(
        [sys.executable, "-m", "akkoord", "check", "--rendered", address],
        cwd=tmp_path,
        env={**environment, "AKKOORD_STORE": f"sqlite:///{tmp_path / 'akkoord.db'}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert [line.partition(": ")[2] for line in done.stdout.splitlines() if ", variant " in line] == [
        "site shop, variant a, 0 error(s) in the shown banner.",
        "site shop, variant b, 0 error(s) in the shown banner.",
    ], done.stdout + done.stderr


def test_where_there_are_none_nothing_is_sent_of_it(lab: Lab, visitor: Visitor, tmp_path: Path) -> None:
    config = tmp_path / "plain.toml"
    config.write_text(CONFIG.format(origin=lab.origin))
    plain = Backend(tmp_path, "serve", {"AKKOORD_CONFIG": str(config)})
    plain.start()
    visitor.open(lab.page("/", "", f'<script src="{plain.address}/sites/shop/akkoord.js"></script>'))
    visitor.decides(ACCEPT)
    sent = [request.post_data or "" for request in visitor.requests if request.method == "POST"]
    plain.stop()
    assert sent and not any("variant" in body for body in sent)
