"""Where pages and backend are, seen from a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from ..model import Site


def cors_origins(sites: Mapping[str, Site]) -> list[re.Pattern[str]]:
    """Every site's origins, as Flask-CORS takes them. It would guess of a text whether it is a pattern."""
    origins = {origin for site in sites.values() for origin in site.origins}
    return [
        re.compile(re.escape(origin.removesuffix(":*")) + (r"(:[0-9]+)?\Z" if origin.endswith(":*") else r"\Z"))
        for origin in sorted(origins)
    ]


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def cookie_domain(page: str, backend: str) -> str | None:
    """The ``Domain`` with which the backend can set a cookie that the page reads.

    :param page: host name of the page.
    :param backend: host name under which the page called the backend.
    :returns: empty for a cookie of the host alone; None where the two do not share a site, so that the page's script
        has to write the cookie itself.
    """
    if page == backend:
        return ""
    for host in (page, backend):
        try:
            ip_address(host)
        except ValueError:
            continue
        return None
    shared: str | None = _suffixes().privatesuffix(page)
    return shared if shared is not None and shared == _suffixes().privatesuffix(backend) else None


def host_of(origin: str) -> str:
    """The host name of an origin or address, without port."""
    return urlsplit(origin).hostname or ""
