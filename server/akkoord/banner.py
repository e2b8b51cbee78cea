"""The words of banner and panel for one site in one language, as the widget gets them."""

from __future__ import annotations

import re

from .baked import (
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
from .colours import Palette, palettes
from .law import law, lifetime_text
from .model import CATEGORIES, NECESSARY, Cookie, Notice, Service, Site
from .names import country_name, language_name
from .regions import GROUPS
from .texts import BANNER_TEXTS, KINDS, OUTSIDE, OWN_WORDS, PANEL_TEXTS, PROVIDERS
from .translate import Translation, bcp47, direction, is_country, lifetime

COOKIE = "akkoord"
"""The name of the cookie that holds the token."""


def banner_file(site: Site, notice: Notice, language: str, panel: str = "") -> BannerFile:
    """What a first visitor needs at once: the first layer.

    :param panel: path of the panel file in the same language.
    """
    words = Words(site, language)
    return BannerFile.model_validate(
        {
            "lang": bcp47(language),
            "dir": "rtl" if direction(language) == "rtl" else "ltr",
            "layout": site.layout,
            "close": law(site.law).close.value,
            "theme": {scheme: _colours(palette) for scheme, palette in palettes(site.theme).items()},
            "texts": BannerTexts(**{key: words.text(key) for key in BANNER_TEXTS}),
            "categories": [
                BannerCategory(id=category, name=words.text(f"{category}_name"), text=words.text(f"{category}_text"))
                for category in (NECESSARY, *notice.asked)
            ],
            "panel": panel,
        }
    )


def panel_file(site: Site, notice: Notice, language: str) -> PanelFile:
    """What is said beyond the first layer: who is behind each category and held frame, and what a visitor can do."""
    words = Words(site, language)
    by_category: dict[str, list[Service]] = {category: [] for category in CATEGORIES}
    for service in (own_service(site), *site.services):
        by_category[service.category].append(service)
    return PanelFile(
        privacy=site.privacy,
        authority=authority(words),
        languages={each: language_name(each, site.languages) for each in site.languages},
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
        embeds={
            pattern: _whose(service)
            for service in site.services
            if service.category in notice.asked
            for pattern in service.hosts
            if not pattern.startswith("/")
        },
    )


def authority(words: Words) -> BannerAuthority:
    """Whom a visitor can complain to, as the site's law has it."""
    named = law(words.site.law).authority(words.language)
    return BannerAuthority(name=named.name or words.text("authorities"), address=named.address)


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
        cookies=(Cookie(COOKIE, lifetime_text(site)),),
        reason="Keeps the visitor's choice, so that it is honoured on every page and not asked again (L23 of the law).",
    )


def placeholders(text: str) -> set[str]:
    """The names between braces."""
    return set(re.findall(r"\{([^{}]*)\}", text))


def fill(text: str, **values: str) -> str:
    """Replace ``{name}`` by its value; other names stay. Unlike ``str.format``, it looks into nothing."""
    return re.sub(r"\{([^{}]*)\}", lambda match: values.get(match[1], match[0]), text)


class Words:
    """The texts of one site in one language: the owner's own words first."""

    def __init__(self, site: Site, language: str) -> None:
        self.site = site
        self.language = language
        self.translation = Translation(language)
        self.own = site.texts.get(language, {})

    def text(self, key: str, **values: str) -> str:
        """A text, with what it names filled in; ``values`` are those that only some texts have."""
        # {provider} stays: only the page knows which embedded content it is about.
        text = self.own.get(key) or self.translation.gettext(OWN_WORDS[key])
        holds = lifetime(lifetime_text(self.site), self.language)
        return fill(text, **{"controller": self.site.controller, "lifetime": holds, **values})

    def providers(self, count: int) -> str:
        """How many providers there are."""
        return fill(self.translation.ngettext(*PROVIDERS, count), count=str(count))

    def country(self, code: str) -> str:
        """A country by its name, and whether what is sent there leaves the reach of European law."""
        name = country_name(code, self.language)
        if not is_country(code) or code in GROUPS["EEA"]:
            return name
        return f"{name}, {self.translation.gettext(OUTSIDE)}"

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
