"""What a visitor takes back or has erased over HTTP is to be told to third parties, whichever way the request takes."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from akkoord.settings import Settings
from akkoord.store import open_store
from akkoord.withdrawals.book import Book
from tests.web.conftest import MakeApp
from tests.web.shop import DECISIONS, ME, ORIGIN, decision

BY_FETCH = {"Origin": ORIGIN, "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "same-site"}


@pytest.fixture
def client(settings: Settings, make_app: MakeApp) -> FlaskClient:
    """A client of a backend whose shop tells the provider of its statistics."""
    config = Path(settings.config)
    config.write_text(f'{config.read_text()}\n[sites.shop.withdrawal]\nstats = "list"\n')
    return make_app().test_client(use_cookies=False)


@pytest.mark.parametrize("headers", [BY_FETCH, {}], ids=["without Flask", "with Flask"])
def test_a_withdrawal_and_an_erasure_are_told(
    client: FlaskClient, settings: Settings, notice: str, headers: dict[str, str]
) -> None:
    with closing(open_store(settings.store)) as store:
        told = Book(store)
        token = client.post(DECISIONS, json=decision(notice), headers=headers).get_json()["token"]
        assert told.open() == []
        refusal = decision(notice, choices={"functional": False, "analytics": False}, token=token)
        assert client.post(DECISIONS, json=refusal, headers=headers).status_code == 201
        [entry] = told.open()
        assert (entry.service, entry.what, entry.receipt) == ("stats", "withdrawn", refusal["id"])
        assert client.delete(ME, headers={"Authorization": f"Bearer {token}"}).status_code == 204
        assert sorted((each.what, each.receipt) for each in told.open()) == [("erased", ""), ("withdrawn", "")]
