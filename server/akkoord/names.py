"""What countries and languages are called in a language, by Babel, and how several things are named in one breath."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from babel.lists import format_list

from .translate import babel_locale, direction, is_country

ADDRESS: dict[str, tuple[str, str]] = {
    "de": ("Sie", "du"),
    "es": ("usted", "tú"),
    "fr": ("vous", "tu"),
    "it": ("Lei", "tu"),
    "nl": ("u", "je"),
}
"""Language -> how it addresses the reader, formally and informally: the only name that both kinds of it have."""


def country_name(code: str, language: str) -> str:
    """The country's name; what is no code stays as the owner wrote it."""
    return babel_locale(language).territories.get(code, code) if is_country(code) else code


def joined(names: Sequence[str], language: str) -> str:
    """The names as one list, with the language's own commas and its “and”.

    Among words from right to left each name is set apart, or a comma within it would turn it around.
    """
    apart = direction(language) == "rtl"
    return format_list([f"\u2068{name}\u2069" if apart else name for name in names], locale=babel_locale(language))


def capital(text: str, language: str) -> str:
    """The text as it begins a sentence."""
    first = "İ" if language.split("_")[0] == "tr" and text[:1] == "i" else text[:1].upper()
    return first + text[1:]


def language_name(language: str, offered: Collection[str]) -> str:
    """The language's own name: its region or its form of address is told only where that tells it from another.

    :param offered: the languages that it stands among.
    """
    name, *rest = language.split("_")
    locale = babel_locale(language)
    same = [other for other in offered if other.split("_")[0] == name and other != language]
    regions = {babel_locale(other).territory for other in same} - {None, locale.territory}
    shown = locale.get_display_name(locale) if locale.territory and regions else locale.get_language_name(locale)
    called = capital(shown or language, language)
    kin = [other for other in same if babel_locale(other).territory in (None, locale.territory) or not locale.territory]
    formal = _is_formal(rest, [other.split("_")[1:] for other in kin])
    if formal is None:
        return called
    address = ADDRESS.get(name, ("formal", "informal"))
    return f"{called} ({address[0 if formal else 1]})"


def _is_formal(own: Sequence[str], kin: Sequence[Sequence[str]]) -> bool | None:
    """Whether a language is the formal one of those beside it; None if there is but one of it.

    :param own: the parts of its id after the first.
    :param kin: the same of the languages with its name.
    """
    if "formal" in own or "informal" in own:
        return "formal" in own if kin else None
    marks = {mark for parts in kin for mark in parts} & {"formal", "informal"}
    return "informal" in marks if marks else None
