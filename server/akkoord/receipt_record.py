"""The record of one decision as ISO/IEC TS 27560 has it, in JSON-LD of W3C's DPV, without what proves it. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from .banner import Words
from .law import kept_for, law, lifetime_of, lifetime_text
from .model import Decision, Notice, Site
from .names import country_name
from .spans import iso_duration
from .translate import bcp47, is_country

Json = dict[str, Any]

VERSION = "ISO/IEC TS 27560:2023"
"""Of the schema."""
PROFILE = "https://w3id.org/dpv/schema/dpv-27560"
CONTEXT: Json = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "loc": "https://w3id.org/dpv/loc#",
    "pd": "https://w3id.org/dpv/pd#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "specialCategory": {"@id": "urn:akkoord:special-category", "@type": "xsd:boolean"},
    # what proves it is not for reasoning over, but to be checked as it stands
    "akkoord": {"@id": "urn:akkoord:proof", "@type": "@json"},
    "asked": "urn:akkoord:asked",
    "keys": {"@id": "urn:akkoord:keys", "@type": "@id"},
    "signature": "urn:akkoord:signature",
}
PURPOSE_TYPES: Mapping[str, str] = {
    "functional": "dpv:ServiceProvision",
    "analytics": "dpv:ServiceUsageAnalytics",
    "marketing": "dpv:PersonalisedAdvertising",
}
RIGHTS = ("A7-3", "A13", "A15", "A16", "A17", "A18", "A20", "A77")
"""The articles of the GDPR that a visitor can call upon."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a decision answered, and where.

    :param site: as it is configured now: addresses, law and times.
    :param notice: what was asked then.
    :param base: the address of the backend, without a slash at the end.
    :param before: the visitor's decision before this one, if there is one.
    """

    site: Site
    notice: Notice
    base: str
    before: Decision | None = None


def record(decision: Decision, asked: Asked) -> Json:
    """The record: all but what proves it."""
    site, words = asked.site, Words(asked.site, decision.language)
    question = json.loads(asked.notice.document)
    categories: dict[str, list[Json]] = question["categories"]
    page = f"{asked.base}/sites/{site.id}"
    visitor = _id(f"urn:akkoord:visitor:{decision.visitor}")
    return {
        "@context": CONTEXT,
        "@id": f"urn:uuid:{decision.id}",
        "@type": ["dpv:ConsentReceipt", "dpv:ConsentRecord"],
        "dct:conformsTo": _id(PROFILE),
        "dct:hasVersion": VERSION,
        "dct:identifier": str(decision.id),
        "dct:language": bcp47(decision.language),
        "dpv:hasDataSubject": {**visitor, "@type": "dpv:DataSubject", "dct:identifier": decision.visitor},
        "dpv:hasNotice": {
            **_id(f"{page}/cookies"),
            "@type": "dpv:ConsentNotice",
            "dct:identifier": decision.notice,
            "dct:language": bcp47(decision.language),
            **({"dct:references": _id(site.privacy)} if site.privacy.startswith("http") else {}),
        },
        "dpv:hasJurisdiction": _id(f"loc:{jurisdiction(site)}"),
        "dpv:hasDataController": _controller(site, question["controller"]),
        "dpv:hasAuthority": _authority(words),
        "dpv:hasRight": [_id(f"eu-gdpr:{article}") for article in RIGHTS],
        "dpv:hasStorageCondition": {
            "@type": "dpv:StorageCondition",
            "dpv:hasLocation": _id(asked.base),
            "dpv:hasDuration": _kept(site),
        },
        "dpv:hasIndicationMethod": decision.how,
        "dpv:hasPurpose": [
            _purpose(category, services, decision, asked, words)
            for category, services in question["categories"].items()
        ],
        "dct:hasPart": [_event(category, decision, asked, visitor) for category in categories],
    }


def status(category: str, decision: Decision, before: Decision | None) -> str:
    """The state that a decision puts the consent to a category in, as DPV calls it."""
    had = before is not None and category in before.granted
    if category in decision.granted:
        return "dpv:RenewedConsentGiven" if had else "dpv:ConsentGiven"
    return "dpv:ConsentWithdrawn" if had else "dpv:ConsentRefused"


def jurisdiction(site: Site) -> str:
    """The country of the site's law, as ISO 3166 has it, or ``EU``."""
    return {"uk": "GB"}.get(site.law, site.law.upper())


def _event(category: str, decision: Decision, asked: Asked, visitor: Json) -> Json:
    at = decision.at.astimezone(UTC)
    return {
        "@type": [status(category, decision, asked.before), "dpv:ExplicitlyExpressedConsent"],
        "dpv:hasPurpose": _id(f"#{category}"),
        "dpv:hasEntity": visitor,
        "dct:date": _moment(at),
        "dct:valid": _moment(at + lifetime_of(asked.site)),
        "dpv:hasDuration": _duration(lifetime_text(asked.site)),
    }


def _purpose(category: str, services: list[Json], decision: Decision, asked: Asked, words: Words) -> Json:
    cookies = [cookie for service in services for cookie in service["cookies"]]
    places = dict.fromkeys(service["country"] for service in services)
    return {
        **_id(f"#{category}"),
        "@type": ["dpv:Purpose", PURPOSE_TYPES[category]],
        "dct:title": words.text(f"{category}_name"),
        "dct:description": words.text(f"{category}_text"),
        "dpv:hasConsentStatus": _id(status(category, decision, asked.before)),
        "dpv:hasLegalBasis": _id("eu-gdpr:A6-1-a"),
        "dpv:hasProcessing": [_id("dpv:Collect"), _id("dpv:Store"), _id("dpv:Share")],
        "dpv:hasDataSource": _id("dpv:DataSubject"),
        "dpv:hasPersonalData": [
            {"@type": ["dpv:PersonalData", "pd:IPAddress"], "dct:title": "IP address", "specialCategory": False},
            *(
                {
                    "@type": ["dpv:PersonalData", "pd:DeviceBased"],
                    "dct:title": cookie["name"],
                    "specialCategory": False,
                    "dpv:hasDuration": _duration(cookie["lifetime"]),
                }
                for cookie in cookies
            ),
        ],
        "dpv:hasStorageCondition": {
            "@type": "dpv:StorageCondition",
            "dpv:hasLocation": [_id(f"loc:{place}") if is_country(place) else place for place in places],
            "dpv:hasDuration": [_duration(text) for text in dict.fromkeys(cookie["lifetime"] for cookie in cookies)],
        },
        "dpv:hasRecipient": [_recipient(service, asked.site, words) for service in services],
        "dpv:hasConsentControl": {
            "@type": "dpv:WithdrawConsent",
            "dpv:isExercisedAt": _id(f"{asked.base}/sites/{asked.site.id}/me"),
        },
    }


def _controller(site: Site, name: str) -> Json:
    origin = site.origins[0].removesuffix(":*")
    return {
        **_id(origin),
        "@type": ["dpv:LegalEntity", "dpv:DataController"],
        "dct:identifier": origin,
        # name and place as the owner wrote them, in one
        "dpv:hasName": name,
        "dpv:hasAddress": name,
        "dpv:hasContact": site.privacy if site.privacy.startswith("http") else origin + site.privacy,
    }


def _authority(words: Words) -> Json:
    named = law(words.site.law).authority(words.language)
    return {
        **_id(named.address),
        "@type": ["dpv:LegalEntity", "dpv:DataProtectionAuthority"],
        "dct:identifier": named.address,
        "dpv:hasName": named.name or words.text("authorities"),
        "dpv:hasAddress": jurisdiction(words.site),
        "dpv:hasContact": named.address,
    }


def _recipient(service: Json, site: Site, words: Words) -> Json:
    now = next((each for each in site.services if each.id == service["id"]), None)
    contact = now.privacy if now and now.privacy else site.privacy
    return {
        "@type": ["dpv:LegalEntity", "dpv:Recipient", "dpv:ThirdParty"],
        "dct:identifier": service["id"],
        "dct:title": service["name"],
        "dpv:hasName": service["provider"],
        "dpv:hasAddress": country_name(service["country"], words.language),
        "dpv:hasContact": contact if contact.startswith("http") else site.origins[0].removesuffix(":*") + contact,
    }


def _kept(site: Site) -> Json | str:
    """How long the receipt itself is kept, from the decision on."""
    span = kept_for(site)
    return _duration(f"{span.days} days") if span else "until it is erased"


def _id(address: str) -> Json:
    return {"@id": address}


def _moment(at: datetime) -> Json:
    return {"@type": "xsd:dateTime", "@value": at.isoformat(timespec="milliseconds").replace("+00:00", "Z")}


def _duration(text: str) -> Json | str:
    """A duration as ISO 8601 has it; what has no end that is known stays as it is."""
    duration = iso_duration(text)
    return {"@type": "xsd:duration", "@value": duration} if duration else text
