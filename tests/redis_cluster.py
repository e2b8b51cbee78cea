"""A real Redis Cluster for the tests: three masters, each with a replica, on free ports of this machine."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

from tests.servers import Server, free_port, redis_server

_FORMED_SECONDS = 30
NODE_TIMEOUT_MILLISECONDS = 500
"""How long a master may be silent before a replica takes its place."""


@dataclass
class Cluster:
    """Six servers that found each other."""

    nodes: list[Server]

    @property
    def url(self) -> str:
        return "redis+cluster://" + ",".join(node.place for node in self.nodes[:3])

    def empty(self) -> None:
        """Take everything out, and the masters as they are now."""
        for client in self.masters():
            client.flushall()

    def masters(self) -> Iterator[redis.Redis]:
        """A connection to each server that takes writes."""
        for node in self.nodes:
            with redis.Redis.from_url(node.url) as client:
                if node.process.poll() is None and client.role()[0] == b"master":
                    yield client

    def stop(self) -> None:
        for node in self.nodes:
            node.stop()


@contextmanager
def redis_cluster(directory: Path, *more: str) -> Iterator[Cluster]:
    """Start the servers, form the cluster, wait until it takes writes."""
    options = ["--cluster-enabled", "yes", "--cluster-node-timeout", str(NODE_TIMEOUT_MILLISECONDS)]
    # a replica gets its copy at once, not when others may want one too
    options += ["--repl-diskless-sync-delay", "0"]
    program = shutil.which("redis-cli", path="/usr/bin:/usr/local/bin")
    if program is None:
        pytest.fail("redis-cli is missing: install the package redis-tools.", pytrace=False)
    with ExitStack() as stack:
        nodes = []
        for number in range(6):
            place = directory / str(number)
            place.mkdir()
            nodes.append(stack.enter_context(redis_server(place, *options, "--cluster-port", str(free_port()), *more)))
        places = [node.place for node in nodes]
        subprocess.run(
            [program, "--cluster", "create", *places, "--cluster-replicas", "1", "--cluster-yes"],
            check=True,
            capture_output=True,
            timeout=_FORMED_SECONDS,
        )
        cluster = Cluster(nodes)
        _wait_until_formed(cluster)
        yield cluster


def _wait_until_formed(cluster: Cluster) -> None:
    deadline = time.monotonic() + _FORMED_SECONDS
    for node in cluster.nodes:
        with redis.Redis.from_url(node.url) as client:
            while client.cluster("info")["cluster_state"] != "ok" or _replicas_behind(client):
                assert time.monotonic() < deadline, "the cluster was not formed"
                time.sleep(0.02)


def _replicas_behind(client: redis.Redis) -> bool:
    role = client.role()
    return bool(role[0] == b"slave" and role[3] != b"connected")
