"""``POST /api/v1/sites/{site}/unknown``, and what the owner reads of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from akkoord.ledger import UNKNOWN_KEPT
from akkoord.store import Store
from tests.web.shop import ORIGIN, error, nothing_is_stored, rows, tallied

UNKNOWN = "/api/v1/sites/shop/unknown"


def test_unknown_third_parties_are_counted_and_name_nobody(
    client: FlaskClient, store: Store, ledger_file: Path
) -> None:
    for hosts in (["static.hotjar.com", "nobody.test"], ["nobody.test", "nobody.test"]):
        response = client.post(UNKNOWN, json={"hosts": hosts}, headers={"Origin": ORIGIN})
        assert (response.status_code, response.data) == (204, b"")
    assert tallied(store) == {("unknown", "static.hotjar.com"): 1, ("unknown", "nobody.test"): 2}
    assert rows(ledger_file) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"hosts": []},
        {"hosts": ["localhost"]},
        {"hosts": ["https://nobody.test/"]},
        {"hosts": ["NOBODY.test"]},
        {"hosts": ["nobody.test/path?visitor=1"]},
        {"hosts": [f"{'a' * 250}.test"]},
        {"hosts": [f"n{number}.test" for number in range(51)]},
        {"hosts": ["nobody.test"], "page": "/"},
    ],
    ids=str,
)
def test_it_refuses_what_is_no_list_of_hosts(client: FlaskClient, ledger_file: Path, body: dict[str, Any]) -> None:
    with nothing_is_stored(ledger_file):
        assert error(client.post(UNKNOWN, json=body, headers={"Origin": ORIGIN})) == (422, "invalid_request")


def test_another_origin_cannot_tell(client: FlaskClient, ledger_file: Path) -> None:
    with nothing_is_stored(ledger_file):
        refused = client.post(UNKNOWN, json={"hosts": ["nobody.test"]}, headers={"Origin": "https://evil.test"})
        assert error(refused) == (403, "unknown_origin")


def test_names_that_somebody_makes_up_do_not_fill_the_store(client: FlaskClient, store: Store) -> None:
    for first in range(0, UNKNOWN_KEPT + 100, 50):
        hosts = [f"n{first + number}.test" for number in range(50)]
        assert client.post(UNKNOWN, json={"hosts": hosts}, headers={"Origin": ORIGIN}).status_code == 204
    client.post(UNKNOWN, json={"hosts": ["n0.test", "late.test"]}, headers={"Origin": ORIGIN})
    counted = tallied(store)
    assert len(counted) == UNKNOWN_KEPT
    assert counted["unknown", "n0.test"] == 2
