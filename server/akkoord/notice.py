"""What is asked of a visitor, and its version.

The version is a digest of the *question*: who asks, for which categories, and which services with which purposes and
cookies serve them. A new service is a new question. Words, colours, addresses, hosts, necessary services and the order
of things are not part of it: mending those asks nobody again.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from .model import OPTIONAL_CATEGORIES, Notice, Service, Site

VERSION_LENGTH = 12


def make_notice(site: Site) -> Notice:
    """The notice of a site as it is configured now."""
    served = {service.category for service in site.services}
    asked = tuple(category for category in OPTIONAL_CATEGORIES if category in served)
    question = {
        "site": site.id,
        "controller": site.controller,
        "categories": {
            category: [
                _asked_service(service)
                for service in sorted(site.services, key=lambda service: service.id)
                if service.category == category
            ]
            for category in asked
        },
    }
    return notice_of(json.dumps(question, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def notice_of(document: str) -> Notice:
    """The notice that asks this question.

    :raises ValueError: it is no question.
    """
    question = json.loads(document)
    if not isinstance(question, dict) or not {"site", "categories"} <= question.keys():
        raise ValueError("not the document of a notice")
    version = sha256(document.encode()).hexdigest()[:VERSION_LENGTH]
    asked = tuple(category for category in OPTIONAL_CATEGORIES if category in question["categories"])
    return Notice(site=question["site"], version=version, asked=asked, document=document)


def is_genuine(notice: Notice) -> bool:
    """Whether the document is the one that the version names; a store may have been harmed, or filled with anything."""
    try:
        return notice_of(notice.document) == notice
    except (ValueError, TypeError):
        return False


def _asked_service(service: Service) -> dict[str, Any]:
    cookies = sorted({(cookie.name, cookie.lifetime, cookie.kind) for cookie in service.cookies})
    return {
        "id": service.id,
        "name": service.name,
        "provider": service.provider,
        "country": service.country,
        "purpose": service.purpose,
        "cookies": [{"name": name, "lifetime": lifetime, "kind": kind} for name, lifetime, kind in cookies],
    }
