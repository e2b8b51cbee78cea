"""The words of Akkoord as frozen types.

Nothing here knows of HTTP, of a store or of a clock. Every other module imports these names; this one imports only
:mod:`akkoord.errors` and the standard library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

NECESSARY = "necessary"
OPTIONAL_CATEGORIES: tuple[str, ...] = ("functional", "analytics", "marketing")
"""What a visitor can say yes or no to, in the order in which it is asked."""
CATEGORIES: tuple[str, ...] = (NECESSARY, *OPTIONAL_CATEGORIES)

HOWS: tuple[str, ...] = ("banner", "panel", "api", "gpc")
"""The ways in which a decision can be made."""
SIGNALS: tuple[str, ...] = (
    "google",
    "microsoft-uet",
    "microsoft-clarity",
    "meta",
    "tiktok",
    "pinterest",
    "matomo",
    "posthog",
)
"""The ways to tell a provider's own tag what was chosen; each is a file in ``widget/src/signals``."""
ON_A_LIST = "list"
"""That somebody works off a list of withdrawals, and tells the provider."""
DEVICES: tuple[str, ...] = ("narrow", "wide")
"""Device classes: whether the page was narrower than 640 CSS pixels."""

LAYOUTS: tuple[str, ...] = ("bar", "box", "centred")
"""How a banner stands on the page: along its whole foot, in a corner, or in the middle. None is a wall."""
SCHEMES: tuple[str, ...] = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie or storage key that a service sets.

    :param name: the name, or a pattern with ``*`` such as ``_ga_*``.
    :param lifetime: ``"session"``, ``"persistent"`` or a number with a unit, such as ``"13 months"``.
    :param kind: one of :data:`akkoord.texts.KINDS`: ``"cookie"``, ``"local storage"``, ``"session storage"``,
        ``"database"`` (IndexedDB) or ``"cache"`` (Cache API).
    :param host: the third party's host that sets it under its own name; empty for one of the website itself, which is
        the only kind that a page can see, hold back and remove.
    """

    name: str
    lifetime: str
    kind: str = "cookie"
    host: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """One tool that serves exactly one category, with what it calls and what it sets.

    :param purpose: the id of a purpose in :mod:`akkoord.texts`.
    :param hosts: ``"host"`` or ``"host/path-prefix"``, subdomains included; ``"/path"`` for a first-party path.
    :param reason: why it is strictly necessary; asked of every necessary service (L15).
    :param source: the public page the facts were read from.
    :param cookies_source: the public page the cookies were read from, where that is another one.
    :param signal: how the visitor's choice is told to it, one of :data:`SIGNALS`; empty if it takes none.
    :param withdrawal: how its provider hears of a withdrawal: an address, :data:`ON_A_LIST`, or empty for not at all.
        An address may hold a secret: it is not shown.
    """

    id: str
    name: str
    category: str
    provider: str
    country: str
    purpose: str
    privacy: str = ""
    hosts: tuple[str, ...] = ()
    cookies: tuple[Cookie, ...] = ()
    reason: str = ""
    source: str = ""
    cookies_source: str = ""
    signal: str = ""
    withdrawal: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Theme:
    """The owner's colours, as CSS colours; an empty one means the house's own.

    :param scheme: ``"auto"`` (as the page or the system has it), ``"light"`` or ``"dark"``.
    """

    accent: str = ""
    background: str = ""
    text: str = ""
    scheme: str = "auto"


@dataclass(frozen=True, slots=True)
class Signals:
    """How a site's owner wants vendors to be told; what is told follows from the services.

    :param google: ``"basic"``: Google's tags are held until they are allowed. ``"advanced-without-consent"``: they run
        before, and are told that nothing is allowed.
    :param elsewhere: what Google's tags are told before a decision outside ``denied_in``: ``"denied"`` or
        ``"granted-without-consent"``.
    :param denied_in: ISO 3166-2 codes, and groups of :mod:`akkoord.regions`.
    :param ads_data_redaction: whether Google leaves identifiers out while advertising is denied.
    :param url_passthrough: whether Google passes clicks on in the addresses of links while cookies are denied.
    :param data_layer: whether decisions are announced in ``dataLayer``: ``"google"`` if a service listens to Google's
        signal, ``"always"`` or ``"never"``.
    """

    google: str = "basic"
    elsewhere: str = "denied"
    denied_in: tuple[str, ...] = ("EEA", "GB", "CH")
    ads_data_redaction: bool = True
    url_passthrough: bool = False
    data_layer: str = "google"


@dataclass(frozen=True, slots=True)
class Alarms:
    """Who is told when a site is out of what is usual.

    :param mail: their addresses; they are not shown.
    :param weekly: whether they get a summary each Monday.
    """

    mail: tuple[str, ...] = field(default=(), repr=False)
    weekly: bool = False


@dataclass(frozen=True, slots=True)
class Variant:
    """Another look of a site's banner, shown to some (:mod:`akkoord.variants`); what it leaves out is the site's own.

    :param share: of how many pages it is, from 0 to 1.
    :param layout: one of :data:`LAYOUTS`, or empty.
    :param theme: by the names of a :class:`Theme`.
    """

    id: str
    share: float
    layout: str = ""
    theme: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """One website that shows a notice.

    :param origins: what may post decisions: ``https://www.shop.example``, or a loopback origin with ``:*`` as port.
    :param languages: locale ids in the owner's order; the first one is the default.
    :param texts: the owner's own words: language -> text key -> text.
    :param layout: how the banner stands on the page, one of :data:`LAYOUTS`.
    :param law: the id of a profile in :mod:`akkoord.law`.
    :param lifetime: how long a decision holds, such as ``"6 months"``; empty for what the profile says.
    :param retention: how long the proof is kept after that; empty for what the profile says.
    :param retention_reason: why it is another time than the profile's.
    :param exempt: ids of services that measure the audience without consent, as the profile allows; they are necessary.
    :param conditions: the conditions of that, which the owner has confirmed.
    :param unknown: ``"hold"`` or ``"allow"``: what happens to a third party that no service names.
    :param variants: other looks of the banner that run beside the site's own.
    """

    id: str
    origins: tuple[str, ...]
    controller: str
    languages: tuple[str, ...]
    services: tuple[Service, ...] = ()
    theme: Theme = field(default_factory=Theme)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    privacy: str = ""
    layout: str = "box"
    law: str = "nl"
    lifetime: str = ""
    retention: str = ""
    retention_reason: str = ""
    exempt: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    unknown: str = "hold"
    signals: Signals = field(default_factory=Signals)
    alarms: Alarms = field(default_factory=Alarms)
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What is asked of a visitor of one site.

    :param version: short digest of the question (see :mod:`akkoord.notice`).
    :param asked: the optional categories that this notice asks, in the order of :data:`OPTIONAL_CATEGORIES`.
    :param document: the question as canonical JSON, kept as long as a decision refers to it.
    """

    site: str
    version: str
    asked: tuple[str, ...]
    document: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What one visitor chose, once, for one version of a notice. Immutable.

    :param id: made by the client, so that a retry is recognised.
    :param visitor: random id of one browser, 22 characters, made by the backend.
    :param at: the server's clock, UTC, whole milliseconds.
    :param choices: each asked category -> yes or no.
    :param notice: the notice version that was shown.
    :param widget: the version of the widget that showed it.
    :param country: ISO 3166 code from a trusted proxy, or empty.
    :param mark: what it came down to, if it was not the visitor's first (:func:`akkoord.tally.mark`): the one before it
        may be erased by the time this is asked.
    :param variant: which of a site's variants asked, or empty.
    """

    site: str
    id: UUID
    visitor: str
    at: datetime
    choices: Mapping[str, bool]
    notice: str
    language: str
    how: str
    device: str
    widget: str
    country: str = ""
    mark: str = ""
    variant: str = ""

    @property
    def granted(self) -> tuple[str, ...]:
        """The categories that were said yes to, in the order in which they are asked."""
        return tuple(category for category in OPTIONAL_CATEGORIES if self.choices.get(category))


@dataclass(frozen=True, slots=True)
class Display:
    """That a banner was shown, once, to nobody in particular."""

    notice: str
    language: str
    device: str
    widget: str
    country: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one thing happened on one UTC day of one site.

    :param day: ``YYYY-MM-DD``.
    :param dimension: what was counted, such as ``"outcome"`` or ``"language"``.
    """

    site: str
    day: str
    dimension: str
    value: str
    count: int


class Tile(NamedTuple):
    """A place in a hash tree: up to 256 hashes of one level, 32 bytes each. Level 0 are the hashes of the entries."""

    level: int
    number: int


def utc_now() -> datetime:
    """The server's clock, UTC, in whole milliseconds: the precision in which decisions are kept."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
