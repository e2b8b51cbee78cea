"""The stores, each as a real server or file in a temporary directory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis

from tests.postgresql_server import postgresql_server
from tests.redis_cluster import redis_cluster
from tests.servers import redis_server

_SIZES = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname IN ('decision', 'tally', 'tree_tile')"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one store is.

    :param size: the bytes that it takes now.
    :param processes: the server's own.
    :param floor: the URL of the floor's store; empty if there is no floor for it.
    """

    url: str
    size: Callable[[], int]
    processes: tuple[int, ...] = ()
    floor: str = ""


@contextmanager
def sqlite(directory: Path) -> Iterator[Place]:
    """A file, which is measured after its log has been written into it."""
    file = directory / "ledger.db"
    yield Place(f"sqlite:///{file}", lambda: file.stat().st_size, floor=f"sqlite:///{directory}/floor.db")


@contextmanager
def postgresql(directory: Path) -> Iterator[Place]:
    """A server that syncs each commit, as in production. It cleans up as often, for the rows, as in production: here a
    day goes by in seconds."""
    with postgresql_server("fsync=on", "autovacuum_naptime=1s") as server:

        def size() -> int:
            with psycopg.connect(server.url, autocommit=True) as connection:
                row = connection.execute(_SIZES).fetchone()
            return int(row[0] or 0) if row else 0

        yield Place(server.url, size, (server.process.pid,))


@contextmanager
def redis_alone(directory: Path) -> Iterator[Place]:
    """One server; the floor has a database of its own there."""
    with redis_server(directory) as server, redis.Redis.from_url(server.url) as client:
        floor = server.url.removesuffix("/0") + "/1"
        yield Place(server.url, lambda: _used(client), (server.process.pid,), floor)


@contextmanager
def redis_cluster_of_three(directory: Path) -> Iterator[Place]:
    """Three masters, each with a replica; the masters' memory counts."""
    with redis_cluster(directory) as cluster:
        processes = tuple(node.process.pid for node in cluster.nodes)
        yield Place(cluster.url, lambda: sum(map(_used, cluster.masters())), processes)


def _used(client: redis.Redis) -> int:
    """The memory in use, without what connections and replicas have in flight."""
    memory = client.info("memory")
    passing = ("mem_clients_normal", "mem_total_replication_buffers", "mem_cluster_links")
    return int(memory["used_memory"]) - sum(int(memory[name]) for name in passing)


PLACES = {
    "SQLite": sqlite,
    "PostgreSQL": postgresql,
    "Redis": redis_alone,
    "Redis Cluster": redis_cluster_of_three,
}
