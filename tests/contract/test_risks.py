"""Real stores tell which of their settings would lose proofs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from akkoord.model import utc_now
from akkoord.store import open_store
from tests.postgresql_server import PostgresqlServer
from tests.redis_cluster import Cluster
from tests.servers import Server


def numbers(url: str, min_replicas: int = 0, ahead: timedelta = timedelta()) -> list[str]:
    store = open_store(url, min_replicas)
    found = [risk.number for risk in store.risks(utc_now() + ahead)]
    store.close()
    return found


def test_a_redis_that_keeps_nothing(shared_redis: Server) -> None:
    assert numbers(shared_redis.url, min_replicas=1) == ["AK201", "AK204", "AK205"]


def test_each_master_of_a_cluster(shared_cluster: Cluster) -> None:
    assert numbers(shared_cluster.url) == ["AK201"] * 3


def test_a_postgresql_that_does_not_sync(shared_postgresql: PostgresqlServer) -> None:
    assert numbers(shared_postgresql.url) == ["AK211"]


def test_a_clock_that_is_wrong(shared_postgresql: PostgresqlServer, shared_redis: Server) -> None:
    minute = timedelta(minutes=1)
    assert "AK231" in numbers(shared_postgresql.url, ahead=minute)
    assert "AK231" in numbers(shared_redis.url, ahead=-minute)


def test_a_file_on_a_disk_of_this_machine(tmp_path: Path) -> None:
    assert numbers(f"sqlite:///{tmp_path / 'a.db'}") == []
