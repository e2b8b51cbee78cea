"""Texts in the visitor's language, by gettext.

``nl_NL_formal`` is a locale id of WordPress, unknown to Babel, which reads it as ``nl_NL`` without a word. So the id
never reaches Babel as it is: catalogues are found by the chain below, and formats come from the language and region.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_timedelta

from .errors import ConfigurationError
from .paths import built
from .texts import LIFETIME_TEXTS

DOMAIN = "akkoord"
SOURCE = "en"
"""The language of the message ids: what is left when no catalogue has a text."""

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2592000, "year": 31536000}
"""Seconds per unit, as Babel counts them."""
_LIFETIME = re.compile(rf"([1-9][0-9]{{0,3}}) ({'|'.join(_UNITS)})s?")


_GROUPS = ("EU", "EZ", "QO", "UN", "XA", "XB", "XK", "ZZ")
"""Two letters that Babel knows and that are no country of ISO 3166."""


class Translation:
    """The texts of one language; a text that it lacks comes from the next language of its chain."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogues = _load(language, built("translations"))

    def gettext(self, message: str) -> str:
        """The message in this language."""
        return self._catalogues.gettext(message)

    def pgettext(self, context: str, message: str) -> str:
        """The message in this language, as it is meant in that context."""
        return self._catalogues.pgettext(context, message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The message in this language, for that number."""
        return self._catalogues.ngettext(singular, plural, number)


@cache
def _load(language: str, directory: Path) -> gettext.NullTranslations:
    available()
    found: gettext.NullTranslations | None = None
    for id in chain(language):
        path = directory / id / "LC_MESSAGES" / f"{DOMAIN}.mo"
        if path.is_file():
            with path.open("rb") as file:
                catalogue = gettext.GNUTranslations(file)
            if found is None:
                found = catalogue
            else:
                found.add_fallback(catalogue)
    return found or gettext.NullTranslations()


def chain(language: str) -> tuple[str, ...]:
    """Where a text is looked for, first to last: ``nl_NL_formal`` -> ``nl_NL`` -> ``nl`` -> ``en``."""
    parts = language.split("_")
    ids = ["_".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return tuple(dict.fromkeys([*ids, SOURCE]))


def available() -> tuple[str, ...]:
    """The languages that have a catalogue, in alphabetical order."""
    directory = built("translations")
    languages = sorted(path.parts[-3] for path in directory.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    if not languages:
        raise ConfigurationError(f"No catalogue is compiled in {directory}. Run: make translations")
    return tuple(languages)


def bcp47(language: str) -> str:
    """The language for a ``lang`` attribute: ``nl_NL_formal`` -> ``nl-NL``."""
    name, *rest = language.split("_")
    kept = [part for part in rest if re.fullmatch(r"[A-Z][a-z]{3}|[A-Z]{2}|[0-9]{3}", part)]
    return "-".join([name, *kept])


def babel_locale(language: str) -> Locale:
    """The language as Babel knows it, to format dates and numbers."""
    try:
        return Locale.parse(bcp47(language), sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise ConfigurationError(f"No formats are known for the language {language!r}.") from error


def direction(language: str) -> str:
    """In which direction the language is written: ``"ltr"`` or ``"rtl"``."""
    return babel_locale(language).text_direction


def own_names(languages: Sequence[str]) -> dict[str, str]:
    """The languages that a visitor can tell apart, each by its own name; a country is named only where that is needed.

    Of two that speak the same, such as ``nl_NL_formal`` and ``nl``, the first one stands for both.
    """
    locales: dict[str, Locale] = {}
    for language in languages:
        locale = babel_locale(language)
        if not any(_speak_the_same(locale, other) for other in locales.values()):
            locales[language] = locale
    spoken = [locale.language for locale in locales.values()]
    return {
        language: _capital(
            (locale.get_display_name() if spoken.count(locale.language) > 1 else locale.get_language_name()) or language
        )
        for language, locale in locales.items()
    }


def _speak_the_same(one: Locale, other: Locale) -> bool:
    if (one.language, one.script) != (other.language, other.script):
        return False
    return not one.territory or not other.territory or one.territory == other.territory


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def territory(code: str, language: str) -> str:
    """A country by the name that it has in a language; a code that has none stays."""
    return str(babel_locale(language).territories.get(code, code))


def is_lifetime(text: str) -> bool:
    """Whether the text is a lifetime that can be said in every language."""
    return text in LIFETIME_TEXTS or _LIFETIME.fullmatch(text) is not None


def lifetime(text: str, language: str) -> str:
    """A lifetime of the catalog in words: ``"13 months"`` -> ``"13 maanden"``."""
    if text in LIFETIME_TEXTS:
        return Translation(language).gettext(LIFETIME_TEXTS[text])
    match = _LIFETIME.fullmatch(text)
    if match is None:
        raise ValueError(f"not a lifetime: {text!r}")
    number, unit = int(match[1]), match[2]
    span = timedelta(seconds=number * _UNITS[unit])
    # The threshold keeps Babel from saying "2 weeks" for 14 days.
    return format_timedelta(span, granularity=unit, threshold=float("inf"), locale=babel_locale(language))  # type: ignore[arg-type]


def is_country(code: str) -> bool:
    """Whether it is a country's two letters in ISO 3166-1, such as ``NL``."""
    return len(code) == 2 and code in Locale(SOURCE).territories and code not in _GROUPS
