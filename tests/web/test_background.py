"""What `akkoord serve` does beside the requests."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from queue import Queue

from akkoord.store import open_store
from akkoord.withdrawals.book import Book
from tests.browser.backend import Backend
from tests.receiver import receiver
from tests.unit.commands import CONFIG
from tests.withdrawals.shop import waiting

PATIENCE = 20


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
