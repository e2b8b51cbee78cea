"""What a comparison of variants comes down to, in plain sentences for those who look at it."""

from __future__ import annotations

from collections.abc import Iterator

from .banner import fill
from .comparison import Arm, Comparison
from .marks import N_
from .translate import DASHBOARD, Translation, number
from .variants import OWN

MORE = N_("Variant {other} leads to a consent more often than variant {one}: of 100 displays, by {low} to {high} more.")
FEWER = N_(
    "Variant {other} leads to a consent less often than variant {one}: of 100 displays, by {low} to {high} fewer."
)
NOT_YET = N_("Between variants {one} and {other} no difference can be shown yet.")
TOO_FEW = N_("Of variants {one} and {other} too few displays or choices were counted to say anything.")
NEEDED = N_(
    "To find a difference of {points} in 100 displays takes about {needed} displays of all variants together; "
    "there were {displays}."
)
NOTHING = N_("This website has no variants.")


def sentences(found: Comparison, language: str) -> list[str]:
    """The sentences in a language of the dashboard: one for each variant beside the site, and how long to wait."""
    return list(_sentences(found, Translation(language, DASHBOARD), language))


def _sentences(found: Comparison, words: Translation, language: str) -> Iterator[str]:
    if not found.arms:
        yield words.gettext(NOTHING)
        return
    for arm in found.arms[1:]:
        yield _of(arm, words, language)
    if found.waits and found.needed is not None and found.displays is not None:
        yield fill(
            words.gettext(NEEDED),
            points=_in_hundred(found.smallest, language),
            needed=number(_rounded(found.needed), language),
            displays=number(found.displays, language),
        )


def _of(arm: Arm, words: Translation, language: str) -> str:
    named = {"one": OWN, "other": arm.id}
    if arm.difference is None:
        return fill(words.gettext(TOO_FEW), **named)
    if not arm.difference.shown:
        return fill(words.gettext(NOT_YET), **named)
    points = arm.difference.points
    low, high = sorted((abs(points.low), abs(points.high)))
    between = {"low": _in_hundred(low, language), "high": _in_hundred(high, language)}
    return fill(words.gettext(MORE if points.value > 0 else FEWER), **named, **between)


def _in_hundred(share: float, language: str) -> str:
    return number(round(100 * share, 1), language)


def _rounded(count: int) -> int:
    """To two digits: it is an estimate."""
    step: int = 10 ** max(0, len(str(count)) - 2)
    return -(-count // step) * step
