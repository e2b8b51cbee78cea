"""What counts, rates, splits and their values are called on the pages."""

from __future__ import annotations

from collections.abc import Mapping

from ...figures_read import NONE
from ...marks import N_
from ...model import OPTIONAL_CATEGORIES
from ...names import country_name, language_name
from ...translate import DASHBOARD, Translation, available

CATEGORIES: Mapping[str, str] = {
    "functional": N_("Functional"),
    "analytics": N_("Analytics"),
    "marketing": N_("Marketing"),
}
RATES: Mapping[str, tuple[str, str]] = {
    "interaction": (N_("Interaction"), N_("First choices, divided by the times the banner was shown.")),
    "no_choice": (N_("No choice"), N_("1, less the first choices divided by the times the banner was shown.")),
    "full_acceptance": (N_("Everything accepted"), N_("First choices that allow all, divided by all first choices.")),
    "partial_acceptance": (
        N_("A part accepted"),
        N_("First choices that allow a part, divided by all first choices."),
    ),
    "refusal": (N_("Everything refused"), N_("First choices that allow nothing, divided by all first choices.")),
    "withdrawal": (N_("Withdrawn"), N_("Choices that take something back, divided by all choices, later ones too.")),
    "gpc_share": (
        N_("Global Privacy Control"),
        N_("First choices that this setting of the browser made, divided by all first choices."),
    ),
}
"""Rate -> its name, and its formula in words."""
OF_CHOICES = N_("First choices that allow it, divided by all first choices.")
OF_DISPLAYS = N_("First choices that allow it, divided by the times the banner was shown.")
SIDES: Mapping[str, str] = {
    "language": N_("Language"),
    "device": N_("Screen"),
    "notice": N_("Version of the question"),
    "country": N_("Country"),
    "variant": N_("Variant"),
    "how": N_("Way of choosing"),
    "day": N_("Day"),
}
"""What figures can be told apart by -> what it is called."""
PERIODS: Mapping[str, str] = {
    "7": N_("7 days"),
    "30": N_("30 days"),
    "90": N_("90 days"),
    "month": N_("This month"),
    "last-month": N_("Last month"),
}
VALUES: Mapping[str, Mapping[str, str]] = {
    "device": {"narrow": N_("Narrow"), "wide": N_("Wide")},
    "how": {
        "banner": N_("Banner"),
        "panel": N_("Settings"),
        "api": N_("The website's own buttons"),
        "gpc": N_("Global Privacy Control"),
    },
}
UNKNOWN = N_("Unknown")


def value_name(side: str, value: str, language: str) -> str:
    """What a value of a split is called."""
    translation = Translation(language, DASHBOARD)
    if value == NONE:
        return translation.gettext(UNKNOWN)
    if side == "language":
        return language_name(value, available()) if value in available() else value
    if side == "country":
        return country_name(value, language)
    return translation.gettext(VALUES.get(side, {}).get(value, value))


def rate_name(rate: str, language: str) -> str:
    """What a rate is called, that of a category too."""
    translation = Translation(language, DASHBOARD)
    if rate in RATES:
        return translation.gettext(RATES[rate][0])
    category = next(each for each in OPTIONAL_CATEGORIES if f"_{each}_" in rate)
    return translation.gettext(CATEGORIES[category])
