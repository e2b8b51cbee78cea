"""What the page says on which visitors see, take, correct and erase what is kept of them, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .baked import BannerAuthority
from .banner import Words, authority
from .consent import Consent
from .declaration import OtherLanguage, address, page_languages
from .law import kept_for
from .model import Decision, Notice, Site
from .names import capital, joined
from .receipt_page import ShownDecision, shown
from .translate import bcp47, day, direction, moment


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of one visitor.

    :param history: the decisions, oldest first; at least one.
    :param consent: what the latest one allows now.
    :param restricted: since when it is only stored.
    """

    visitor: str
    history: Sequence[Decision]
    consent: Consent
    restricted: datetime | None

    @property
    def latest(self) -> Decision:
        """The newest decision."""
        return self.history[-1]


@dataclass(frozen=True, slots=True)
class Switch:
    """One category to say yes or no to; ``fixed`` where it can only stay a no."""

    id: str
    name: str
    text: str
    providers: str
    on: bool
    fixed: bool


@dataclass(frozen=True, slots=True)
class ShownKept:
    """What is kept of a visitor, in words; ``decisions`` are newest first."""

    visitor: str
    since: str
    until: str
    restricted: str
    decisions: Sequence[ShownDecision]
    switches: Sequence[Switch]


@dataclass(frozen=True, slots=True)
class RightsPage:
    """The whole page, apart from the words of :attr:`texts` that stand in it as they are.

    :param kept: none where nothing is kept, or nobody knows of whom.
    :param by_number: whether it was opened with a receipt's number alone.
    """

    site: str
    language: str
    lang: str
    dir: str
    texts: Words
    languages: Sequence[OtherLanguage]
    notice: str
    kept: ShownKept | None
    by_number: bool
    privacy: str
    authority: BannerAuthority


def rights_page(site: Site, notice: Notice, language: str, kept: Kept | None, by_number: bool = False) -> RightsPage:
    """Everything that the page says."""
    words = Words(site, language)
    return RightsPage(
        site=site.id,
        language=language,
        lang=bcp47(language),
        dir=direction(language),
        texts=words,
        languages=page_languages(site.languages),
        notice=notice.version,
        kept=None if kept is None else _kept(kept, notice, words, by_number),
        by_number=by_number,
        privacy=address(site, site.privacy),
        authority=authority(words),
    )


def may_grant(notice: Notice, kept: Kept, by_number: bool) -> tuple[str, ...]:
    """The categories that a visitor may say yes to. Who has but a number can only keep what is granted now."""
    return tuple(category for category in notice.asked if not by_number or category in kept.consent.allowed)


def _kept(kept: Kept, notice: Notice, words: Words, by_number: bool) -> ShownKept:
    language, span = words.language, kept_for(words.site)
    open_to = may_grant(notice, kept, by_number)
    return ShownKept(
        visitor=kept.visitor,
        since=moment(kept.history[0].at, language),
        until=day(kept.latest.at + span, language) if span else "",
        restricted=words.text("rights_restricted", date=day(kept.restricted, language)) if kept.restricted else "",
        decisions=[shown(decision, words) for decision in reversed(kept.history)],
        switches=[
            Switch(
                category,
                words.text(f"{category}_name"),
                capital(words.text(f"{category}_text"), language) + ".",
                words.text(
                    "declaration_providers",
                    providers=joined(
                        list(dict.fromkeys(each.provider for each in words.site.services if each.category == category)),
                        language,
                    ),
                ),
                on=category in kept.consent.allowed,
                fixed=category not in open_to,
            )
            for category in notice.asked
        ],
    )
