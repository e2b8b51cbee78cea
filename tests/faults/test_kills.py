"""Whatever is killed under load: each decision that was answered with 201 is there afterwards, exactly once."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import redis

from akkoord.store import open_store
from tests.browser.backend import Backend
from tests.faults.load import Load, load
from tests.postgresql_server import postgresql_server
from tests.redis_cluster import redis_cluster
from tests.servers import Server, redis_server

KILLS = 20
BETWEEN = 15
"""Decisions that are recorded between two kills."""
FOREVER = ("0001-01-01", "9999-12-31")
LASTING = ("--appendonly", "yes", "--appendfsync", "always")


def assert_all_are_there_once(url: str, load: Load) -> None:
    assert len(load.recorded) >= KILLS * BETWEEN
    store = open_store(url)
    told: dict[str, list[UUID]] = {}
    for id, answer in load.recorded.items():
        found = store.find("shop", id)
        assert found is not None and found.visitor == answer["decision"]["visitor"]
        told.setdefault(found.visitor, []).append(id)
    assert any(len(ids) == 2 for ids in told.values())
    for visitor, ids in told.items():
        assert [each.id for each in store.history("shop", visitor)] == ids
    counted = sum(tally.count for tally in store.tally("shop", *FOREVER) if tally.dimension == "outcome")
    store.close()
    assert counted == len(load.recorded)


def test_the_server(tmp_path: Path, notice: str, serve: Callable[..., Backend]) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    backend = serve(url)
    with load(backend.port, notice) as running:
        for _ in range(KILLS):
            running.until_recorded(BETWEEN)
            backend.kill()
            running.until_refused()
            backend.start()
        running.until_recorded(BETWEEN)
    assert_all_are_there_once(url, running)


def test_redis(tmp_path: Path, notice: str, serve: Callable[..., Backend]) -> None:
    place = tmp_path / "redis"
    place.mkdir()
    with redis_server(place, *LASTING) as server:
        backend = serve(server.url)
        kill_under_load(server, backend, notice)


def test_postgresql(notice: str, serve: Callable[..., Backend]) -> None:
    with postgresql_server("fsync=on") as server:
        backend = serve(server.url)
        kill_under_load(server, backend, notice)


def test_a_master_of_a_redis_cluster(tmp_path: Path, notice: str, serve: Callable[..., Backend]) -> None:
    """A replica takes its place while the backend runs on; each decision is on two servers before it is told."""
    place = tmp_path / "cluster"
    place.mkdir()
    with redis_cluster(place, *LASTING) as cluster:
        backend = serve(cluster.url, AKKOORD_REDIS_MIN_REPLICAS="1")
        with load(backend.port, notice) as running:
            for _ in range(KILLS):
                running.until_recorded(BETWEEN)
                master = next(node for node in cluster.nodes if is_master(node))
                master.kill()
                until(lambda: sum(is_master(node) for node in cluster.nodes if node is not master) == 3)  # noqa: B023
                master.start_again()
                until(lambda: all(has_replica(node) for node in cluster.nodes if is_master(node)))
            running.until_recorded(BETWEEN)
        assert_all_are_there_once(cluster.url, running)
        assert running.statuses[503] > 0 and running.statuses[0] == 0


def kill_under_load(server: Server, backend: Backend, notice: str) -> None:
    """Kill a store's server again and again; the backend answers all the while."""
    with load(backend.port, notice) as running:
        for _ in range(KILLS):
            running.until_recorded(BETWEEN)
            server.kill()
            running.until_refused()
            server.start_again()
        running.until_recorded(BETWEEN)
    assert_all_are_there_once(server.url, running)
    assert running.statuses[0] == 0


def is_master(node: Server) -> bool:
    return _role(node)[0] == b"master"


def has_replica(node: Server) -> bool:
    return bool(_role(node)[2])


def _role(node: Server) -> list[object]:
    try:
        with redis.Redis.from_url(node.url) as client:
            role: list[object] = client.role()
            return role
    except redis.ConnectionError:
        return [b"", 0, []]


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)
