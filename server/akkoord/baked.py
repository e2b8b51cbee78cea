"""What the backend bakes into the scripts of a page, as wire types; twin: ``widget/src/baked.ts``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, create_model

from .texts import BANNER_TEXTS, PANEL_TEXTS
from .wire import Category, Language, Version, Wire


class LanguageFile(Wire):
    """Where one language of the banner is, and the one text the page needs without it."""

    banner: Annotated[str, Field(description="Path below the backend's address, immutable.")]
    open: Annotated[str, Field(description="Label of the button that opens the panel again.")]


class SiteScript(Wire):
    """What is baked into ``akkoord.js``: all that a page needs before, or without, a banner."""

    site: str
    notice: Version
    lifetime: Annotated[int, Field(description="How long a decision holds, in seconds.")]
    asked: Annotated[list[Category], Field(description="The optional categories of the notice.")]
    hold: Annotated[
        dict[Category | Literal["unknown"], str],
        Field(description="Host and path patterns per category, space-separated."),
    ]
    own: Annotated[str, Field(description="The website's own domains, space-separated.")]
    unknown: Annotated[bool, Field(description="Whether third parties that nobody names are held.")]
    keys: Annotated[
        dict[Category, str], Field(description="Cookie and storage key patterns per category, space-separated.")
    ]
    earlier: Annotated[
        dict[Version, str],
        Field(
            description="Version of an earlier notice -> which answers to it hold, by the first letter of each "
            "category: small if they do, a capital if a yes has to be asked again, none if it was not asked."
        ),
    ]
    languages: dict[Language, LanguageFile]
    variant: Annotated[
        str | None, Field(description="Which of the site's variants this page shows, if it has any.")
    ] = None


class BannerCookie(Wire):
    """One row of a service's cookies, in the visitor's language."""

    name: str
    kind: str
    lifetime: str


class BannerService(Wire):
    """One service of a category, in the visitor's language."""

    name: str
    provider: str
    country: Annotated[str, Field(description="Where the provider is, in words, or empty.")]
    purpose: str
    privacy: str
    cookies: list[BannerCookie]


class BannerAuthority(Wire):
    """Whom the visitor can complain to, in the visitor's language."""

    name: Annotated[str, Field(description="Its name, or a word for all of them.")]
    address: Annotated[str, Field(description="Its page for complaints, or the list of them.")]


BannerTexts = create_model("BannerTexts", __base__=Wire, **dict.fromkeys(BANNER_TEXTS, (str, ...)))  # type: ignore[call-overload]
"""The texts of the first layer, by their keys in :mod:`akkoord.texts`."""
PanelTexts = create_model("PanelTexts", __base__=Wire, **dict.fromkeys(PANEL_TEXTS, (str, ...)))  # type: ignore[call-overload]
"""The texts of the second layer and of placeholders, by their keys in :mod:`akkoord.texts`."""


class BannerCategory(Wire):
    """One category of the notice, in the visitor's language."""

    id: Category
    name: str
    text: str


class BannerNews(Wire):
    """What is said to a visitor who is asked about some categories again, in the visitor's language."""

    texts: Annotated[dict[str, str], Field(description="What stands in the place of other texts of the first layer.")]
    since: Annotated[
        dict[Version, dict[Category, str]],
        Field(description="Version of an earlier notice -> what is new in a category since, in words."),
    ]


class BannerFile(Wire):
    """What is baked into the banner file of one language: what a first visitor needs at once."""

    lang: str
    dir: Literal["ltr", "rtl"]
    layout: Annotated[Literal["bar", "box", "centred"], Field(description="How the banner stands on the page.")]
    close: Annotated[
        Literal["absent", "refuses"],
        Field(description="What the banner's close button is: not there, or a way to refuse."),
    ]
    theme: Annotated[
        dict[Literal["light", "dark"], dict[str, str]],
        Field(description="Scheme -> colour -> value; one scheme only if the owner has fixed it."),
    ]
    texts: BannerTexts
    categories: list[BannerCategory]
    panel: Annotated[str, Field(description="Path of the panel file below the backend's address, immutable.")]
    news: Annotated[BannerNews | None, Field(description="What is new since earlier notices, if anything.")] = None


class PanelCategory(Wire):
    """Who is behind one category, in the visitor's language."""

    id: Category
    providers: Annotated[str, Field(description="How many there are, in words.")]
    services: list[BannerService]


class PanelFile(Wire):
    """What is baked into the panel file of one language: what is said beyond the first layer."""

    privacy: Annotated[str, Field(description="The owner's privacy or cookie statement, or empty.")]
    authority: BannerAuthority
    languages: Annotated[dict[Language, str], Field(description="The site's languages, each by its own name.")]
    texts: PanelTexts
    categories: list[PanelCategory]
    embeds: Annotated[dict[str, str], Field(description="Host pattern -> whose content it is, in words.")]
