"""The services that Akkoord knows out of the box: facts, one TOML file per provider.

A provider of ``"{controller}"`` means that the website runs the service itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from ..model import Cookie, Service


@cache
def catalog() -> Mapping[str, Service]:
    """Every known service by its id, in the order of the ids."""
    services: dict[str, Service] = {}
    for file in files(__name__).iterdir():
        if file.name.endswith(".toml"):
            for id, facts in tomllib.loads(file.read_text(encoding="utf-8")).items():
                if id in services:
                    raise ValueError(f"{file.name}: the service {id!r} is in the catalog already")
                services[id] = _service(id, facts)
    return MappingProxyType(dict(sorted(services.items())))


def _service(id: str, facts: dict[str, Any]) -> Service:
    hosts = tuple(facts.pop("hosts", ()))
    cookies = tuple(Cookie(**cookie) for cookie in facts.pop("cookies", ()))
    return Service(id=id, hosts=hosts, cookies=cookies, **facts)
