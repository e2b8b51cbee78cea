"""What a visitor sees and does, in the words of the product."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Error, Locator, Page, Request, expect

ACCEPT, REJECT, CHOOSE = "Alles accepteren", "Alles weigeren", "Zelf instellen"
RIGHTS = "Uw gegevens en uw rechten"
PATIENCE = 30
"""Seconds within which whatever is waited for happens."""
SAVE, SETTINGS, CLOSE = "Mijn keuze opslaan", "Cookie-instellingen", "Sluiten"


class Visitor:
    """One browser tab, with what it asked of whom."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.requests: list[Request] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request))

    @property
    def banner(self) -> Locator:
        return self.page.locator("akkoord-banner .banner")

    @property
    def panel(self) -> Locator:
        return self.page.locator("akkoord-banner dialog")

    def open(self, address: str, banner: bool = True) -> None:
        """Go to a page, and wait for the banner if one is due."""
        self.page.goto(address)
        if banner:
            expect(self.banner).to_be_visible()

    def press(self, button: str) -> None:
        """Press a button of the layer that is in front."""
        layer = self.panel if self.panel.count() and self.panel.is_visible() else self.banner
        layer.get_by_role("button", name=button, exact=True).click()
        if button == CHOOSE:
            # the panel is fetched when it is first needed
            expect(self.panel).to_be_visible()

    def decides(self, button: str) -> dict[str, Any]:
        """Press a deciding button; returns the backend's answer."""
        with self.page.expect_response(lambda response: response.url.endswith("/decisions")) as answer:
            self.press(button)
        body: dict[str, Any] = answer.value.json()
        return body

    def chooses(self, *categories: str) -> dict[str, Any]:
        """Open the panel from the banner and switch on these categories, by their names."""
        self.press(CHOOSE)
        for category in categories:
            self.panel.get_by_role("switch", name=category).check()
        return self.decides(SAVE)

    def cookies(self) -> dict[str, str]:
        return {
            cookie["name"]: cookie["value"]
            for cookie in self.page.context.cookies()
            if "name" in cookie and "value" in cookie
        }

    def storage(self) -> list[str]:
        keys: list[str] = self.page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort()")
        return keys

    def ran(self) -> list[str]:
        """The vendors' scripts that ran in this page, in order."""
        names: list[str] = self.page.evaluate("window.ran ?? []")
        return names

    def waits_for(self, condition: str, argument: object = None) -> None:
        """Wait until an expression holds in the page.

        Asked from outside: what Playwright waits for by itself is code made of a text, which a page's policy may
        forbid.
        """
        deadline = time.monotonic() + PATIENCE
        while not self._holds(condition, argument):
            assert time.monotonic() < deadline, condition
            self.page.wait_for_timeout(20)

    def _holds(self, condition: str, argument: object) -> bool:
        try:
            return bool(self.page.evaluate(condition, argument))
        except Error as error:
            # the page went elsewhere meanwhile
            if "Execution context was destroyed" not in error.message:
                raise
            return False

    def asked(self, address: str) -> list[str]:
        """Method and path of each request to an address, in order."""
        return [
            f"{request.method} {request.url.removeprefix(address)}"
            for request in self.requests
            if request.url.startswith(address)
        ]
