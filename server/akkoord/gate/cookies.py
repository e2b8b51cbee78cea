"""Cookies of the site's own server: what is read, what may be set, and what a withdrawn category left behind. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from ipaddress import ip_address

from ..domains import registrable
from ..holding import allows

TOKEN = "akkoord"
_EXPIRED = re.compile(r";\s*(?:max-age\s*=\s*\"?(?:0+|-\d+)\"?\s*(?:;|$)|expires\s*=[^;]*\b19[67]\d\b)", re.IGNORECASE)
_LIMIT = 50
"""How many cookies are ended with one answer; a header that is too long would end the answer."""


def read_cookies(header: str) -> list[tuple[str, str]]:
    """The cookies of a request, in its order."""
    pairs = (pair.strip().partition("=") for pair in header.split(";"))
    return [(name.strip(), value.strip()) for name, equals, value in pairs if equals]


class CookieKeys:
    """Knows which category a cookie belongs to.

    :param keys: category -> names, ``*`` for anything.
    """

    def __init__(self, keys: Mapping[str, Collection[str]]) -> None:
        self._names = {
            category: re.compile("|".join(re.escape(name).replace(r"\*", ".*") for name in names))
            for category, names in keys.items()
        }

    def shuts(self, name: str, allowed: Collection[str], asked: Collection[str]) -> bool:
        """Whether a cookie of that name is held."""
        categories = (category for category, names in self._names.items() if names.fullmatch(name))
        return name != TOKEN and any(not allows(category, allowed, asked) for category in categories)


def cookie_name(header: str) -> str:
    """The name that a ``Set-Cookie`` gives."""
    return header.partition(";")[0].partition("=")[0].strip()


def is_expiry(header: str) -> bool:
    """Whether a ``Set-Cookie`` only takes a cookie away."""
    return _EXPIRED.search(header) is not None


def expiries(names: Collection[str], host: str, secure: bool) -> Iterator[str]:
    """``Set-Cookie`` headers that end cookies, on the host and on each domain above it that could have set them.

    :param host: of the page, without a port.
    """
    domains = list(_domains(host))
    for name in list(names)[:_LIMIT]:
        is_of_host = name.lower().startswith("__host-")
        for domain in ["", *([] if is_of_host else domains)]:
            yield (
                f"{name}=; Path=/; Max-Age=0"
                + (f"; Domain={domain}" if domain else "")
                # the browser takes such a name from nobody else
                + ("; Secure" if secure or name.lower().startswith(("__host-", "__secure-")) else "")
            )


def _domains(host: str) -> Iterator[str]:
    try:
        ip_address(host.strip("[]"))
        return
    except ValueError:
        site = registrable(host)
    while site and (host == site or host.endswith(f".{site}")):
        yield host
        host = host.partition(".")[2]
