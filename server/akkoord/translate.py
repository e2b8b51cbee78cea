"""Texts in the visitor's language, by gettext.

``nl_NL_formal`` is a locale id of WordPress, unknown to Babel, which reads it as ``nl_NL`` without a word. So the id
never reaches Babel as it is: catalogues are found by the chain below, and formats come from the language and region.
"""

from __future__ import annotations

import gettext
import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton, format_timedelta
from babel.numbers import format_decimal, format_percent

from .errors import ConfigurationError
from .paths import built
from .spans import SPAN, span
from .texts import LIFETIME_TEXTS
from .units import own_units

DOMAIN = "akkoord"
DASHBOARD = "dashboard"
"""The domain of the texts for those who look at the dashboard: in fewer languages than those for visitors."""
DEMO = "demo"
"""The domain of the texts of the demo's website: in the languages that its site offers."""
SOURCE = "en"
"""The language of the message ids: what is left when no catalogue has a text."""

_GROUPS = ("EU", "EZ", "QO", "UN", "XA", "XB", "XK", "ZZ")
"""Two letters that Babel knows and that are no country of ISO 3166."""


class Translation:
    """The texts of one language; a text that it lacks comes from the next language of its chain.

    :param domain: for visitors, or :data:`DASHBOARD`, or :data:`DEMO`.
    """

    def __init__(self, language: str, domain: str = DOMAIN) -> None:
        self.language = language
        self._catalogues = _load(language, built("translations"), domain)

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
def _load(language: str, directory: Path, domain: str) -> gettext.NullTranslations:
    available(domain)
    found: gettext.NullTranslations | None = None
    for id in chain(language):
        path = directory / id / "LC_MESSAGES" / f"{domain}.mo"
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


def available(domain: str = DOMAIN) -> tuple[str, ...]:
    """The languages that have a catalogue, in alphabetical order."""
    directory = built("translations")
    languages = sorted(path.parts[-3] for path in directory.glob(f"*/LC_MESSAGES/{domain}.mo"))
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


def is_lifetime(text: str) -> bool:
    """Whether the text is a lifetime that can be said in every language."""
    return text in LIFETIME_TEXTS or SPAN.fullmatch(text) is not None


def lifetime(text: str, language: str) -> str:
    """A lifetime of the catalog in words: ``"13 months"`` -> ``"13 maanden"``."""
    if text in LIFETIME_TEXTS:
        return Translation(language).gettext(LIFETIME_TEXTS[text])
    match = SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"not a lifetime: {text!r}")
    number, unit = int(match[1]), match[2]
    locale = babel_locale(language)
    # The threshold keeps Babel from saying "2 weeks" for 14 days.
    return own_units(number, unit, locale.language, locale.plural_form(number)) or format_timedelta(
        span(text),
        granularity=unit,  # type: ignore[arg-type]
        threshold=float("inf"),
        locale=locale,
    )


def day(at: datetime, language: str) -> str:
    """The UTC day of a moment in words, such as ``26 november 2026``."""
    return format_date(at.astimezone(UTC), "long", locale=babel_locale(language))


def moment(at: datetime, language: str) -> str:
    """A moment in words, to the second, with the time zone, which is UTC: the visitor's own is not known."""
    return format_datetime(at, "long", tzinfo=UTC, locale=babel_locale(language))


def short_day(on: date, language: str) -> str:
    """A day without its year, such as ``26 nov``."""
    return str(format_skeleton("MMMd", on, locale=babel_locale(language)))


def long_day(on: date, language: str) -> str:
    """A day in words, such as ``26 november 2026``."""
    return format_date(on, "long", locale=babel_locale(language))


def number(value: float, language: str) -> str:
    """A number with the language's own separators, one decimal at most."""
    return format_decimal(value, "#,##0.#", locale=babel_locale(language))


def decimal(value: float, language: str) -> str:
    """A number with the language's own separators and one decimal, such as ``5,0``."""
    return format_decimal(value, "#,##0.0", locale=babel_locale(language))


def percent(share: float, language: str) -> str:
    """A share from 0 to 1 as a percentage with one decimal, such as ``48,2%``."""
    return format_percent(share, "#,##0.0%", locale=babel_locale(language))


def whole_percent(share: float, language: str) -> str:
    """A share in whole percent, such as ``43%``."""
    return format_percent(share, locale=babel_locale(language))


def is_country(code: str) -> bool:
    """Whether it is a country's two letters in ISO 3166-1, such as ``NL``."""
    return len(code) == 2 and code in Locale(SOURCE).territories and code not in _GROUPS
