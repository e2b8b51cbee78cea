"""What the gate of one site holds: the category of an address, and whether it is open. Pure.

Its twin is ``widget/src/gate/match.ts``; both run over ``tests/contract/address_examples.json``. The site's services
decide by their patterns, the longest one that fits. What the catalog calls necessary is never held. A third party that
nobody names belongs to :data:`UNKNOWN`, which opens with a yes to everything that is asked. What is the website's own
is held only where a service names its path.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from .catalog import catalog
from .domains import registrable
from .model import NECESSARY, Service, Site

UNKNOWN = "unknown"
"""What a third party belongs to that no service of the site names."""
JUDGED_SCHEMES = ("http", "https", "ws", "wss")
_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


@dataclass(frozen=True, slots=True)
class Holding:
    """The patterns of one site.

    :param hold: category -> patterns ``host``, ``host/path-prefix`` or ``/path-prefix`` of the page's own origin;
        beside the categories there is :data:`UNKNOWN`.
    :param keys: category -> names of cookies and storage keys, ``*`` for anything.
    :param own: the website's own domains; whatever lies below them is the website's.
    :param unknown: whether a third party that nobody names is held.
    """

    hold: Mapping[str, tuple[str, ...]]
    keys: Mapping[str, tuple[str, ...]]
    own: tuple[str, ...]
    unknown: bool

    def category_of(self, address: str, page: str) -> str | None:
        """The category of an address, as seen from the page that names it; None for what is nobody's business.

        :param address: as it stands in the page: absolute or relative.
        :param page: the absolute address of the page.
        """
        try:
            url = urlsplit(urljoin(page, address.strip()))
            host, origin, own_origin = url.hostname, _origin(address=url.geturl()), _origin(address=page)
        except ValueError:
            return None
        if url.scheme not in JUDGED_SCHEMES or not host:
            return None
        hosts = _names(host)
        if origin == own_origin:
            hosts.append("")
        rest = (url.path or "/") + (f"?{url.query}" if url.query else "")
        best, found = -1, None
        for category, patterns in self.hold.items():
            for pattern in patterns:
                name, slash, path = pattern.partition("/")
                if name in hosts and rest.startswith(slash + path) and len(pattern) > best:
                    best, found = len(pattern), category
        if found or not self.unknown:
            return found
        page_host = urlsplit(page).hostname or ""
        return None if any(name in hosts for name in (*self.own, page_host)) else UNKNOWN


def allows(category: str, allowed: Collection[str], asked: Collection[str]) -> bool:
    """Whether a category is open; one that is not asked opens with a yes to everything that is.

    :param allowed: what the visitor's recorded decision allows now.
    :param asked: what the notice asks.
    """
    return category in allowed or (category not in asked and bool(asked) and all(name in allowed for name in asked))


def make_holding(site: Site, backend: str = "") -> Holding:
    """What the gate of a site holds.

    :param backend: host name of Akkoord itself, if it is known: it is the website's own as well.
    """
    listed = {service.id for service in site.services}
    unlisted = [service for service in catalog().values() if service.id not in listed]
    category_of: dict[str, str] = {}
    for service in unlisted:
        category_of.update(dict.fromkeys(service.hosts, NECESSARY if service.category == NECESSARY else UNKNOWN))
    # what the owner lists counts as the owner says
    for service in site.services:
        runs = site.signals.google != "basic" and service.signal == "google"
        category_of.update(dict.fromkeys(service.hosts, NECESSARY if runs else service.category))
    hosts = [origin.removesuffix(":*").partition("://")[2].rpartition(":") for origin in site.origins]
    own = dict.fromkeys(_site_domain(host or port) for host, _, port in hosts)
    if backend:
        own[backend] = None
    holds_unknown = site.unknown == "hold"
    at_host: dict[str, list[str]] = {}
    for pattern in category_of:
        at_host.setdefault(pattern.partition("/")[0], []).append(pattern)
    hold: dict[str, list[str]] = {}
    for pattern, category in category_of.items():
        near = [other for host in _names(pattern.partition("/")[0]) for other in at_host.get(host, ())]
        if not _is_idle(pattern, category, {other: category_of[other] for other in near}, holds_unknown):
            hold.setdefault(category, []).append(pattern)
    return Holding(
        hold={category: tuple(patterns) for category, patterns in hold.items()},
        keys=_keys(site.services),
        own=tuple(own),
        unknown=holds_unknown,
    )


def _names(host: str) -> list[str]:
    """A host and those that it lies below: ``a.b.c`` -> ``a.b.c``, ``b.c``, ``c``."""
    labels = host.split(".")
    return [".".join(labels[first:]) for first in range(len(labels))]


def _is_idle(pattern: str, category: str, category_of: Mapping[str, str], holds_unknown: bool) -> bool:
    """Whether a pattern decides nothing: without it the same would follow.

    :param category_of: pattern -> category, of those at its host and the hosts that this lies below.
    """
    wider = [other for other in category_of if other != pattern and _covers(other, pattern)]
    if wider:
        return category_of[max(wider, key=len)] == category
    return category == UNKNOWN and holds_unknown and not pattern.startswith("/")


def _covers(pattern: str, other: str) -> bool:
    """Whether whatever fits ``other`` fits ``pattern`` too."""
    host, slash, path = pattern.partition("/")
    other_host, other_slash, other_path = other.partition("/")
    same_host = host == other_host or (host != "" and other_host.endswith(f".{host}"))
    return same_host and (other_slash + other_path).startswith(slash + path)


def _keys(services: Iterable[Service]) -> dict[str, tuple[str, ...]]:
    """What the services leave on the device under names that the page can see, by category."""
    keys: dict[str, dict[str, None]] = {}
    for service in services:
        if service.category == NECESSARY:
            continue
        # what a third party sets under its own name is none of the page's
        names = (cookie.name for cookie in service.cookies if not cookie.host)
        keys.setdefault(service.category, {}).update(dict.fromkeys(names))
    return {category: tuple(names) for category, names in keys.items() if names}


def _site_domain(host: str) -> str:
    return registrable(host) or host


def _origin(address: str) -> tuple[str, str, int]:
    url = urlsplit(address)
    return url.scheme, url.hostname or "", url.port or _PORTS.get(url.scheme, 0)
