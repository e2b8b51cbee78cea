"""Where pages and backend are, seen from a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from ..domains import registrable
from ..model import Site


def cors_origins(sites: Mapping[str, Site]) -> list[re.Pattern[str]]:
    """Every site's origins, as Flask-CORS takes them. It would guess of a text whether it is a pattern."""
    origins = {origin for site in sites.values() for origin in site.origins}
    return [
        re.compile(re.escape(origin.removesuffix(":*")) + (r"(:[0-9]+)?\Z" if origin.endswith(":*") else r"\Z"))
        for origin in sorted(origins)
    ]


def crowded_domains(sites: Mapping[str, Site]) -> frozenset[str]:
    """Registrable domains on which more than one site has pages: one cookie for all of them would be each other's."""
    owners: dict[str, set[str]] = {}
    for site in sites.values():
        for origin in site.origins:
            owners.setdefault(registrable(host_of(origin)) or "", set()).add(site.id)
    return frozenset(domain for domain, ids in owners.items() if domain and len(ids) > 1)


@lru_cache(maxsize=1024)
def cookie_domain(page: str, backend: str, crowded: frozenset[str] = frozenset()) -> str | None:
    """The ``Domain`` with which the backend can set a cookie that the page reads.

    :param page: host name of the page.
    :param backend: host name under which the page called the backend.
    :param crowded: registrable domains that several sites share.
    :returns: empty for a cookie of the host alone; None where no such cookie can be set, so that the page's script has
        to write it itself.
    """
    if page == backend:
        return ""
    shared = registrable(page)
    return shared if shared is not None and shared == registrable(backend) and shared not in crowded else None


@lru_cache(maxsize=1024)
def host_of(origin: str) -> str:
    """The host name of an origin or address, without port."""
    return urlsplit(origin.removesuffix(":*")).hostname or ""
