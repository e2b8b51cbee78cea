"""What about a store's settings would lose proofs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from akkoord.store.risks import Risk, clock_risks, postgresql_risks, redis_risks, sqlite_risks

SAFE = {"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"}
SURE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
MOUNTS = """overlay / overlay rw 0 0
/dev/sda1 /var ext4 rw 0 0
files:/export /var/lib/akk\\040oord nfs4 rw 0 0
"""


def numbers(risks: list[Risk]) -> list[str]:
    return [risk.number for risk in risks]


@pytest.mark.parametrize(
    ("settings", "replicas", "min_replicas", "found"),
    [
        (SAFE, 1, 0, []),
        (SAFE, 2, 2, []),
        (SAFE, 0, 0, ["AK204"]),
        (SAFE, 1, 2, ["AK205"]),
        (SAFE | {"appendonly": "no"}, 1, 0, ["AK201"]),
        (SAFE | {"appendfsync": "no"}, 1, 0, ["AK202"]),
        (SAFE | {"maxmemory-policy": "allkeys-lru"}, 1, 0, ["AK203"]),
        ({}, 1, 0, ["AK206", "AK206"]),
    ],
)
def test_redis(settings: dict[str, str], replicas: int, min_replicas: int, found: list[str]) -> None:
    assert numbers(list(redis_risks("Redis", settings, replicas, min_replicas))) == found


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        (SURE, []),
        (SURE | {"synchronous_commit": "local"}, []),
        (SURE | {"fsync": "off"}, ["AK211"]),
        (SURE | {"synchronous_commit": "off"}, ["AK212"]),
        (SURE | {"full_page_writes": "off"}, ["AK213"]),
    ],
)
def test_postgresql(settings: dict[str, str], found: list[str]) -> None:
    assert numbers(list(postgresql_risks(settings))) == found


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("/var/lib/akk oord/a.db", ["AK221"]),
        ("/var/lib/akk oord2/a.db", []),
        ("/var/lib/a.db", []),
        ("/a.db", []),
    ],
)
def test_sqlite_on_a_network_file_system(file: str, found: list[str]) -> None:
    assert numbers(list(sqlite_risks(file, MOUNTS))) == found
    assert list(sqlite_risks(file, "")) == []


def test_clocks_that_differ() -> None:
    assert list(clock_risks(timedelta(seconds=5))) == []
    assert numbers(list(clock_risks(timedelta(seconds=-6)))) == ["AK231"]


def test_each_says_what_mends_it() -> None:
    (risk,) = redis_risks("Redis", SAFE | {"appendonly": "no"}, 1, 0)
    assert str(risk) == (
        "store: AK201 warning: Redis keeps nothing when it ends: it has no append-only file. Set appendonly yes."
    )
