"""What a report says, as plain values: the JSON is made of it, and the HTML too. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from ..banner import own_service
from ..findings import Finding
from ..law import RULES, law, lifetime_text, retention_text
from ..lint.requirements import ALSO, REQUIREMENTS, requirement
from ..model import CATEGORIES, Service, Site
from ..notice import make_notice
from ..sites import Loaded
from ..texts import PURPOSES

RENDERED = "AK341"
"""From this number on, findings are of shown banners."""
Facts = dict[str, Any]


@cache
def rules() -> Mapping[str, Mapping[str, str]]:
    """Requirement -> what it wants, and what looks after it elsewhere."""
    return tomllib.loads((files(__package__) / "rules.toml").read_text("utf-8"))


def facts(loaded: Loaded, shown: Mapping[str, Sequence[Finding]], version: str, now: datetime) -> Facts:
    """The whole report.

    :param shown: site -> what was found on its shown banner; a site that was not looked at is not in it.
    :param version: of Akkoord.
    """
    found = [*loaded.findings, *loaded.breaches]
    sites = {id: [finding for finding in found if _is_of(finding, site)] for id, site in loaded.sites.items()}
    others = [finding for finding in found if not any(finding in of_site for of_site in sites.values())]
    return {
        "akkoord": version,
        "date": f"{now:%Y-%m-%d %H:%M} UTC",
        "general": [_finding(finding) for finding in others],
        "sites": [_site(site, sites[id], shown.get(id)) for id, site in loaded.sites.items()],
    }


def _is_of(finding: Finding, site: Site) -> bool:
    keys = [f"sites.{site.id}", *(f"services.{service.id}" for service in site.services)]
    return any(finding.key == key or finding.key.startswith((f"{key}.", f"{key}[")) for key in keys)


def _site(site: Site, found: Sequence[Finding], shown: Sequence[Finding] | None) -> Facts:
    every = [*found, *(shown or ())]
    profile = law(site.law)
    authority = profile.authority(site.languages[0])
    values = {name: getattr(profile, name) for name in RULES}
    services = (own_service(site), *site.services)
    return {
        "id": site.id,
        "controller": site.controller,
        "origins": list(site.origins),
        "languages": list(site.languages),
        "privacy": site.privacy,
        "notice": make_notice(site).version,
        "lifetime": lifetime_text(site),
        "retention": retention_text(site),
        "retention_reason": site.retention_reason,
        "law": {
            "id": profile.id,
            "name": profile.name,
            "date": f"{profile.date}",
            "values": [
                {"name": name, "value": rule.value, "kind": rule.kind, "source": rule.source, "reason": rule.reason}
                for name, rule in values.items()
            ],
            "exemption": {
                "conditions": dict(profile.exemption.conditions),
                "kind": profile.exemption.kind,
                "source": profile.exemption.source,
                "reason": profile.exemption.reason,
            },
            "authority": {
                "name": authority.name,
                "address": authority.address,
                "source": profile.authorities_source,
            },
        },
        "rendered": shown is not None,
        "exempt": list(site.exempt),
        "rules": [_rule(id, every, shown is not None) for id in rules()],
        "other": [_finding(finding) for finding in every if requirement(finding.number) is None],
        "categories": [
            {"id": category, "services": [_service(each) for each in services if each.category == category]}
            for category in CATEGORIES
        ],
    }


def _rule(id: str, found: Sequence[Finding], rendered: bool) -> Facts:
    """What became of one requirement."""
    by_number = {**REQUIREMENTS, **ALSO}
    numbers = sorted(number for number, broken in by_number.items() if id in broken.law)
    looked_at = [number for number in numbers if rendered or number < RENDERED]
    broken = [finding for finding in found if finding.number in numbers]
    if broken:
        outcome = "findings"
    elif looked_at:
        # what only a shown banner can tell is no less a part of the rule
        outcome = "clean" if looked_at == numbers else "clean in part"
    else:
        outcome = "not looked at" if numbers else "checked elsewhere"
    return {
        "id": id,
        "text": rules()[id]["text"],
        "outcome": outcome,
        "checked": looked_at,
        "missing": [number for number in numbers if number not in looked_at],
        "sources": list(dict.fromkeys(each for number in numbers for each in by_number[number].source.split("; "))),
        "elsewhere": rules()[id]["elsewhere"],
        "findings": [_finding(finding) for finding in broken],
    }


def _finding(finding: Finding) -> Facts:
    return {
        "number": finding.number,
        "severity": finding.severity,
        "place": f"{finding.file}:{finding.line}" if finding.line else finding.file,
        "key": finding.key,
        "message": finding.message,
        "hint": finding.hint,
    }


def _service(service: Service) -> Facts:
    return {
        "id": service.id,
        "name": service.name,
        "provider": service.provider,
        "country": service.country,
        "purpose": PURPOSES[service.purpose],
        "privacy": service.privacy,
        "reason": service.reason,
        "source": service.source,
        "cookies": [
            {"name": cookie.name, "kind": cookie.kind, "lifetime": cookie.lifetime, "host": cookie.host}
            for cookie in service.cookies
        ],
    }
