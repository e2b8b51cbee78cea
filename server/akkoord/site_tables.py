"""The shape of ``akkoord.toml``: what each table may hold, and what each value must look like.

A value that is wrong raises a pydantic error whose type is the number of the finding (see :mod:`akkoord.findings`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Annotated, Any, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from .law import LAWS
from .model import CATEGORIES, LAYOUTS, SCHEMES, SIGNALS
from .nearest import nearest
from .regions import WITH_CONSENT, is_region
from .spans import span
from .texts import KINDS, PURPOSES
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


def _origin(value: str) -> str:
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


def _host(value: str) -> str:
    if _HOST.fullmatch(value) is None:
        hint = "Write a host, host/path or /path, in small letters, without https://."
        raise problem("AK121", f"{value!r} is not a host or path.", hint)
    return value


def _name(value: str) -> str:
    if not value or re.search(r"\s", value) or value.strip("*") == "":
        raise problem("AK121", f"{value!r} is not a name.", "Write the name, or a pattern with * such as _ga_*.")
    return value


def _page(value: str) -> str:
    if value and re.fullmatch(r"https?://[^\s\"'<>]+|/[^\s\"'<>]*", value) is None:
        raise problem(
            "AK120", f"{value!r} is not the address of a page.", "Write https://... or a path that begins with /."
        )
    return value


def _colour(value: str) -> str:
    if value and re.fullmatch(r"#(?:[0-9a-fA-F]{3}){1,2}", value) is None:
        raise problem("AK118", f"{value!r} is not a plain colour.", "Write a CSS hex colour, such as #0b5fff.")
    return value


def _lifetime(value: str) -> str:
    if not is_lifetime(value):
        hint = "Write session, persistent, or a number and a unit, such as 13 months."
        raise problem("AK119", f"{value!r} is not a lifetime.", hint)
    return value


def _span(value: str) -> str:
    hint = "Write a number and a unit, such as 6 months."
    try:
        length = span(value) if value else LONGEST
    except ValueError:
        raise problem("AK119", f"{value!r} is not a span of time.", hint) from None
    if length > LONGEST:
        raise problem("AK119", f"{value!r} is longer than 100 years.", hint)
    return value


def _filled(number: str, what: str) -> AfterValidator:
    def check(value: str) -> str:
        if not value.strip():
            raise problem(number, f"{what} is empty.")
        return value

    return AfterValidator(check)


def _one_of(number: str, what: str, known: Collection[str]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in known:
            raise problem(number, f"{value!r} is not a {what}.", nearest(value, known))
        return value

    return AfterValidator(check)


def _known(number: str, key: str, message: str) -> AfterValidator:
    """A check against what the whole file and the catalogues know, given as validation context."""

    def check(value: str, info: ValidationInfo) -> str:
        known = (info.context or {}).get(key, ())
        if value not in known:
            raise problem(number, message.format(repr(value)), nearest(value, known))
        return value

    return AfterValidator(check)


def _some(number: str, message: str, hint: str) -> AfterValidator:
    def check(value: list[str]) -> list[str]:
        if not value:
            raise problem(number, message, hint)
        return list(dict.fromkeys(value))

    return AfterValidator(cast(Callable[..., Any], check))


class Table(BaseModel):
    """Base of the tables: nothing unknown is taken, nothing is guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class CookieTable(Table):
    """One cookie or storage key of a service."""

    name: Annotated[str, AfterValidator(_name)]
    lifetime: Annotated[str, AfterValidator(_lifetime)]
    kind: Annotated[str, _one_of("AK119", "kind", KINDS)] = "cookie"
    host: str = ""


class ServiceTable(Table):
    """``[services.ID]``: a service of the owner's, or fields that replace those of a catalog service."""

    name: Annotated[str, _filled("AK113", "The name")]
    category: Annotated[str, _one_of("AK119", "category", CATEGORIES)]
    provider: Annotated[str, _filled("AK113", "The provider")]
    purpose: Annotated[str, _one_of("AK119", "purpose", PURPOSES)]
    hosts: Annotated[
        list[Annotated[str, AfterValidator(_host)]],
        _some("AK113", "The service calls no host.", "Name the hosts it calls, or the paths on the website itself."),
    ]
    country: str = ""
    privacy: Annotated[str, AfterValidator(_page)] = ""
    cookies: list[CookieTable] = []
    reason: str = ""
    source: Annotated[str, AfterValidator(_page)] = ""
    cookies_source: Annotated[str, AfterValidator(_page)] = ""
    signal: Annotated[str, _one_of("AK119", "signal", ("", *SIGNALS))] = ""


class KeysTable(ServiceTable):
    """A service of which only its cookies and storage keys are known, as an imported list of cookies knows it."""

    hosts: list[Annotated[str, AfterValidator(_host)]] = []


class ThemeTable(Table):
    """``[sites.ID.theme]``."""

    accent: Annotated[str, AfterValidator(_colour)] = ""
    background: Annotated[str, AfterValidator(_colour)] = ""
    text: Annotated[str, AfterValidator(_colour)] = ""
    scheme: Annotated[str, _one_of("AK119", "scheme", SCHEMES)] = "auto"


def _region(value: str) -> str:
    if not is_region(value):
        hint = {
            "EU": "Google knows no EU: write EEA, which stands for its 30 countries.",
            "UK": "The United Kingdom is GB.",
        }.get(value, "Write ISO 3166-2 codes such as NL or US-CA, or EEA.")
        raise problem("AK123", f"{value!r} is not a region.", hint)
    return value


class SignalsTable(Table):
    """``[sites.ID.signals]``."""

    google: Annotated[str, _one_of("AK119", "way to use Consent Mode", ("basic", "advanced-without-consent"))] = "basic"
    elsewhere: Annotated[str, _one_of("AK119", "default", ("denied", "granted-without-consent"))] = "denied"
    denied_in: Annotated[
        list[Annotated[str, AfterValidator(_region)]],
        _some("AK123", "There is no region.", f"Leave it out, and it is {', '.join(WITH_CONSENT)}."),
    ] = list(WITH_CONSENT)
    ads_data_redaction: bool = True
    url_passthrough: bool = False
    data_layer: Annotated[str, _one_of("AK119", "time to use the data layer", ("google", "always", "never"))] = "google"


class ExemptionTable(Table):
    """``[sites.ID.exemption]``."""

    services: Annotated[list[str], _some("AK119", "There is no service.", 'For example services = ["matomo"].')] = []
    conditions: list[str] = []


class SiteTable(Table):
    """``[sites.ID]``."""

    origins: Annotated[
        list[Annotated[str, AfterValidator(_origin)]],
        _some("AK107", "There is no origin.", 'For example origins = ["https://www.shop.example"].'),
    ]
    controller: Annotated[str, _filled("AK110", "The controller")]
    languages: Annotated[
        list[Annotated[str, _known("AK111", "languages", "There is no catalogue for {}.")]],
        _some("AK111", "There is no language.", 'For example languages = ["nl_NL_formal", "en"].'),
    ]
    services: list[Annotated[str, _known("AK112", "services", "The service {} is not known.")]] = []
    theme: ThemeTable = Field(default_factory=ThemeTable)
    privacy: Annotated[str, AfterValidator(_page)] = ""
    layout: Annotated[str, _one_of("AK119", "layout", LAYOUTS)] = "box"
    law: Annotated[str, _one_of("AK119", "law", LAWS)] = "nl"
    lifetime: Annotated[str, AfterValidator(_span)] = ""
    retention: Annotated[str, AfterValidator(_span)] = ""
    exemption: ExemptionTable | None = None
    unknown: Annotated[str, _one_of("AK119", "way to treat unknown third parties", ("hold", "allow"))] = "hold"
    texts: dict[str, dict[str, str]] = {}
    signals: SignalsTable = Field(default_factory=SignalsTable)
