"""The languages of the demo's website: which there are, where their pages stand, and its words in one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from ...model import Site
from ...negotiation import choose_language
from ...translate import DEMO, SOURCE, Translation, bcp47

FORMAL = "nl_NL_formal"
"""What is spoken where nobody says otherwise."""

PREFIXES: dict[str, str] = {"nl": "/", "en": "/en/"}
"""Language -> what the addresses of its pages begin with."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The website in one language.

    :param name: of the language, and of the blueprint.
    :param language: its locale id.
    :param prefix: what the addresses of its pages begin with.
    """

    name: str
    language: str
    prefix: str


def editions(site: Site) -> list[Edition]:
    """The website in each of its languages.

    Which Dutch it is says the site, as for the banner: the one that it lists first. So both address the visitor alike.
    """
    offered = (*site.languages, FORMAL, SOURCE)
    return [Edition(name, choose_language(offered, (name,)), prefix) for name, prefix in PREFIXES.items()]


def words(language: str) -> dict[str, Any]:
    """What a template needs to speak a language. What ``_`` returns is safe to fill with markup, by ``format``."""
    translation = Translation(language, DEMO)

    def gettext(message: str) -> Markup:
        return escape(translation.gettext(message))

    def ngettext(one: str, several: str, number: int) -> Markup:
        return escape(translation.ngettext(one, several, number))

    return {"_": gettext, "ngettext": ngettext, "language": language, "lang": bcp47(language)}
