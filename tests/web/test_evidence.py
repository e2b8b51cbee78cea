"""What anybody may ask of a site's tree."""

from __future__ import annotations

import sqlite3
from base64 import b64decode
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from akkoord.model import utc_now
from akkoord.proof.checkpoints import opened
from akkoord.proof.sealing import Signing, seal, sign
from akkoord.proof.telling import PAGE, checkpoints
from akkoord.proof.tree import verify_consistency, verify_inclusion
from akkoord.proxies import read_network
from akkoord.store import Store
from akkoord.tokens import Signer
from tests.web.conftest import MakeApp
from tests.web.shop import DECISIONS, KEY, ORIGIN, decision, error

SIGNER = Signer([KEY])
LIST, LATEST = "/sites/shop/checkpoints", "/sites/shop/checkpoints/latest"
PROOF, INCLUSION = "/api/v1/sites/shop/proof", "/api/v1/sites/shop/inclusion"


def grow(client: FlaskClient, store: Store, notice: str, number: int) -> None:
    """Decide so often, and sign."""
    for _ in range(number):
        assert client.post(DECISIONS, json=decision(notice), headers={"Origin": ORIGIN}).status_code == 201
    seal(store, "shop", utc_now())
    assert sign(store, "shop", utc_now(), Signing(SIGNER), at_once=True)


def test_nothing_was_signed_at_first(client: FlaskClient) -> None:
    assert client.get(LIST).get_json() == {"checkpoints": [], "next": None}
    assert error(client.get(LATEST)) == (404, "not_found")
    assert client.get(PROOF).get_json()["path"] == []


def test_checkpoints_are_listed_and_the_newest_is_a_note(client: FlaskClient, store: Store, notice: str) -> None:
    for _ in range(3):
        grow(client, store, notice, 2)
    found = client.get(LIST)
    assert found.headers["Access-Control-Allow-Origin"] == "*"
    listed = found.get_json()["checkpoints"]
    # the notice is an entry as well
    assert [each["size"] for each in listed] == [3, 5, 7]
    latest = client.get(LATEST)
    assert latest.mimetype == "text/plain"
    assert latest.text == listed[-1]["note"]
    keys = client.get("/.well-known/akkoord-keys.json").get_json()
    assert opened(latest.text, keys, "shop").size == 7
    assert [each["size"] for each in client.get(f"{LIST}?first=4").get_json()["checkpoints"]] == [5, 7]


def test_a_long_list_comes_in_pages(client: FlaskClient, store: Store, notice: str) -> None:
    grow(client, store, notice, 2)
    [(_, note)] = store.checkpoints("shop")

    class Long:
        """A store with more checkpoints than anyone would make in a test."""

        def size(self, site: str) -> int:
            return PAGE + 10

        def checkpoints(self, site: str, first: int = 0, last: int | None = None) -> list[tuple[int, str]]:
            return [(each, note) for each in range(max(first, 1), (last or 0) + 1)]

    page = checkpoints(Long(), "shop", 0)  # type: ignore[arg-type]
    assert (len(page.checkpoints), page.next) == (PAGE, PAGE + 1)
    assert checkpoints(Long(), "shop", PAGE + 1).next is None  # type: ignore[arg-type]


def test_anybody_can_check_that_the_tree_only_grew(client: FlaskClient, store: Store, notice: str) -> None:
    grow(client, store, notice, 2)
    grow(client, store, notice, 4)
    first, second = (opened(note, SIGNER.public_keys()) for _, note in store.checkpoints("shop"))
    proof = client.get(f"{PROOF}?first={first.size}&second={second.size}").get_json()
    path = [b64decode(each) for each in proof["path"]]
    assert verify_consistency(first.size, second.size, path, first.root, second.root)
    assert (b64decode(proof["first_root"]), b64decode(proof["second_root"])) == (first.root, second.root)
    assert client.get(f"{PROOF}?first={first.size}").get_json() == proof

    found = client.get(f"{INCLUSION}?index=3&size={second.size}").get_json()
    path, leaf = [b64decode(each) for each in found["path"]], b64decode(found["leaf"])
    assert verify_inclusion(leaf, 3, second.size, path, second.root)
    assert client.get(f"{INCLUSION}?index=3").get_json() == found


@pytest.mark.parametrize(
    "asked",
    [
        f"{PROOF}?first=9",
        f"{PROOF}?first=2&second=1",
        f"{PROOF}?second=99",
        f"{PROOF}?first=x",
        f"{PROOF}?first=-1",
        f"{PROOF}?first=1e3",
        f"{PROOF}?first={'9' * 40}",
        INCLUSION,
        f"{INCLUSION}?index=9",
        f"{INCLUSION}?index=0&size=99",
        f"{INCLUSION}?index=1&size=1",
        f"{LIST}?first=x",
    ],
)
def test_what_there_is_not_is_refused(client: FlaskClient, store: Store, notice: str, asked: str) -> None:
    grow(client, store, notice, 2)
    assert error(client.get(asked)) == (422, "invalid_request")


@pytest.mark.parametrize("asked", [LIST, LATEST, PROOF, INCLUSION])
def test_an_unknown_site_has_no_tree(client: FlaskClient, asked: str) -> None:
    assert error(client.get(asked.replace("shop", "nowhere"))) == (404, "unknown_site")


@pytest.mark.parametrize("asked", [LIST, LATEST, PROOF, INCLUSION])
def test_who_asks_too_often_waits(make_app: MakeApp, asked: str) -> None:
    client = make_app(rate_limit=0.01, trusted_proxies=(read_network("10.0.0.0/8"),)).test_client()
    answers = [client.get(asked, environ_overrides={"REMOTE_ADDR": "203.0.113.77"}) for _ in range(4)]
    assert answers[-2].status_code != 429
    assert error(answers[-1]) == (429, "rate_limited")


def test_a_damaged_tree_proves_nothing(client: FlaskClient, store: Store, notice: str, ledger_file: Path) -> None:
    grow(client, store, notice, 2)
    with closing(sqlite3.connect(ledger_file)) as file:
        file.execute("DELETE FROM tree_tile")
        file.commit()
    for asked in (f"{PROOF}?first=1", f"{INCLUSION}?index=1"):
        assert error(client.get(asked)) == (500, "proof_invalid")
