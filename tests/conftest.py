"""What tests of every kind share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers import Server, redis_server


@pytest.fixture(scope="session")
def shared_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One Redis server for all tests; each empties it first."""
    with redis_server(tmp_path_factory.mktemp("redis")) as server:
        yield server
