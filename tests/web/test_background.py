"""What `akkoord serve` does beside the requests."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from queue import Queue
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from akkoord.store import open_store
from akkoord.withdrawals.book import Book
from tests.browser.backend import Backend
from tests.receiver import receiver
from tests.unit.commands import CONFIG
from tests.withdrawals.shop import waiting

PATIENCE = 20
REFUSED = 8


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_what_each_worker_could_not_record_is_counted_when_it_ends(tmp_path: Path, command: str) -> None:
    config = tmp_path / "akkoord.toml"
    config.write_text(CONFIG)
    settings = {"AKKOORD_CONFIG": str(config), "AKKOORD_WORKERS": "2"} if command == "serve" else {}
    site = "shop" if command == "serve" else "dentdinamo"
    backend = Backend(tmp_path, command, settings, arguments=("--empty",) if command == "demo" else ())
    backend.start()
    for _ in range(REFUSED):
        with pytest.raises(HTTPError, match="422"):
            urlopen(f"{backend.address}/api/v1/sites/{site}/decisions", data=b"{}", timeout=PATIENCE)
    backend.stop()
    with closing(open_store(f"sqlite:///{tmp_path}/akkoord.db")) as store:
        assert store.totals(site, "0001-01-01", "9999-12-31", ["error"]) == {("error", "invalid_request"): REFUSED}
    assert "Traceback" not in (tmp_path / "backend.log").read_text()


def test_many_workers_tell_a_provider_once(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/akkoord.db")) as store:
        Book(store).add(replace(waiting(), service="google-analytics"))
    told: Queue[bytes] = Queue()
    with receiver(then=told.put) as provider:
        config = tmp_path / "akkoord.toml"
        config.write_text(f'{CONFIG}[sites.shop.withdrawal]\ngoogle-analytics = "{provider.address}"\n')
        backend = Backend(tmp_path, "serve", {"AKKOORD_CONFIG": str(config), "AKKOORD_WORKERS": "3"})
        backend.start()
        told.get(timeout=PATIENCE)
        backend.stop()
        assert len(provider.bodies) == 1
    with closing(open_store(f"sqlite:///{tmp_path}/akkoord.db")) as store:
        assert [entry.result for entry in Book(store).settled()] == ["HTTP 204"]
        assert Book(store).open() == []
    assert "Traceback" not in (tmp_path / "backend.log").read_text()
