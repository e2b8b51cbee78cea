"""The words of banner and panel for one site in one language, as the widget gets them."""

from __future__ import annotations

import re

from .colours import Palette, palettes
from .model import CATEGORIES, CONSENT_LIFETIME, NECESSARY, Cookie, Notice, Service, Site
from .regions import GROUPS
from .texts import BANNER_TEXTS, KINDS, OUTSIDE, OWN_WORDS, PANEL_TEXTS, PROVIDERS
from .translate import Translation, bcp47, direction, lifetime, own_names, territory
from .wire import (
    BannerAuthority,
    BannerCategory,
    BannerCookie,
    BannerFile,
    BannerService,
    BannerTexts,
    PanelCategory,
    PanelFile,
    PanelTexts,
)

COOKIE = "akkoord"
"""The name of the cookie that holds the token."""
AUTHORITIES = "https://www.edpb.europa.eu/about-edpb/about-edpb/members_en"
"""Where every supervisor in Europe can be found."""


def banner_file(site: Site, notice: Notice, language: str, panel: str = "") -> BannerFile:
    """What a first visitor needs at once: the first layer, and the placeholders of held frames.

    :param panel: path of the panel file in the same language.
    """
    words = _Words(site, language)
    return BannerFile.model_validate(
        {
            "lang": bcp47(language),
            "dir": "rtl" if direction(language) == "rtl" else "ltr",
            "layout": site.layout,
            "close": "absent",
            "theme": {scheme: _colours(palette) for scheme, palette in palettes(site.theme).items()},
            "texts": BannerTexts(**{key: words.text(key) for key in BANNER_TEXTS}),
            "categories": [
                BannerCategory(id=category, name=words.text(f"{category}_name"), text=words.text(f"{category}_text"))
                for category in (NECESSARY, *notice.asked)
            ],
            "embeds": {
                pattern: _whose(service)
                for service in site.services
                if service.category in notice.asked
                for pattern in service.hosts
                if not pattern.startswith("/")
            },
            "panel": panel,
        }
    )


def panel_file(site: Site, notice: Notice, language: str) -> PanelFile:
    """What the second layer says beyond the first: who is behind each category, and what the visitor can do."""
    words = _Words(site, language)
    by_category: dict[str, list[Service]] = {category: [] for category in CATEGORIES}
    for service in (own_service(site), *site.services):
        by_category[service.category].append(service)
    return PanelFile(
        privacy=site.privacy,
        authority=BannerAuthority(name=words.text("authorities"), address=AUTHORITIES),
        languages=own_names(site.languages),
        texts=PanelTexts(**{key: words.text(key) for key in PANEL_TEXTS}),
        categories=[
            PanelCategory.model_validate(
                {
                    "id": category,
                    "providers": words.providers(len(by_category[category])),
                    "services": [words.service(service) for service in by_category[category]],
                }
            )
            for category in (NECESSARY, *notice.asked)
        ],
    )


def _colours(palette: Palette) -> dict[str, str]:
    """The colours under the names that they have as CSS properties, behind ``--akkoord-``."""
    return {
        "accent": palette.accent,
        "on-accent": palette.on_accent,
        "background": palette.background,
        "text": palette.text,
    }


def _whose(service: Service) -> str:
    """Whose content it is, in words that a visitor knows: the service's name, and the provider's where it says more."""
    return service.provider if service.name in service.provider else f"{service.name} ({service.provider})"


def own_service(site: Site) -> Service:
    """What Akkoord itself leaves on the visitor's device: the cookie with the decision."""
    return Service(
        id="akkoord",
        name="Akkoord",
        category=NECESSARY,
        provider=site.controller,
        country="",
        purpose="remember-choice",
        privacy=site.privacy,
        cookies=(Cookie(COOKIE, f"{CONSENT_LIFETIME.days} days"),),
        reason="Keeps the visitor's choice, so that it is honoured on every page and not asked again (L23 of the law).",
    )


def placeholders(text: str) -> set[str]:
    """The names between braces."""
    return set(re.findall(r"\{([^{}]*)\}", text))


def fill(text: str, **values: str) -> str:
    """Replace ``{name}`` by its value; other names stay. Unlike ``str.format``, it looks into nothing."""
    return re.sub(r"\{([^{}]*)\}", lambda match: values.get(match[1], match[0]), text)


class _Words:
    """The texts of one site in one language: the owner's own words first."""

    def __init__(self, site: Site, language: str) -> None:
        self.site = site
        self.language = language
        self.translation = Translation(language)
        self.own = site.texts.get(language, {})

    def text(self, key: str) -> str:
        # {provider} stays: only the page knows which embedded content it is about.
        text = self.own.get(key) or self.translation.gettext(OWN_WORDS[key])
        holds = lifetime(f"{CONSENT_LIFETIME.days} days", self.language)
        return fill(text, controller=self.site.controller, lifetime=holds)

    def providers(self, count: int) -> str:
        """How many providers there are."""
        return fill(self.translation.ngettext(*PROVIDERS, count), count=str(count))

    def country(self, code: str) -> str:
        """A country by its name, and whether what is sent there leaves the reach of European law."""
        if not code:
            return ""
        name = territory(code, self.language)
        return name if code in GROUPS["EEA"] else f"{name}, {self.translation.gettext(OUTSIDE)}"

    def service(self, service: Service) -> BannerService:
        return BannerService(
            name=service.name,
            provider=service.provider,
            country=self.country(service.country),
            purpose=self.text(f"purpose_{service.purpose}"),
            privacy=service.privacy,
            cookies=[
                BannerCookie(
                    name=cookie.name,
                    kind=self.translation.gettext(KINDS[cookie.kind]),
                    lifetime=lifetime(cookie.lifetime, self.language),
                )
                for cookie in service.cookies
            ],
        )
