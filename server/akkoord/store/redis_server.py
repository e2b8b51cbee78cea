"""A connection to Redis, one server or a cluster, and how a script is run there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import redis
from redis.cluster import ClusterNode, RedisCluster
from redis.exceptions import AskError, MovedError, NoScriptError, RedisClusterException

from ..errors import ConfigurationError, Detail, StoreError
from .redis_pool import replaced_once
from .risks import Risk, clock_risks, redis_risks

_SECONDS = 2.0
"""How long the server may take to answer."""
_PLACES = 256
"""How many places of a cluster are looked at for one on each of its servers."""
_CLUSTER = re.compile(r"redis\+cluster://(?:(?P<user>[^:@]*):(?P<password>[^@]*)@)?(?P<nodes>[^/?#]+)/?")
_NODE = re.compile(r"(?P<host>\[[0-9a-fA-F:]+\]|[^:\[\]]+):(?P<port>\d{1,5})")


class RedisServer:
    """What a store speaks to.

    :param min_replicas: how many replicas must have what is to last.
    """

    def __init__(self, url: str, min_replicas: int) -> None:
        self._min_replicas = min_replicas
        try:
            self.client: Any = _cluster(url) if url.startswith("redis+cluster:") else _single(url)
        except ValueError as error:
            raise ConfigurationError("The store's URL cannot be read.", Detail("AKKOORD_STORE", str(error))) from error
        self._is_cluster = isinstance(self.client, RedisCluster)

    def script(self, *names: str) -> Any:
        """One script of these files, one behind the other."""
        return self.client.register_script("".join(map(_lua, names)))

    def run(self, script: Any, keys: Sequence[str], args: Sequence[Any]) -> Any:
        """Run a script.

        On one server, past most of what redis-py does around a command, which costs as much as the command. Whatever is
        wrong, it is asked again in the usual way: what is to last is written once, however often it is asked.
        """
        if self._is_cluster:
            return script(keys, args)
        pool = self.client.connection_pool
        connection = pool.get_connection()
        try:
            connection.send_command("EVALSHA", script.sha, len(keys), *keys, *args)
            return connection.read_response()
        except (NoScriptError, redis.ConnectionError):
            return script(keys, args)
        finally:
            pool.release(connection)

    def lasting(self, script: Any, keys: Sequence[str], args: Sequence[Any]) -> Any:
        """Run a script and, where that is asked for, wait until replicas have what it wrote."""
        if not self._min_replicas:
            return self.run(script, keys, args)
        try:
            answer, copies = self._waiting(script, keys, args)
        except (MovedError, AskError, redis.ConnectionError):
            if not self._is_cluster:
                raise
            # the slot lies elsewhere by now
            self.client.nodes_manager.initialize()
            answer, copies = self._waiting(script, keys, args)
        if copies < self._min_replicas:
            raise StoreError(f"Only {copies} of {self._min_replicas} replicas have the decision.")
        return answer

    def _waiting(self, script: Any, keys: Sequence[str], args: Sequence[Any]) -> tuple[Any, int]:
        """A script, and how many replicas have it: both on one connection, since Redis counts by connection."""
        node = self.client
        if self._is_cluster:
            node = self.client.get_redis_connection(self.client.get_node_from_key(keys[0]))
        pipeline = node.pipeline(transaction=False)
        script(keys, args, client=pipeline)
        pipeline.execute_command("WAIT", self._min_replicas, int(_SECONDS * 500))
        answer, copies = pipeline.execute()
        return answer, int(copies)

    def everywhere(self) -> Collection[str]:
        """A key on each server that takes writes."""
        if not self._is_cluster:
            return ["akkoord:{ping}"]
        places = (f"akkoord:{{ping:{number}}}" for number in range(_PLACES))
        return {self.client.get_node_from_key(place).name: place for place in places}.values()

    def risks(self, now: datetime) -> Iterator[Risk]:
        """What would lose proofs, on each server that takes writes."""
        for name, client in self._writable():
            settings = {}
            for pattern in ("append*", "maxmemory-policy"):
                with suppress(redis.ResponseError):
                    settings.update(client.config_get(pattern))
            replicas = int(client.info("replication")["connected_slaves"])
            yield from redis_risks(name, settings, replicas, self._min_replicas)
            seconds, microseconds = client.time()
            there = datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=microseconds)
            yield from clock_risks(there - now)

    def all_servers(self) -> Iterator[Any]:
        """A connection to each server; of one that stands alone its replicas are not known."""
        if not self._is_cluster:
            yield self.client
            return
        for node in self.client.get_nodes():
            yield self.client.get_redis_connection(node)

    def _writable(self) -> Iterator[tuple[str, Any]]:
        if not self._is_cluster:
            yield "Redis", self.client
            return
        for node in self.client.get_primaries():
            yield f"Redis {node.name}", self.client.get_redis_connection(node)

    def close(self) -> None:
        """Let go of the connections."""
        self.client.close()


@contextmanager
def store_errors() -> Iterator[None]:
    """What goes wrong with a server is a store's error."""
    try:
        yield
    except (redis.RedisError, RedisClusterException) as error:
        raise StoreError("The Redis store did not answer.") from error


def _single(url: str) -> Any:
    return redis.Redis.from_url(url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS, retry=replaced_once())


def _cluster(url: str) -> Any:
    parts = _CLUSTER.fullmatch(url)
    nodes = [_NODE.fullmatch(node) for node in parts["nodes"].split(",")] if parts else []
    if not parts or not all(nodes):
        raise ValueError("name each node by host and port: redis+cluster://host:6379,host:6379")
    return RedisCluster(
        startup_nodes=[_node(node) for node in nodes if node],
        username=unquote(parts["user"]) if parts["user"] else None,
        password=unquote(parts["password"]) if parts["password"] else None,
        socket_timeout=_SECONDS,
        socket_connect_timeout=_SECONDS,
    )


def _node(node: re.Match[str]) -> ClusterNode:
    make: Any = ClusterNode
    return cast(ClusterNode, make(node["host"].strip("[]"), int(node["port"])))


@cache
def _lua(name: str) -> str:
    return (Path(__file__).parent / "lua" / f"{name}.lua").read_text(encoding="utf-8")
