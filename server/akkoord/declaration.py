"""What the page that declares a site's cookies says, in one language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .baked import BannerAuthority
from .banner import Words, authority, own_service
from .law import lifetime_text, retention_text
from .model import CATEGORIES, NECESSARY, Notice, Service, Site
from .names import capital, joined, language_name
from .texts import KINDS
from .translate import bcp47, direction, lifetime


@dataclass(frozen=True, slots=True)
class DeclaredCookie:
    """One row of a table; ``host`` is that of the third party that keeps it under its own name."""

    name: str
    kind: str
    lifetime: str
    host: str


@dataclass(frozen=True, slots=True)
class DeclaredService:
    """One service of a category, with what a visitor is to know of it."""

    id: str
    name: str
    provider: str
    country: str
    purpose: str
    privacy: str
    cookies: Sequence[DeclaredCookie]


@dataclass(frozen=True, slots=True)
class DeclaredCategory:
    """One category: ``note`` says whether it is asked, ``providers`` who is behind it."""

    id: str
    name: str
    text: str
    note: str
    providers: str
    services: Sequence[DeclaredService]


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """A language in which the page can be had."""

    id: str
    lang: str
    dir: str
    name: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """The whole page, apart from the words of :attr:`texts` that stand in it as they are."""

    site: str
    language: str
    lang: str
    dir: str
    texts: Words
    intro: str
    kept: str
    version: str
    privacy: str
    authority: BannerAuthority
    categories: Sequence[DeclaredCategory]
    languages: Sequence[OtherLanguage]


def declaration(site: Site, notice: Notice, language: str) -> Declaration:
    """Everything that the page says."""
    words = Words(site, language)
    services = (own_service(site), *site.services)
    return Declaration(
        site=site.id,
        language=language,
        lang=bcp47(language),
        dir=direction(language),
        texts=words,
        intro=words.text("declaration_intro"),
        kept=_kept(words),
        version=words.text("declaration_version", version=notice.version),
        privacy=address(site, site.privacy),
        authority=authority(words),
        categories=[
            _category(words, category, [service for service in services if service.category == category])
            for category in CATEGORIES
            if category in (NECESSARY, *notice.asked)
        ],
        languages=page_languages(site.languages),
    )


def page_languages(offered: Sequence[str]) -> list[OtherLanguage]:
    """The languages of a page, each by its own name."""
    return [OtherLanguage(each, bcp47(each), direction(each), language_name(each, offered)) for each in offered]


def _kept(words: Words) -> str:
    """How long a decision holds, and how long its proof is kept after that."""
    held, kept = lifetime_text(words.site), retention_text(words.site)
    return words.text(
        "declaration_kept", lifetime=lifetime(held, words.language), retention=lifetime(kept, words.language)
    )


def address(site: Site, page: str) -> str:
    """A page's address as seen from the backend: a path is one of the website, which may be elsewhere."""
    origin = site.origins[0]
    # an origin with an open port is one of this machine, and so is the backend
    return origin + page if page.startswith("/") and not origin.endswith(":*") else page


def _category(words: Words, category: str, services: Sequence[Service]) -> DeclaredCategory:
    text = capital(words.text(f"{category}_text"), words.language)
    providers = joined(list(dict.fromkeys(service.provider for service in services)), words.language)
    return DeclaredCategory(
        id=category,
        name=words.text(f"{category}_name"),
        text=text if text.endswith(".") else f"{text}.",
        note=words.text("declaration_necessary" if category == NECESSARY else "declaration_asked"),
        # a name may end in a full stop of its own
        providers=re.sub(r"\.\.$", ".", words.text("declaration_providers", providers=providers)),
        services=[_service(words, service) for service in services],
    )


def _service(words: Words, service: Service) -> DeclaredService:
    return DeclaredService(
        id=service.id,
        name=service.name,
        provider=service.provider,
        country=words.country(service.country),
        purpose=words.text(f"purpose_{service.purpose}"),
        privacy=address(words.site, service.privacy),
        cookies=[
            DeclaredCookie(
                cookie.name,
                words.translation.gettext(KINDS[cookie.kind]),
                lifetime(cookie.lifetime, words.language),
                cookie.host,
            )
            for cookie in service.cookies
        ],
    )
