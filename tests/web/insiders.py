"""Those who look at the dashboard in these tests, and how they get in."""

from __future__ import annotations

import json
import re
from functools import cache

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from akkoord.accounts.passwords import hash_of
from akkoord.accounts.roles import Role
from akkoord.accounts.users import KIND as USER
from akkoord.accounts.users import PASSWORD
from akkoord.store import Store

PASSWORD_OF_ALL = "correct paard batterij nietje"
INSIDERS: dict[str, tuple[Role, tuple[str, ...]]] = {
    "admin": ("admin", ()),
    "auditor": ("auditor", ("shop",)),
    "viewer": ("viewer", ("shop",)),
    "stranger": ("viewer", ("blog",)),
}
"""Name -> role and sites. The stranger is at home on another site."""


@cache
def _hash() -> str:
    return hash_of(PASSWORD_OF_ALL)


def move_in(store: Store) -> None:
    """Add the insiders, as the store keeps them: their one password is hashed once for all tests."""
    for name, (role, sites) in INSIDERS.items():
        kept = {"role": role, "sites": sites, "oidc": False, "stamp": f"stamp of {name}"}
        store.put_document(USER, name, json.dumps(kept))
        store.put_document(PASSWORD, f"stamp of {name}", _hash())


def mark_in(page: TestResponse) -> str:
    """The mark of the first form of a page."""
    found = re.search(r'name="mark" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def log_in(client: FlaskClient, name: str, password: str = PASSWORD_OF_ALL, **more: str) -> TestResponse:
    """Fill in the login page."""
    page = client.get("/dashboard/login")
    return client.post("/dashboard/login", data={"mark": mark_in(page), "name": name, "password": password, **more})


def mark(client: FlaskClient) -> str:
    """The mark of the session that the client is in."""
    return mark_in(client.get("/dashboard/account"))
