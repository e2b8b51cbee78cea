"""One website: its banner as visitors see it, what is doubtful about it, what it asks and asked, and whom it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import Response, request

from ...catalog.lookup import service_of
from ...findings import dotted
from ...lint import lint
from ...lint.requirements import REQUIREMENTS
from ...model import LAYOUTS, NECESSARY, OPTIONAL_CATEGORIES, SCHEMES, Site
from ...names import country_name, language_name
from ...notice import make_notice
from ...texts import PURPOSES
from ...translate import Translation, long_day
from ...variants import OWN, variant_ids, variant_of
from ..forgetful import Look
from ..parts import parts
from ..security_headers import PAGE_POLICY, policy
from .counted import notice_days
from .desk import Desk
from .key_figures import NOTHING
from .pages import Pages
from .words import CATEGORIES

DAYS = 30
"""How many days of held hosts are shown."""
LONG = 800
"""How many days back the versions of the question are looked for."""
STATES = ("banner", "panel")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding about the site, as ``akkoord check`` tells it."""

    number: str
    severity: str
    key: str
    message: str
    hint: str
    law: str
    source: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the question.

    :param first: the day on which it was first shown, as far as is known.
    """

    version: str
    now: bool
    services: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Held:
    """A third party that nobody names.

    :param id: what the catalog knows it by; empty if it does not know it.
    :param known: what the catalog calls it.
    :param line: what to do about it.
    """

    host: str
    count: int
    id: str
    known: str
    line: str


def doubts(site: Site) -> list[Doubt]:
    """What the rules of the law find, errors first."""
    found = []
    for breach in dict.fromkeys(lint(site)):
        broken = REQUIREMENTS[breach.number]
        law, key = " ".join(broken.law), dotted(breach.key)
        found.append(Doubt(breach.number, broken.severity, key, breach.message, breach.hint, law, broken.source))
    return sorted(found, key=lambda doubt: (doubt.severity, doubt.number))


def asked_look(site: Site) -> Look:
    """The look that the address asks for; what it leaves out, or the site does not have, is the site's own."""
    given = request.args
    language, layout, scheme, variant = (given.get(name, "") for name in ("language", "layout", "scheme", "variant"))
    there = variant_ids(site)
    shown = variant_of(site, variant if variant in there else OWN)
    return Look(
        layout if layout in LAYOUTS else shown.layout,
        scheme if scheme in SCHEMES else shown.theme.scheme,
        language if language in site.languages else site.languages[0],
        (variant if variant in there else OWN) if there else "",
    )


def register(pages: Pages, desk: Desk) -> None:
    """Add the page."""

    @pages.page("/site", "viewer")
    def site() -> Response:
        found = desk.sites[pages.frame.site()]
        language = pages.frame.language()
        state, look = request.args.get("state", ""), asked_look(found)
        today = desk.clock().date()
        first = today - timedelta(days=DAYS - 1)
        response = pages.frame.show(
            "site.html",
            site=found.id,
            about=found,
            look=look,
            own=variant_of(found, look.variant or OWN),
            state=state if state in STATES else STATES[0],
            states=STATES,
            variants=[(each, each) for each in variant_ids(found)],
            layouts=LAYOUTS,
            schemes=SCHEMES,
            languages={each: language_name(each, found.languages) for each in found.languages},
            doubts=doubts(found),
            versions=_versions(found, language, desk),
            services=_services(found, language),
            held=_held(found.id, parts().ledger.unknown_hosts(found.id, f"{first}", f"{today}")),
            days=DAYS,
        )
        response.headers["Content-Security-Policy"] = policy({**PAGE_POLICY, "frame-src": "'self'"})
        return response


def _versions(site: Site, language: str, desk: Desk) -> list[Version]:
    """Every version that is kept, the latest first."""
    today = desk.clock().date()
    days = notice_days(parts().store, site.id, today - timedelta(days=LONG), today)
    current = make_notice(site).version
    found = []
    for notice in parts().store.notices(site.id):
        categories = json.loads(notice.document)["categories"]
        names = ", ".join(service["name"] for each in OPTIONAL_CATEGORIES for service in categories.get(each, []))
        first, last = days.get(notice.version, ("", ""))
        found.append((first, Version(notice.version, notice.version == current, names, first, last)))
    ordered = sorted(found, key=lambda each: (each[1].now, each[0]), reverse=True)
    return [_said(version, language) for _, version in ordered]


def _said(version: Version, language: str) -> Version:
    days = [long_day(date.fromisoformat(day), language) if day else NOTHING for day in (version.first, version.last)]
    return replace(version, first=days[0], last=days[1])


def _services(site: Site, language: str) -> list[tuple[str, str, str, str, str]]:
    """Name, category, provider with its country, purpose and hosts of each service, in the order of the categories."""
    order = [NECESSARY, *CATEGORIES]
    texts = Translation(language)
    return [
        (
            service.name,
            service.category,
            ", ".join(filter(None, (service.provider, country_name(service.country, language)))),
            texts.gettext(PURPOSES[service.purpose]) if service.purpose in PURPOSES else service.purpose,
            ", ".join(service.hosts),
        )
        for service in sorted(site.services, key=lambda each: order.index(each.category))
    ]


def _held(site: str, hosts: Mapping[str, int]) -> list[Held]:
    """What is held because nobody names it, and what would name it."""
    found = []
    for host, count in hosts.items():
        service = service_of(host)
        line = f"akkoord catalog add {service.id} --site {site}" if service else ""
        found.append(Held(host, count, service.id if service else "", service.name if service else "", line))
    return found
