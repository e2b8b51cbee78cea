"""Regions as vendors know them: ISO 3166-2 codes, which have a letter code for each country and none for the EU."""

from __future__ import annotations

import re

from .translate import is_country

GROUPS: dict[str, tuple[str, ...]] = {
    "EEA": (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI"),
        *("LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
    ),
}
"""What may be written for several countries at once: the European Economic Area, which is the EU, IS, LI and NO."""
WITH_CONSENT: tuple[str, ...] = ("EEA", "GB", "CH")
"""Where Google itself asks for consent before it measures or personalises."""
_REGION = re.compile(r"([A-Z]{2})(?:-[A-Z0-9]{1,3})?")


def is_region(code: str) -> bool:
    """Whether a code names a country, a part of one (``US-CA``), or one of the :data:`GROUPS`."""
    match = _REGION.fullmatch(code)
    return code in GROUPS or (match is not None and is_country(match[1]))


def countries(codes: tuple[str, ...]) -> list[str]:
    """The codes with each group as its countries, each once, in order."""
    return list(dict.fromkeys(part for code in codes for part in GROUPS.get(code, (code,))))
