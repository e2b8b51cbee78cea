"""Closing a visitor's tabs."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Error, Page

NOWHERE = "about:blank"


def leave(page: Page) -> None:
    """Go away from a page, whatever it is about to do.

    After a withdrawal a page loads itself again. Chromium never ends a tab that is closed in the middle of that.
    """
    while page.url != NOWHERE:
        try:
            page.goto(NOWHERE)
        except Error as error:
            if "interrupted by another navigation" not in error.message:
                raise


def close(context: BrowserContext) -> None:
    """End a browser, and all its tabs."""
    for page in context.pages:
        leave(page)
    context.close()
