"""The site of these tests, and what its visitors send."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from werkzeug.test import TestResponse

from akkoord.store import Store

CONFIG = """
[sites.shop]
origins = ["https://www.shop.example", "https://shop.elsewhere.example", "http://localhost:*", "http://[::1]:8080"]
controller = "Winkel BV, Utrecht"
languages = ["nl_NL_formal", "en"]
services = ["chat", "stats"]

[sites.blog]
origins = ["https://www.blog.example"]
controller = "Winkel BV, Utrecht"
languages = ["nl"]
services = ["stats"]

[services.chat]
name = "Praat"
category = "functional"
provider = "Praat BV"
country = "NL"
purpose = "chat"
hosts = ["chat.example"]
cookies = [{ name = "_chat*", lifetime = "session" }]

[services.stats]
name = "Meet"
category = "analytics"
provider = "Meet BV"
country = "NL"
purpose = "measure-audience"
hosts = ["stats.example"]
cookies = [{ name = "_stat*", lifetime = "13 months" }]
"""

KEY = "a-key-that-only-these-tests-know-of"
ORIGIN = "https://www.shop.example"
DECISIONS = "/api/v1/sites/shop/decisions"
DISPLAYS = "/api/v1/sites/shop/displays"
ME = "/api/v1/sites/shop/me"

Tallied = dict[tuple[str, str], int]


def decision(notice: str, /, **changes: Any) -> dict[str, Any]:
    """What a visitor sends who says yes to analytics; ``...`` leaves a field out."""
    fields = {
        "id": str(uuid4()),
        "choices": {"functional": False, "analytics": True},
        "notice": notice,
        "language": "nl_NL_formal",
        "how": "banner",
        "device": "wide",
        "widget": "0.1.0",
        **changes,
    }
    return {name: value for name, value in fields.items() if value is not ...}


def display(notice: str, /, **changes: Any) -> dict[str, Any]:
    """What a page sends when it shows the banner."""
    fields = {"notice": notice, "language": "en", "device": "narrow", "widget": "0.1.0", **changes}
    return {name: value for name, value in fields.items() if value is not ...}


def tallied(store: Store, site: str = "shop") -> Tallied:
    """All that was ever counted of a site."""
    return {(t.dimension, t.value): t.count for t in store.tally(site, "0000-01-01", "9999-12-31")}


def rows(path: Path, table: str = "decision") -> list[tuple[Any, ...]]:
    """A table of the ledger's file, as it is."""
    with closing(sqlite3.connect(path)) as file:
        return file.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4").fetchall()


@contextmanager
def nothing_is_stored(path: Path) -> Iterator[None]:
    """Fail if a decision or a tally is added, changed or removed meanwhile."""
    before = rows(path), rows(path, "tally")
    yield
    assert (rows(path), rows(path, "tally")) == before


def error(response: TestResponse) -> tuple[int, str]:
    """The status and the code of an error."""
    return response.status_code, response.get_json()["error"]["code"]


def cookie(response: TestResponse) -> dict[str, str]:
    """The attributes of the one cookie that is set, by their names in small letters; empty if none is."""
    headers = response.headers.getlist("Set-Cookie")
    assert len(headers) <= 1
    parts = [part.partition("=") for header in headers for part in header.split("; ")]
    return {name if number == 0 else name.lower(): value for number, (name, _, value) in enumerate(parts)}
