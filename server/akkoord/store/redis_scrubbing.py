"""Takes what was erased out of the files of Redis servers, by having them written anew."""

from __future__ import annotations

import time
from typing import Any

import redis

from ..errors import StoreError
from .redis_server import RedisServer

_ASK_AGAIN = 0.05
"""Seconds until a server is asked again whether it is done."""


def scrub(server: RedisServer) -> None:
    """Have each server write its files anew, and wait until it did; the replicas of a cluster as well."""
    for client in server.all_servers():
        if _persistence(client)["aof_enabled"]:
            client.bgrewriteaof()
            _wait(client, "aof_rewrite_in_progress", "aof_rewrite_scheduled")
            _check(client, "aof_last_bgrewrite_status")
        if _saves(client):
            client.execute_command("BGSAVE", "SCHEDULE")
            _wait(client, "rdb_bgsave_in_progress")
            _check(client, "rdb_last_bgsave_status")


def _saves(client: Any) -> bool:
    """Whether the server writes snapshots. One that does not say so may."""
    try:
        return bool(client.config_get("save").get("save", "?"))
    except redis.ResponseError:
        return True


def _persistence(client: Any) -> Any:
    return client.info("persistence")


def _wait(client: Any, *busy: str) -> None:
    while any(int(_persistence(client).get(name, 0)) for name in busy):
        time.sleep(_ASK_AGAIN)


def _check(client: Any, status: str) -> None:
    if _persistence(client)[status] != "ok":
        raise StoreError("A Redis server could not write its files anew; its log says why.")
