"""Rules on the owner's own words."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import CATEGORIES, Site
from .breach import Breach
from .words import found_in, patterns

BUTTONS = (
    "accept_all",
    "reject_all",
    "again_accept",
    "again_reject",
    "choose",
    "save",
    "settings",
    "title",
    "close",
    "close_refuses",
)
"""What is read first, and pressed."""
LONGER = 2.0
"""How many times as long one of accept and reject may be, in letters."""
LETTERS = 8
"""Up to how many letters a difference is none."""


def own_words(site: Site) -> Iterator[Breach]:
    """What is wrong with the texts that the owner wrote."""
    for language, texts in site.texts.items():
        for name, text in texts.items():
            if text:
                yield from _any_text(site, language, name, text)
        for accept, reject in (("accept_all", "reject_all"), ("again_accept", "again_reject")):
            yield from _lengths(site, language, accept, reject)


def _any_text(site: Site, language: str, name: str, text: str) -> Iterator[Breach]:
    key = ("sites", site.id, "texts", language, name)
    for word in found_in(text, language, "nudging"):
        if name in BUTTONS:
            yield Breach("AK301", key, f"{word!r} nudges.", "Say what happens and no more: Accept all, Reject all.")
        else:
            yield Breach("AK302", key, f"{word!r} may nudge.", "Say what the cookies do, not how good that is.")
    for word in found_in(text, language, "interest"):
        hint = "Cookies that are not necessary need consent; no interest stands in for it."
        yield Breach("AK306", key, f"{word!r} claims an interest where consent is asked.", hint)
    for word in found_in(text, language, "going_on"):
        yield Breach("AK307", key, f"{word!r} takes silence for a yes.", "Only a press on a button is a consent.")
    for word in found_in(text, language, "wrong_register"):
        hint = (
            f"The other texts of {language} address the reader another way: keep to that, or list the other language."
        )
        yield Breach("AK308", key, f"{word!r} is of another register.", hint)
    if name in ("intro", "again_intro") and "{controller}" not in text and site.controller not in text:
        yield Breach(
            "AK303", key, "The introduction does not say who asks.", "Write {controller} where the name belongs."
        )
    if name == "change" and patterns(language, "withdrawing") and not found_in(text, language, "withdrawing"):
        yield Breach("AK305", key, "It does not say how to withdraw.", "Say that a choice can be changed or withdrawn.")
    category = name.removesuffix("_text")
    if name != category and category in CATEGORIES:
        named = site.texts[language].get(f"{category}_name", "")
        # one word names a thing; what it is for takes more
        if text.strip().casefold() == named.strip().casefold() or len(text.split()) < 2:
            hint = "Say what these cookies are for, such as: to see which pages are read."
            yield Breach("AK304", key, "That is no purpose.", hint)


def _lengths(site: Site, language: str, accept: str, reject: str) -> Iterator[Breach]:
    texts = site.texts[language]
    if not (texts.get(accept) and texts.get(reject)):
        return
    shorter, longer = sorted((len(texts[accept]), len(texts[reject])))
    if longer > LONGER * shorter and longer - shorter > LETTERS:
        key = ("sites", site.id, "texts", language, reject)
        yield Breach(
            "AK309", key, f"Accept and reject have {shorter} and {longer} letters.", "Make them alike in length."
        )
