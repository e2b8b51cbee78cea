"""What travels between the page and the backend, defined once.

Requests are checked against these types, OpenAPI is made from them (:mod:`akkoord.web.openapi`), and the widget's
TypeScript types are made from OpenAPI (``widget/src/wire.d.ts``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, create_model

from .texts import BANNER_TEXTS, PANEL_TEXTS

BODY_LIMIT = 4096
"""The largest body that is taken, in bytes."""

Category = Literal["necessary", "functional", "analytics", "marketing"]
How = Literal["banner", "panel", "api", "gpc"]
Device = Literal["narrow", "wide"]
Version = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$", description="A notice version: 12 hexadecimal digits.")]
Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(_[A-Za-z0-9]{2,8}){0,3}$", examples=["nl_NL_formal"])]
Widget = Annotated[str, Field(pattern=r"^[0-9A-Za-z.+-]{1,32}$", description="The version of the widget.")]


class Wire(BaseModel):
    """Base of the wire types: nothing unknown is taken, nothing is changed after the check."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DecisionRequest(Wire):
    """What a visitor chose."""

    id: Annotated[UUID, Field(description="Made by the client; the same id again counts once.")]
    # a yes is a yes only if it says so: no word or number stands for one
    choices: Annotated[dict[Category, StrictBool], Field(description="Each asked category; one left out is a no.")]
    notice: Version
    language: Language
    how: How
    device: Device
    widget: Widget
    token: Annotated[
        str | None,
        Field(max_length=512, description="The visitor's token, if there is one and it is not sent as a header."),
    ] = None


class DecisionRecord(Wire):
    """A decision as it stands in the ledger."""

    id: UUID
    site: str
    visitor: Annotated[str, Field(description="Random id of one browser, made by the backend.")]
    at: Annotated[datetime, Field(description="The server's clock, UTC.")]
    choices: dict[Category, bool]
    notice: Version
    language: Language
    how: How
    device: Device
    widget: Widget
    country: Annotated[str, Field(description="ISO 3166 code from a trusted proxy, or empty.")] = ""


class DecisionResponse(Wire):
    """The signed proof of a recorded decision, and the decision."""

    token: str
    decision: DecisionRecord


class DisplayRequest(Wire):
    """That a banner was shown. Names nobody."""

    notice: Version
    language: Language
    device: Device
    widget: Widget


HOST_LIMIT = 253
UNKNOWN_LIMIT = 50
"""The most unknown hosts that one page tells of."""


class UnknownRequest(Wire):
    """Hosts of third parties that one page wanted to reach, and that no service names. Names nobody."""

    hosts: Annotated[
        list[Annotated[str, Field(pattern=r"^[a-z0-9_-]+(\.[a-z0-9_-]+)+$", max_length=HOST_LIMIT)]],
        Field(min_length=1, max_length=UNKNOWN_LIMIT, description="Host names, each once."),
    ]


class ConsentRecord(Wire):
    """What the latest decision allows now."""

    allowed: list[Category]
    ask: Annotated[bool, Field(description="Whether the visitor is to be asked (again).")]


class VisitorResponse(Wire):
    """All that is kept of one visitor."""

    visitor: str
    consent: ConsentRecord
    latest: DecisionRecord | None
    history: Annotated[list[DecisionRecord], Field(description="Oldest first.")]


class ErrorDetail(Wire):
    """One thing that is wrong, where, and what would be right."""

    field: str
    problem: str
    hint: str = ""


class ErrorBody(Wire):
    """What went wrong."""

    code: str
    message: str
    details: list[ErrorDetail] = []


class ErrorResponse(Wire):
    """The one shape of every error."""

    error: ErrorBody


class PublicKey(Wire):
    """A public key as a JSON Web Key (RFC 7517, RFC 8037)."""

    kty: Literal["OKP"] = "OKP"
    crv: Literal["Ed25519"] = "Ed25519"
    alg: Literal["EdDSA"] = "EdDSA"
    use: Literal["sig"] = "sig"
    kid: str
    x: str


class PublicKeys(Wire):
    """The public keys with which tokens verify, oldest first."""

    keys: list[PublicKey]


class PrivacyControl(Wire):
    """That Global Privacy Control is honoured, and since when it is honoured in this way."""

    gpc: Literal[True] = True
    lastUpdate: str


class HealthResponse(Wire):
    """Whether the backend lives, and whether it can record decisions."""

    status: Literal["ok", "unavailable"]
    reason: str = ""


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
    languages: dict[Language, LanguageFile]


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
"""The texts of the first layer and of placeholders, by their keys in :mod:`akkoord.texts`."""
PanelTexts = create_model("PanelTexts", __base__=Wire, **dict.fromkeys(PANEL_TEXTS, (str, ...)))  # type: ignore[call-overload]
"""The texts of the second layer, by their keys in :mod:`akkoord.texts`."""


class BannerCategory(Wire):
    """One category of the notice, in the visitor's language."""

    id: Category
    name: str
    text: str


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
    embeds: Annotated[dict[str, str], Field(description="Host pattern -> whose content it is, in words.")]
    panel: Annotated[str, Field(description="Path of the panel file below the backend's address, immutable.")]


class PanelCategory(Wire):
    """Who is behind one category, in the visitor's language."""

    id: Category
    providers: Annotated[str, Field(description="How many there are, in words.")]
    services: list[BannerService]


class PanelFile(Wire):
    """What is baked into the panel file of one language: what the second layer says beyond the first."""

    privacy: Annotated[str, Field(description="The owner's privacy or cookie statement, or empty.")]
    authority: BannerAuthority
    languages: Annotated[dict[Language, str], Field(description="The site's languages, each by its own name.")]
    texts: PanelTexts
    categories: list[PanelCategory]
