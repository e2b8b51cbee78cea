"""What tests of every kind share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgresql_server import PostgresqlServer, postgresql_server
from tests.redis_cluster import Cluster, redis_cluster
from tests.servers import Server, redis_server


@pytest.fixture(scope="session")
def shared_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One Redis server for all tests; each empties it first."""
    with redis_server(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="session")
def shared_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One Redis Cluster for all tests; each empties it first."""
    with redis_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def shared_postgresql() -> Iterator[PostgresqlServer]:
    """One PostgreSQL server for all tests; each empties it first."""
    with postgresql_server() as server:
        yield server
