"""Finds services: by an address that they are called at, or by a word of theirs. Pure.

An address belongs to the service with the longest pattern that fits, as in :mod:`akkoord.holding`.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from ..model import Service
from . import catalog


def service_of(address: str, services: Iterable[Service] | None = None) -> Service | None:
    """The service that is called at an address: ``https://static.hotjar.com/c/x.js`` -> Hotjar; None if nobody is.

    :param address: a URL, or a host with or without a path; a path alone is one on the website itself.
    :param services: where to look; the catalog if left out.
    """
    host, rest = _parts(address)
    labels = host.split(".")
    hosts = {".".join(labels[first:]) for first in range(len(labels))}
    best: tuple[int, Service | None] = (0, None)
    for service in catalog().values() if services is None else services:
        for pattern in service.hosts:
            name, slash, path = pattern.partition("/")
            if name in hosts and rest.startswith(slash + path) and len(pattern) > best[0]:
                best = len(pattern), service
    return best[1]


def find(word: str, services: Iterable[Service]) -> list[Service]:
    """The services that a word stands for: a part of id, name, provider, host or cookie, or an address.

    A service that is called at the address comes first. A name such as ``_ga_ABC`` finds the pattern ``_ga_*``.
    """
    known = list(services)
    called = service_of(word, known)
    needle = word.strip().casefold()
    found = [service for service in known if service is not called and _has(service, needle)]
    return [called, *found] if called else found


def _has(service: Service, needle: str) -> bool:
    words = (service.id, service.name, service.provider, *service.hosts)
    return any(needle in text.casefold() for text in words) or any(
        needle in cookie.name.casefold() or fits(needle, cookie.name.casefold()) for cookie in service.cookies
    )


def fits(name: str, pattern: str) -> bool:
    """Whether a name fits a pattern in which ``*`` stands for anything."""
    start, *rest = pattern.split("*")
    if not rest:
        return name == pattern
    end = rest.pop()
    if len(name) < len(start) + len(end) or not (name.startswith(start) and name.endswith(end)):
        return False
    at, stop = len(start), len(name) - len(end)
    for part in rest:
        at = name.find(part, at, stop)
        if at < 0:
            return False
        at += len(part)
    return True


def _parts(address: str) -> tuple[str, str]:
    """Host and the rest of an address; an empty host for a path on the website itself."""
    text = address.strip()
    if not text.startswith("/") and "//" not in text:
        text = f"//{text}"
    try:
        url = urlsplit(text)
        host = url.hostname or ""
    except ValueError:
        return "?", ""
    return host, (url.path or "/") + (f"?{url.query}" if url.query else "")
