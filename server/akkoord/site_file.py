"""One ``akkoord.toml``, checked table by table on its way to sites."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from typing import Any, TypeVar

from pydantic import ValidationError

from .banner import fill, placeholders
from .catalog import catalog
from .findings import Finding, Severity, dotted
from .law import exempt_reason
from .model import NECESSARY, Alarms, Cookie, Service, Signals, Site, Theme, Variant
from .nearest import nearest
from .site_tables import (
    AlarmsTable,
    CookieTable,
    ExemptionTable,
    KeysTable,
    ServiceTable,
    SignalsTable,
    SiteTable,
    Table,
    ThemeTable,
    VariantTable,
)
from .site_values import ID, is_loopback, origin_host
from .texts import OWN_WORDS
from .toml_lines import Path as Key
from .toml_lines import line_of
from .translate import available
from .variants import OWN, TEXTS

T = TypeVar("T", bound=Table)
TABLES = ("sites", "services", "catalog")
FURTHER_TABLES = ("services",)
"""The tables of a file of further services, which ``catalog`` in ``akkoord.toml`` names."""
MISSING = {
    "origins": ("AK107", "There is no origin.", 'For example origins = ["https://www.shop.example"].'),
    "controller": ("AK110", "There is no controller.", "Name who is responsible, such as Shop BV, Utrecht."),
    "languages": ("AK111", "There is no language.", 'For example languages = ["nl_NL_formal", "en"].'),
}
"""What to say of a site that lacks a key; of a service it is AK113 for every key."""


class SiteFile:
    """One ``akkoord.toml`` on its way to sites; collects what is found."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.known: Mapping[str, Service] = catalog()
        self.lines: dict[Key, int] = {}
        self.findings: list[Finding] = []

    def find(
        self, number: str, key: Key, message: str, hint: str = "", severity: Severity = "error", line: int | None = None
    ) -> None:
        line = line or line_of(self.lines, key) or (1 if self.lines else None)
        self.findings.append(Finding(number, severity, self.name, line, dotted(key), message, hint))

    def read(self, tables: dict[str, Any]) -> dict[str, Site]:
        """The sites; the services that they can list are in ``known`` afterwards."""
        unknown = self.unknown_tables(tables, TABLES)
        own = self.tables_of(tables, "services")
        self.services(own)
        site_tables = self.tables_of(tables, "sites")
        if not tables.get("sites") and not unknown:
            self.find("AK105", (), "There is no site.", "Add a table such as [sites.shop].", line=1)
        # A service that is wrong has its own finding: the site that lists it needs none.
        context = {"services": {**self.known, **own}, "languages": available()}
        sites: dict[str, Site] = {}
        for id, table in site_tables.items():
            shape = self.table(SiteTable, ("sites", id), table, context)
            if shape and (site := self.site(id, shape, self.known)):
                sites[id] = site
        self.compare(sites)
        return sites

    def read_further(self, tables: dict[str, Any]) -> dict[str, Service]:
        """What a file of further services knows beside the catalog."""
        self.unknown_tables(tables, FURTHER_TABLES)
        further = self.tables_of(tables, "services")
        self.services(further, KeysTable)
        return {id: self.known[id] for id in further if id in self.known}

    def unknown_tables(self, tables: dict[str, Any], known: tuple[str, ...]) -> list[str]:
        unknown = [name for name in tables if name not in known]
        for name in unknown:
            self.find("AK103", (name,), "This table is not known.", nearest(name, known))
        return unknown

    def services(self, tables: dict[str, Any], shape: type[ServiceTable] = ServiceTable) -> None:
        """Know the services of these tables too."""
        read = {id: service for id, table in tables.items() if (service := self.service(id, table, shape))}
        self.known = {**self.known, **read}

    def tables_of(self, tables: dict[str, Any], name: str) -> dict[str, Any]:
        found = tables.get(name, {})
        if not isinstance(found, dict):
            self.find("AK104", (name,), "This must be a table.", f"Write [{name}.ID].")
            return {}
        for id in found:
            if not ID.fullmatch(id):
                hint = "Use small letters, digits and hyphens, 32 at most, and begin with a letter or digit."
                self.find("AK106", (name, id), f"{id!r} cannot be an id.", hint)
        return {id: table for id, table in found.items() if ID.fullmatch(id)}

    def table(self, shape: type[T], key: Key, table: Any, context: Mapping[str, Any]) -> T | None:
        """The table in its shape; none, with findings, if it does not fit."""
        try:
            return shape.model_validate(table, context=context)
        except ValidationError as error:
            for wrong in error.errors(include_url=False):
                self.shape_finding((*key, *wrong["loc"]), wrong["type"], wrong["msg"], wrong.get("ctx", {}))
            return None

    def shape_finding(self, key: Key, kind: str, message: str, context: Mapping[str, Any]) -> None:
        name = str(key[-1])
        if kind.startswith("AK"):
            self.find(kind, key, message, str(context.get("hint", "")))
        elif kind == "extra_forbidden":
            self.find("AK103", key, "This key is not known.", nearest(name, _fields(key)))
        elif kind == "missing" and len(key) == 3 and name in MISSING:
            number, text, hint = MISSING[name]
            self.find(number, key, text, hint)
        elif kind == "missing" and "variants" in key:
            hint = "Write a part of all pages, such as share = 0.5 for a half of them."
            self.find("AK131", key, f"The variant has no {name}.", hint)
        elif kind == "missing":
            self.find("AK113", key, f"The service has no {name}.", "It is not in the catalog, so this file must tell.")
        else:
            self.find("AK104", key, f"{message}.")

    def service(self, id: str, table: Any, tables: type[ServiceTable]) -> Service | None:
        """A service of the owner's, or one that is known with the owner's fields over it."""
        known = self.known.get(id)
        if known and isinstance(table, dict):
            facts = asdict(known)
            del facts["id"]
            facts["hosts"], facts["cookies"] = list(facts["hosts"]), list(facts["cookies"])
            table = {**facts, **table}
        shape = self.table(tables if known is None or known.hosts else KeysTable, ("services", id), table, {})
        if shape is None:
            return None
        if shape.category == NECESSARY and not shape.reason.strip():
            hint = "Write in one sentence why the website cannot do what the visitor asks without it."
            self.find("AK114", ("services", id, "category"), "A necessary service needs a reason (L15).", hint)
            return None
        fields = shape.model_dump()
        fields["hosts"] = tuple(shape.hosts)
        fields["cookies"] = tuple(Cookie(**cookie) for cookie in fields["cookies"])
        return Service(id=id, **fields)

    def site(self, id: str, shape: SiteTable, services: Mapping[str, Service]) -> Site | None:
        before = len(self.findings)
        for language, texts in shape.texts.items():
            self.check_texts(("sites", id, "texts", language), shape, texts)
        for name in shape.withdrawal:
            if name not in shape.services:
                hint = nearest(name, shape.services)
                self.find("AK128", ("sites", id, "withdrawal", name), f"The site has no service {name!r}.", hint)
        for name in shape.variants:
            self.check_variant(("sites", id, "variants", name), shape)
        if sum(variant.share for variant in shape.variants.values()) >= 1:
            hint = f"What they leave is the share of the site itself, which is variant {OWN}: let it have some."
            self.find("AK131", ("sites", id, "variants"), "The shares of the variants leave none to the site.", hint)
        theme = Theme(**shape.theme.model_dump())
        chosen = [services[name] for name in dict.fromkeys(shape.services) if name in services]
        if len(self.findings) > before or len(chosen) < len(set(shape.services)):
            return None
        return Site(
            id=id,
            origins=tuple(shape.origins),
            controller=shape.controller,
            languages=tuple(shape.languages),
            services=tuple(_of_the_site(service, shape) for service in chosen),
            theme=theme,
            texts=shape.texts,
            privacy=shape.privacy,
            layout=shape.layout,
            law=shape.law,
            lifetime=shape.lifetime,
            retention=shape.retention,
            retention_reason=shape.retention_reason.strip(),
            exempt=tuple(shape.exemption.services) if shape.exemption else (),
            conditions=tuple(shape.exemption.conditions) if shape.exemption else (),
            unknown=shape.unknown,
            alarms=Alarms(tuple(dict.fromkeys(shape.alarms.mail)), shape.alarms.weekly),
            signals=Signals(**{**shape.signals.model_dump(), "denied_in": tuple(shape.signals.denied_in)}),
            variants=tuple(_variant(name, variant) for name, variant in shape.variants.items()),
        )

    def check_variant(self, key: Key, shape: SiteTable) -> None:
        id = str(key[-1])
        if id == OWN:
            self.find("AK131", key, f"Variant {OWN} is the site itself.", "Begin with variant b.")
        elif not ID.fullmatch(id):
            hint = "Use small letters, digits and hyphens, 32 at most, and begin with a letter or digit."
            self.find("AK106", key, f"{id!r} cannot be an id.", hint)
        for language, texts in shape.variants[id].texts.items():
            self.check_texts((*key, "texts", language), shape, texts, TEXTS)

    def check_texts(
        self, key: Key, shape: SiteTable, texts: Mapping[str, str], own: Collection[str] = tuple(OWN_WORDS)
    ) -> None:
        """:param own: the texts that can be written here."""
        language = str(key[-1])
        if language not in shape.languages:
            self.find("AK115", key, f"The site has no language {language!r}.", nearest(language, shape.languages))
        for name, text in texts.items():
            if name in OWN_WORDS and name not in own:
                hint = "It stands beside the banner, on every page: write it in the site's own texts."
                self.find("AK115", (*key, name), f"The text {name!r} is the same in all variants.", hint)
                continue
            if name not in own:
                self.find("AK115", (*key, name), f"There is no text {name!r}.", nearest(name, own))
                continue
            known = placeholders(OWN_WORDS[name])
            for placeholder in sorted(placeholders(text) - known):
                hint = nearest(placeholder, sorted(known)) or "This text has no placeholders."
                self.find("AK116", (*key, name), f"There is no {{{placeholder}}} in this text.", hint)

    def compare(self, sites: Mapping[str, Site]) -> None:
        """What shows only when a site is whole, or beside another."""
        owners: dict[str, str] = {}
        for site in sites.values():
            key: Key = ("sites", site.id)
            if not site.services:
                hint = (
                    "List what it uses in services; "
                    "until then the trackers that the catalog knows stay shut for everybody."
                )
                self.find("AK117", key, "The site has no services, so nothing is asked.", hint, "warning")
            if site.unknown == "allow":
                hint = "Leave it out: then a third party that no service names waits for a yes to everything."
                self.find("AK122", (*key, "unknown"), "Unknown third parties are not held.", hint, "warning")
            if site.alarms.weekly and not site.alarms.mail:
                hint = 'Say who gets it: mail = ["privacy@shop.example"].'
                self.find("AK130", (*key, "alarms", "weekly"), "Nobody gets the weekly summary.", hint, "warning")
            self.doubt_signals((*key, "signals"), site.signals)
            for service in site.services:
                if not service.hosts:
                    message = f"No host of {service.id!r} is known: its cookies are held, its requests as unknown ones."
                    hint = f"Name what it calls: hosts = [...] in [services.{service.id}]."
                    self.find("AK126", (*key, "services"), message, hint, "warning")
            for index, origin in enumerate(site.origins):
                place = (*key, "origins", index)
                if origin.startswith("http:") and not is_loopback(origin_host(origin)):
                    hint = "On http anybody on the way can change the page and its consent. Use https."
                    self.find("AK108", place, f"{origin} is not safe.", hint, "warning")
                if origin in owners:
                    message = f"{origin} belongs to the site {owners[origin]!r} already."
                    self.find("AK109", place, message, "One page can show one notice only.")
                owners.setdefault(origin, site.id)

    def doubt_signals(self, key: Key, signals: Signals) -> None:
        """What is told to vendors before anybody has consented."""
        if signals.google != "basic":
            hint = "Whether this may be done without consent is for your lawyer to say; leave it out to be safe."
            self.find("AK124", (*key, "google"), "Google's tags run and send before consent.", hint, "warning")
        if signals.elsewhere != "denied":
            message = "Outside denied_in Google's tags are told of consent that nobody gave."
            hint = "Only do this where the law of those countries asks for no consent."
            if signals.google == "basic":
                hint = 'It changes nothing while they are held; it is meant for google = "advanced-without-consent".'
            self.find("AK125", (*key, "elsewhere"), message, hint, "warning")


def _fields(key: Key) -> list[str]:
    """The keys that are known beside the last one."""
    if "cookies" in key[2:-1]:
        shape: type[Table] = CookieTable
    elif "theme" in key[2:-1]:
        shape = ThemeTable
    elif "exemption" in key[2:-1]:
        shape = ExemptionTable
    elif "signals" in key[2:-1]:
        shape = SignalsTable
    elif "alarms" in key[2:-1]:
        shape = AlarmsTable
    elif "variants" in key[2:-1]:
        shape = VariantTable
    else:
        shape = SiteTable if key[0] == "sites" else ServiceTable
    return list(shape.model_fields)


def _variant(id: str, shape: VariantTable) -> Variant:
    theme = shape.theme.model_dump(include=shape.theme.model_fields_set)
    return Variant(id, shape.share, shape.layout, theme, shape.texts)


def _of_the_site(service: Service, shape: SiteTable) -> Service:
    """The service, with what the site says of it: how its provider hears of a withdrawal, that it is exempt, and its
    own facts for one that it runs itself."""
    service = replace(service, withdrawal=shape.withdrawal.get(service.id, service.withdrawal))
    if shape.exemption and service.id in shape.exemption.services and service.category == "analytics":
        # nothing is asked, so there is nothing to tell it either
        service = replace(service, category=NECESSARY, reason=exempt_reason(shape.law), signal="")
    if "{controller}" not in service.provider:
        return service
    provider = fill(service.provider, controller=shape.controller)
    return replace(service, provider=provider, privacy=service.privacy or shape.privacy)
