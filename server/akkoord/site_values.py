"""The checks of single values of ``akkoord.toml``.

One that fails raises a pydantic error whose type is the number of the finding (see :mod:`akkoord.findings`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any, cast
from urllib.parse import urlsplit

from pydantic import AfterValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from .model import ON_A_LIST
from .nearest import nearest
from .regions import is_region
from .spans import span
from .translate import is_lifetime

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_ORIGIN = re.compile(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:]+\])(?::([0-9]{1,5}|\*))?")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)*[a-z0-9-]+(?:/\S*)?|/\S+")
LONGEST = span("100 years")
_PORTS = {"http": "80", "https": "443"}


def problem(number: str, message: str, hint: str = "") -> PydanticCustomError:
    """An error that becomes the finding of that number."""
    return PydanticCustomError(cast(Any, number), "{text}", {"text": message, "hint": hint})


def is_loopback(host: str) -> bool:
    """Whether the host is this machine."""
    return (
        host in ("localhost", "[::1]")
        or host.endswith(".localhost")
        or re.fullmatch(r"127(\.\d+){3}", host) is not None
    )


def origin_host(origin: str) -> str:
    """The host of an origin."""
    match = _ORIGIN.fullmatch(origin)
    return match[2] if match else ""


def check_origin(value: str) -> str:
    match = _ORIGIN.fullmatch(value)
    if match is None:
        hint = "Write scheme, host and port only, such as https://www.shop.example."
        near = re.match(r"(?:https?://)?([^/\s:]+(?::\d+)?)", value.lower())
        if near and "." in near[1]:
            scheme = "http" if value.lower().startswith("http:") else "https"
            hint = f"Write {scheme}://{near[1]}: scheme, host and port, in small letters, without a path."
        raise problem("AK107", f"{value!r} is not an origin.", hint)
    scheme, host, port = match[1], match[2], match[3]
    if port == "*" and not is_loopback(host):
        raise problem("AK107", f"{value!r} leaves the port open.", "Only a loopback host may have :* as its port.")
    if port == _PORTS[scheme] or (port not in (None, "*") and not 0 < int(port) < 65536):
        raise problem("AK107", f"{value!r} has a port that no browser sends.", "Leave the standard port out.")
    return value


def check_host(value: str) -> str:
    if _HOST.fullmatch(value) is None:
        hint = "Write a host, host/path or /path, in small letters, without https://."
        raise problem("AK121", f"{value!r} is not a host or path.", hint)
    return value


def check_name(value: str) -> str:
    if not value or re.search(r"\s", value) or value.strip("*") == "":
        raise problem("AK121", f"{value!r} is not a name.", "Write the name, or a pattern with * such as _ga_*.")
    return value


def check_page(value: str) -> str:
    if value and re.fullmatch(r"https?://[^\s\"'<>]+|/[^\s\"'<>]*", value) is None:
        raise problem(
            "AK120", f"{value!r} is not the address of a page.", "Write https://... or a path that begins with /."
        )
    return value


def check_withdrawal(value: str) -> str:
    if value in ("", ON_A_LIST):
        return value
    hint = "Write list, or an address with https, or with http on this machine, and without a password or #."
    try:
        parts = urlsplit(value)
        host, usable = parts.hostname or "", parts.port != 0
    except ValueError:
        host, usable = "", False
    safe = is_plain_address(value) and (value.startswith("https://") or is_loopback(bracketed(host)))
    if not (host and usable and safe):
        # it may hold a secret: it is not repeated
        raise problem("AK127", "This is no way to tell of a withdrawal.", hint)
    return value


def check_mail(value: str) -> str:
    if not is_mail(value):
        # it may be somebody's: it is not repeated
        raise problem("AK129", "This is not an address of e-mail.", "Write it bare, such as privacy@shop.example.")
    return value


def is_mail(address: str) -> bool:
    """Whether it is a bare address of e-mail: nothing that a header of a mail would read differently."""
    parts = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}"
    return len(address) <= 254 and re.fullmatch(parts, address) is not None


def is_plain_address(address: str) -> bool:
    """Whether an address is one of http, without a password, a part of a page, or what programs read differently."""
    return re.fullmatch(r"https?://[^\s/?#@\\]+([/?][^\s#\\]*)?", address) is not None and address.isascii()


def bracketed(host: str) -> str:
    """A host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def check_colour(value: str) -> str:
    if value and re.fullmatch(r"#(?:[0-9a-fA-F]{3}){1,2}", value) is None:
        raise problem("AK118", f"{value!r} is not a plain colour.", "Write a CSS hex colour, such as #0b5fff.")
    return value


def check_share(value: float) -> float:
    if not 0 < value < 1:
        raise problem("AK131", f"{value} is not a share.", "Write a part of all pages, such as 0.5 for a half of them.")
    return value


def check_lifetime(value: str) -> str:
    if not is_lifetime(value):
        hint = "Write session, persistent, or a number and a unit, such as 13 months."
        raise problem("AK119", f"{value!r} is not a lifetime.", hint)
    return value


def check_span(value: str) -> str:
    hint = "Write a number and a unit, such as 6 months."
    try:
        length = span(value) if value else LONGEST
    except ValueError:
        raise problem("AK119", f"{value!r} is not a span of time.", hint) from None
    if length > LONGEST:
        raise problem("AK119", f"{value!r} is longer than 100 years.", hint)
    return value


def filled(number: str, what: str) -> AfterValidator:
    def check(value: str) -> str:
        if not value.strip():
            raise problem(number, f"{what} is empty.")
        return value

    return AfterValidator(check)


def one_of(number: str, what: str, known: Collection[str]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in known:
            raise problem(number, f"{value!r} is not a {what}.", nearest(value, known))
        return value

    return AfterValidator(check)


def known(number: str, key: str, message: str) -> AfterValidator:
    """A check against what the whole file and the catalogues know, given as validation context."""

    def check(value: str, info: ValidationInfo) -> str:
        known = (info.context or {}).get(key, ())
        if value not in known:
            raise problem(number, message.format(repr(value)), nearest(value, known))
        return value

    return AfterValidator(check)


def some(number: str, message: str, hint: str) -> AfterValidator:
    def check(value: list[str]) -> list[str]:
        if not value:
            raise problem(number, message, hint)
        return list(dict.fromkeys(value))

    return AfterValidator(cast(Callable[..., Any], check))


def check_region(value: str) -> str:
    if not is_region(value):
        hint = {
            "EU": "Google knows no EU: write EEA, which stands for its 30 countries.",
            "UK": "The United Kingdom is GB.",
        }.get(value, "Write ISO 3166-2 codes such as NL or US-CA, or EEA.")
        raise problem("AK123", f"{value!r} is not a region.", hint)
    return value
