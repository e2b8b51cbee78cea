"""Which part of a host name its owner registered: what counts as one website."""

from __future__ import annotations

from functools import cache
from ipaddress import ip_address

from publicsuffixlist import PublicSuffixList


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def registrable(host: str) -> str | None:
    """The domain that its owner registered, such as ``shop.example`` for ``www.shop.example``; None for an address."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        domain: str | None = _suffixes().privatesuffix(host)
        return domain
    return None
