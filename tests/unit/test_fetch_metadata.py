"""What a browser says of how a request came about."""

from __future__ import annotations

from typing import Any

import pytest

from akkoord.errors import NotFetched, UnknownOrigin
from akkoord.fetch_metadata import check_fetch, check_form

ORIGIN = "https://www.shop.example"


def asked(origin: str | None, site: str | None, mode: str | None, dest: str | None) -> None:
    headers: dict[str, Any] = {"Origin": origin, "Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    check_fetch({name: value for name, value in headers.items() if value is not None})


@pytest.mark.parametrize(
    ("origin", "site", "mode", "dest"),
    [
        (None, None, None, None),  # a program, or a browser that tells nothing
        (ORIGIN, None, None, None),  # a browser that tells the origin alone
        (ORIGIN, "cross-site", "cors", "empty"),  # fetch() to a backend on another domain
        (ORIGIN, "same-site", "cors", "empty"),
        (ORIGIN, "same-origin", "same-origin", "empty"),
        (ORIGIN, "cross-site", "no-cors", "empty"),  # navigator.sendBeacon()
        (None, "same-origin", "cors", "empty"),
        (ORIGIN, "cross-site", None, None),
    ],
)
def test_a_script_of_a_page_and_a_program_may_ask(
    origin: str | None, site: str | None, mode: str | None, dest: str | None
) -> None:
    asked(origin, site, mode, dest)


@pytest.mark.parametrize(
    ("mode", "dest"),
    [
        ("navigate", "document"),
        ("navigate", "iframe"),
        ("navigate", "empty"),
        ("navigate", None),
        (None, "document"),
        ("no-cors", "image"),
        ("no-cors", "script"),
        ("websocket", "websocket"),
        ("nonsense", "empty"),
        ("", None),
    ],
)
@pytest.mark.parametrize("origin", [None, ORIGIN, "null"])
@pytest.mark.parametrize("site", [None, "none", "same-origin", "cross-site"])
def test_a_form_a_link_or_an_image_may_not(
    origin: str | None, site: str | None, mode: str | None, dest: str | None
) -> None:
    with pytest.raises(NotFetched):
        asked(origin, site, mode, dest)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "nonsense", ""])
@pytest.mark.parametrize("mode", ["cors", "no-cors", None])
def test_a_browser_that_does_not_say_whose_page_asks_may_not(site: str, mode: str | None) -> None:
    with pytest.raises(UnknownOrigin):
        asked(None, site, mode, "empty")


OWN = "https://consent.shop.example"


@pytest.mark.parametrize(
    ("origin", "site"),
    [(None, None), (OWN, None), (OWN, "same-origin"), ("null", "same-origin"), (None, "same-origin")],
)
def test_a_form_of_the_backends_own_page_is_taken(origin: str | None, site: str | None) -> None:
    check_form({"Origin": origin, "Sec-Fetch-Site": site}, OWN)


@pytest.mark.parametrize(
    ("origin", "site"),
    [
        (ORIGIN, None),
        (ORIGIN, "same-site"),
        (ORIGIN, "same-origin"),
        ("null", None),
        ("null", "cross-site"),
        (None, "none"),
        (None, "cross-site"),
        (OWN, "same-site"),
    ],
)
def test_a_form_of_another_page_is_refused(origin: str | None, site: str | None) -> None:
    with pytest.raises(UnknownOrigin):
        check_form({"Origin": origin, "Sec-Fetch-Site": site}, OWN)
