"""What the page says that shows one decision and its proof, in one language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from .baked import BannerAuthority
from .banner import Words, authority
from .declaration import OtherLanguage, address, page_languages
from .law import lifetime_of
from .model import Decision, Notice, Site
from .names import joined, language_name
from .translate import bcp47, day, direction, moment

GPC = "Global Privacy Control"
"""The name of a standard: the same in every language."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One category with what was said to it; ``providers`` are those who were named then."""

    id: str
    name: str
    text: str
    yes: bool
    providers: str = ""


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """One decision, in words. ``facts`` are names with values."""

    number: str
    at: str
    iso: str
    answers: Sequence[Answer]
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """The whole page, apart from the words of :attr:`texts` that stand in it as they are.

    :param sealed: whether the decision has its place in the register, and which.
    :param rights: the address of the page with the visitor's rights, written out for paper.
    """

    site: str
    language: str
    lang: str
    dir: str
    texts: Words
    languages: Sequence[OtherLanguage]
    controller: str
    decision: ShownDecision
    until: str
    visitor: str
    version: str
    sealed: str
    rights: str
    privacy: str
    authority: BannerAuthority


def receipt_page(
    site: Site, notice: Notice, decision: Decision, index: int | None, language: str, base: str
) -> ReceiptPage:
    """Everything that the page says.

    :param notice: what was asked then.
    :param index: the decision's place in the hash tree, if it has one.
    :param base: the address of the backend, without a slash at the end.
    """
    words = Words(site, language)
    question = json.loads(notice.document)
    providers = {
        category: joined(list(dict.fromkeys(service["provider"] for service in services)), language)
        for category, services in question["categories"].items()
    }
    return ReceiptPage(
        site=site.id,
        language=language,
        lang=bcp47(language),
        dir=direction(language),
        texts=words,
        languages=page_languages(site.languages),
        controller=question["controller"],
        decision=shown(decision, words, providers),
        until=day(valid_until(decision, site), language),
        visitor=decision.visitor,
        version=words.text("declaration_version", version=decision.notice),
        sealed=words.text("receipt_unsealed" if index is None else "receipt_sealed", index=str(index)),
        rights=f"{base}/sites/{site.id}/me",
        privacy=address(site, site.privacy),
        authority=authority(words),
    )


def valid_until(decision: Decision, site: Site) -> datetime:
    """When a decision's lifetime is over."""
    return decision.at + lifetime_of(site)


def shown(decision: Decision, words: Words, providers: Mapping[str, str] | None = None) -> ShownDecision:
    """A decision in words.

    :param providers: category -> who is behind it, where that is to be told.
    """
    how = GPC if decision.how == "gpc" else words.text(f"receipt_how_{decision.how}")
    return ShownDecision(
        number=str(decision.id),
        at=moment(decision.at, words.language),
        iso=decision.at.isoformat(),
        answers=[
            Answer(
                category,
                words.text(f"{category}_name"),
                words.text("receipt_yes" if yes else "receipt_no"),
                yes,
                (providers or {}).get(category, ""),
            )
            for category, yes in decision.choices.items()
        ],
        facts=[
            (words.text("receipt_how"), how),
            (words.text("language"), language_name(decision.language, words.site.languages)),
            (words.text("receipt_screen"), words.text(f"receipt_{decision.device}")),
        ],
    )
