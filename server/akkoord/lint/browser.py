"""Measures the banner of a page in a real Chromium, as a new visitor meets it. Records nothing.

What a button does is not read from its words: it is pressed, each in a browser of its own, and what the page then
wants to send is looked at and held.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ConfigurationError, Detail
from .measured import Button, Measured, View

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

Look = dict[str, Any]
"""What ``measure.js`` tells of one layer."""
SIZES = {"wide": (1280, 800), "narrow": (360, 740)}
PATIENCE = 10_000
"""Milliseconds within which a banner shows."""
REACTION = 3_000
"""Milliseconds within which a pressed button does something."""
MOMENT = 50
API = "**/api/v1/sites/*/*"
PRESS = """([layer, index]) => {
    const root = document.querySelector("akkoord-banner").shadowRoot;
    const front = root.querySelector(layer === "panel" ? "dialog[open]" : "[role=dialog]");
    front.querySelectorAll("button, a[href], [role=button]")[index].click();
}"""


CHANCE = """{
    const random = Math.random;
    Math.random = () => (document.currentScript?.src.endsWith("/akkoord.js") ? %s : random());
}"""
"""Leaves nothing to chance in the choice of a variant, and all else as it is."""
LAST = 0.999_999_999
"""What chance says so that a page shows the site itself, if it has variants."""


def measure(url: str, chromium: str, chance: float = LAST) -> Measured:
    """Measure the banner of a page.

    :param chromium: the path of a Chromium.
    :param chance: which of the site's variants is shown, if it has any: see :func:`akkoord.variants.chances`.
    :raises ConfigurationError: there is no Chromium, nothing to drive it, or no page.
    """
    with _browser(chromium) as browser:
        visit = _Visit(browser, url, chance)
        looks = visit.first_layer()
        first = looks["wide"]
        nobody = Measured(first["site"], first["page_lang"], first["lang"])
        if not first["shown"]:
            return nobody
        pressed = [visit.press("banner", index) for index in range(len(first["buttons"]))]
        does = [what for what, _ in pressed]
        views = tuple(
            View(name, _buttons(look["buttons"], does), look["covered"])
            for name, look in looks.items()
            if look["shown"]
        )
        if "opens" not in does:
            return replace(nobody, views=views)
        opener = does.index("opens")
        panel = pressed[opener][1]
        # what the first layer does already need not be looked for in the second
        indexes = range(0 if {"accepts", "rejects"} <= set(does) else len(panel["buttons"]))
        deeper = _buttons(panel["buttons"], [visit.press("panel", index, opener)[0] for index in indexes])
        return replace(nobody, views=views, switches=tuple(panel["switches"]), deeper=deeper)


class _Visit:
    """Visits of one page, each by somebody new."""

    def __init__(self, browser: Browser, url: str, chance: float) -> None:
        self._browser = browser
        self._url = url
        self._chance = chance
        self._measure = (files(__package__) / "measure.js").read_text("utf-8")

    @contextmanager
    def _page(self) -> Iterator[tuple[Page, list[str]]]:
        """A page that was just opened, and what it has wanted to record by now."""
        from playwright.sync_api import Error

        sent: list[str] = []

        def hold(route: Route) -> None:
            if route.request.url.endswith("/decisions"):
                sent.append(route.request.post_data or "")
            route.abort()

        context = self._browser.new_context(
            viewport={"width": SIZES["wide"][0], "height": SIZES["wide"][1]}, reduced_motion="reduce"
        )
        context.route(API, hold)
        context.add_init_script(CHANCE % self._chance)
        page = context.new_page()
        try:
            page.goto(self._url)
        except Error as error:
            context.close()
            raise ConfigurationError(f"{self._url} cannot be opened: {error.message.splitlines()[0]}.") from None
        self._await(page, "banner")
        yield page, sent
        context.close()

    def _await(self, page: Page, layer: str) -> None:
        """Wait for a layer, as long as a visitor would."""
        for _ in range(PATIENCE // MOMENT):
            if self._look(page, layer)["shown"]:
                break
            page.wait_for_timeout(MOMENT)

    def _look(self, page: Page, layer: str) -> Look:
        from playwright.sync_api import Error

        while True:
            try:
                found: Look = page.evaluate(f"({self._measure})({json.dumps(layer)})")
                return found
            except Error as error:
                # a link was pressed, and the page goes elsewhere
                if "Execution context was destroyed" not in error.message:
                    raise

    def first_layer(self) -> dict[str, Look]:
        """The first layer, at each size of the window."""
        looks = {}
        with self._page() as (page, _):
            for name, (width, height) in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                looks[name] = self._look(page, "banner")
        return looks

    def press(self, layer: str, index: int, opener: int = 0) -> tuple[str, Look]:
        """What a button does, and the second layer if it opens that.

        :param opener: which button of the first layer opens the second.
        """
        with self._page() as (page, sent):
            if layer == "panel":
                page.evaluate(PRESS, ["banner", opener])
                self._await(page, "panel")
            page.evaluate(PRESS, [layer, index])
            # a decision hides the banner too, before it is sent
            shown = True
            for _ in range(REACTION // MOMENT):
                if sent:
                    choices = set(json.loads(sent[0])["choices"].values())
                    return {(True,): "accepts", (False,): "rejects"}.get(tuple(choices), "chooses"), {}
                if layer == "banner" and (panel := self._look(page, "panel"))["shown"]:
                    return "opens", panel
                shown = self._look(page, layer)["shown"]
                page.wait_for_timeout(MOMENT)
        return "nothing" if shown else "hides", {}


def _buttons(found: list[Look], does: list[str]) -> tuple[Button, ...]:
    return tuple(Button(**button, does=what) for button, what in zip(found, does, strict=False))


@contextmanager
def _browser(chromium: str) -> Iterator[Browser]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        hint = "pip install 'akkoord[browser]'"
        raise ConfigurationError(
            f"To look at a shown banner, a browser must be driven, and what does that is not installed: {hint}.",
            Detail("--rendered", "no library", hint),
        ) from None
    if not Path(chromium).exists():
        hint = "install Chromium, or name another with AKKOORD_CHROMIUM"
        raise ConfigurationError(f"There is no Chromium at {chromium}: {hint}.", Detail("AKKOORD_CHROMIUM", "", hint))
    # Chromium has no sandbox for root
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        try:
            yield browser
        finally:
            browser.close()
