"""The shape of ``akkoord.toml``: what each table may hold. What a value must look like is in
:mod:`akkoord.site_values`."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from .law import LAWS
from .model import CATEGORIES, LAYOUTS, SCHEMES, SIGNALS
from .regions import WITH_CONSENT
from .site_values import (
    check_colour,
    check_host,
    check_lifetime,
    check_mail,
    check_name,
    check_origin,
    check_page,
    check_region,
    check_share,
    check_span,
    check_withdrawal,
    filled,
    known,
    one_of,
    some,
)
from .texts import KINDS, PURPOSES


class Table(BaseModel):
    """Base of the tables: nothing unknown is taken, nothing is guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class CookieTable(Table):
    """One cookie or storage key of a service."""

    name: Annotated[str, AfterValidator(check_name)]
    lifetime: Annotated[str, AfterValidator(check_lifetime)]
    kind: Annotated[str, one_of("AK119", "kind", KINDS)] = "cookie"
    host: str = ""


class ServiceTable(Table):
    """``[services.ID]``: a service of the owner's, or fields that replace those of a catalog service."""

    name: Annotated[str, filled("AK113", "The name")]
    category: Annotated[str, one_of("AK119", "category", CATEGORIES)]
    provider: Annotated[str, filled("AK113", "The provider")]
    purpose: Annotated[str, one_of("AK119", "purpose", PURPOSES)]
    hosts: Annotated[
        list[Annotated[str, AfterValidator(check_host)]],
        some("AK113", "The service calls no host.", "Name the hosts it calls, or the paths on the website itself."),
    ]
    country: str = ""
    privacy: Annotated[str, AfterValidator(check_page)] = ""
    cookies: list[CookieTable] = []
    reason: str = ""
    source: Annotated[str, AfterValidator(check_page)] = ""
    cookies_source: Annotated[str, AfterValidator(check_page)] = ""
    signal: Annotated[str, one_of("AK119", "signal", ("", *SIGNALS))] = ""
    withdrawal: Annotated[str, AfterValidator(check_withdrawal)] = ""


class KeysTable(ServiceTable):
    """A service of which only its cookies and storage keys are known, as an imported list of cookies knows it."""

    hosts: list[Annotated[str, AfterValidator(check_host)]] = []


class ThemeTable(Table):
    """``[sites.ID.theme]``."""

    accent: Annotated[str, AfterValidator(check_colour)] = ""
    background: Annotated[str, AfterValidator(check_colour)] = ""
    text: Annotated[str, AfterValidator(check_colour)] = ""
    scheme: Annotated[str, one_of("AK119", "scheme", SCHEMES)] = "auto"


class SignalsTable(Table):
    """``[sites.ID.signals]``."""

    google: Annotated[str, one_of("AK119", "way to use Consent Mode", ("basic", "advanced-without-consent"))] = "basic"
    elsewhere: Annotated[str, one_of("AK119", "default", ("denied", "granted-without-consent"))] = "denied"
    denied_in: Annotated[
        list[Annotated[str, AfterValidator(check_region)]],
        some("AK123", "There is no region.", f"Leave it out, and it is {', '.join(WITH_CONSENT)}."),
    ] = list(WITH_CONSENT)
    ads_data_redaction: bool = True
    url_passthrough: bool = False
    data_layer: Annotated[str, one_of("AK119", "time to use the data layer", ("google", "always", "never"))] = "google"


class AlarmsTable(Table):
    """``[sites.ID.alarms]``."""

    mail: list[Annotated[str, AfterValidator(check_mail)]] = []
    weekly: bool = False


class ExemptionTable(Table):
    """``[sites.ID.exemption]``."""

    services: Annotated[list[str], some("AK119", "There is no service.", 'For example services = ["matomo"].')] = []
    conditions: list[str] = []


class VariantTable(Table):
    """``[sites.ID.variants.ID]``."""

    share: Annotated[float, AfterValidator(check_share)]
    layout: Annotated[str, one_of("AK119", "layout", ("", *LAYOUTS))] = ""
    theme: ThemeTable = Field(default_factory=ThemeTable)
    texts: dict[str, dict[str, str]] = {}


class SiteTable(Table):
    """``[sites.ID]``."""

    origins: Annotated[
        list[Annotated[str, AfterValidator(check_origin)]],
        some("AK107", "There is no origin.", 'For example origins = ["https://www.shop.example"].'),
    ]
    controller: Annotated[str, filled("AK110", "The controller")]
    languages: Annotated[
        list[Annotated[str, known("AK111", "languages", "There is no catalogue for {}.")]],
        some("AK111", "There is no language.", 'For example languages = ["nl_NL_formal", "en"].'),
    ]
    services: list[Annotated[str, known("AK112", "services", "The service {} is not known.")]] = []
    theme: ThemeTable = Field(default_factory=ThemeTable)
    privacy: Annotated[str, AfterValidator(check_page)] = ""
    layout: Annotated[str, one_of("AK119", "layout", LAYOUTS)] = "box"
    law: Annotated[str, one_of("AK119", "law", LAWS)] = "nl"
    lifetime: Annotated[str, AfterValidator(check_span)] = ""
    retention: Annotated[str, AfterValidator(check_span)] = ""
    retention_reason: str = ""
    exemption: ExemptionTable | None = None
    unknown: Annotated[str, one_of("AK119", "way to treat unknown third parties", ("hold", "allow"))] = "hold"
    texts: dict[str, dict[str, str]] = {}
    signals: SignalsTable = Field(default_factory=SignalsTable)
    alarms: AlarmsTable = Field(default_factory=AlarmsTable)
    withdrawal: dict[str, Annotated[str, AfterValidator(check_withdrawal)]] = {}
    variants: dict[str, VariantTable] = {}
