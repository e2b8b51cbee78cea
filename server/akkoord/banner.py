"""The words of banner and panel for one site in one language, as the widget gets them."""

from __future__ import annotations

import re

from .colours import readable_on
from .law import law, lifetime_text
from .model import CATEGORIES, NECESSARY, Cookie, Notice, Service, Site
from .texts import BANNER_TEXTS, KINDS, OWN_WORDS, PROVIDERS
from .translate import Translation, bcp47, direction, lifetime
from .wire import BannerAuthority, BannerCategory, BannerCookie, BannerFile, BannerService, BannerTexts

COOKIE = "akkoord"
"""The name of the cookie that holds the token."""


def banner_file(site: Site, notice: Notice, language: str) -> BannerFile:
    """Everything that banner and panel say and show."""
    words = Words(site, language)
    by_category: dict[str, list[Service]] = {category: [] for category in CATEGORIES}
    for service in (own_service(site), *site.services):
        by_category[service.category].append(service)
    profile = law(site.law)
    accent = site.theme.accent
    theme = {
        "accent": accent,
        # the owner chooses one colour of the buttons; the other follows, so that they can be read
        "on-accent": accent and readable_on(accent),
        "background": site.theme.background,
        "text": site.theme.text,
    }
    return BannerFile(
        lang=bcp47(language),
        dir="rtl" if direction(language) == "rtl" else "ltr",
        privacy=site.privacy,
        close="refuses" if profile.close.value == "refuses" else "absent",
        authority=authority(words),
        theme={f"--akkoord-{name}": colour for name, colour in theme.items() if colour},
        texts=BannerTexts(**{key: words.text(key) for key in BANNER_TEXTS}),
        categories=[
            BannerCategory(
                id=category,
                name=words.text(f"{category}_name"),
                text=words.text(f"{category}_text"),
                providers=words.providers(len(by_category[category])),
                services=[words.service(service) for service in by_category[category]],
            )
            for category in (NECESSARY, *notice.asked)
        ],
    )


def authority(words: Words) -> BannerAuthority:
    """Whom a visitor can complain to, as the site's law has it."""
    named = law(words.site.law).authority(words.language)
    return BannerAuthority(name=named.name or words.text("authorities"), address=named.address)


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

    def service(self, service: Service) -> BannerService:
        return BannerService(
            name=service.name,
            provider=service.provider,
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
