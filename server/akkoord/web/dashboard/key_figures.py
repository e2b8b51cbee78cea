"""Key figures: each with its interval, its formula, and what became of it since the period before, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from ...figures import IN_PART, Figures, Row
from ...marks import N_
from ...small_cells import HIDDEN
from ...stats import RATES as RATES_OF
from ...stats import change, rate
from ...translate import DASHBOARD, Translation, decimal, number, percent
from .words import OF_CHOICES, OF_DISPLAYS, RATES, rate_name

WORDS = {HIDDEN: N_("hidden"), IN_PART: N_("not always asked")}
"""What stands in the place of a count -> in words."""
NOTHING = "–"
"""Stands where there is nothing to divide, or where it would tell of a few."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure, in words.

    :param id: what it is called in an answer of the API.
    :param interval: empty where there is none.
    :param moved: ``"up"``, ``"down"``, or empty where nothing is known or clear.
    :param sentence: how it changed.
    """

    id: str
    name: str
    value: str
    interval: str
    formula: str
    moved: str
    sentence: str


class Sayer:
    """Says figures in one language.

    :param days: how many days the period has.
    """

    def __init__(self, language: str, days: int) -> None:
        self._language = language
        self._days = days
        self._translation = Translation(language, DASHBOARD)

    def gettext(self, message: str) -> str:
        """A text in that language."""
        return self._translation.gettext(message)

    def rate(self, id: str, figures: Figures, before: Figures) -> KeyFigure:
        """A rate of all that was asked for together."""
        gettext = self.gettext
        formula = RATES[id][1] if id in RATES else OF_CHOICES if id.endswith("_of_choices") else OF_DISPLAYS
        found = rate(id, figures.total.counts)
        moved, sentence = self._moved(id, figures, before)
        return KeyFigure(
            id,
            rate_name(id, self._language),
            NOTHING if found is None else percent(found.value, self._language),
            "" if found is None else self.interval(id, figures.total),
            gettext(formula),
            moved,
            sentence,
        )

    def interval(self, id: str, row: Row) -> str:
        """From where to where a rate lies."""
        found = rate(id, row.counts)
        if found is None:
            return NOTHING
        low, high = percent(found.low, self._language), percent(found.high, self._language)
        return self._translation.gettext("{low} to {high}").format(low=low, high=high)

    def count(self, name: str, row: Row) -> str:
        """A count, or what stands in its place."""
        known = row.counts.get(name)
        if known is not None:
            return number(known, self._language)
        label = row.hidden.get(name, NOTHING)
        return self._translation.gettext(WORDS.get(label, label))

    def share(self, id: str, row: Row) -> str:
        """A rate of one group."""
        found = rate(id, row.counts)
        return NOTHING if found is None else percent(found.value, self._language)

    def median(self, figures: Figures, before: Figures) -> KeyFigure:
        """How long visitors think."""
        gettext = self.gettext
        seconds, earlier = figures.seconds, before.seconds
        if seconds is None:
            sentence = gettext("Known for too few choices, or not kept apart by what you filter by.")
        elif earlier is None:
            sentence = gettext("There is nothing to compare it with: too little is known of the period before.")
        else:
            sentence = self._before(self._seconds(earlier))
        return KeyFigure(
            "median_seconds",
            gettext("Time until a choice"),
            NOTHING if seconds is None else self._seconds(seconds),
            "",
            gettext("Half of the choices were made within this time since the banner was shown (median)."),
            "",
            sentence,
        )

    def _seconds(self, seconds: float) -> str:
        return (
            self._translation.gettext("{seconds} s")
            .replace(" ", "\u00a0")
            .format(seconds=number(seconds, self._language))
        )

    def _before(self, value: str) -> str:
        text = self._translation.ngettext(
            "On the day before it was {value}.", "In the {days} days before it was {value}.", self._days
        )
        return text.format(days=self._days, value=value)

    def _moved(self, id: str, figures: Figures, before: Figures) -> tuple[str, str]:
        gettext = self.gettext
        now, then = figures.total, before.total
        if IN_PART in (now.hidden.get(RATES_OF[id].count), then.hidden.get(RATES_OF[id].count)):
            return "", gettext("This was asked in a part of these days alone: choose days with one question.")
        moved, found, earlier = change(id, now.counts, then.counts), rate(id, now.counts), rate(id, then.counts)
        if found is None:
            return "", gettext("Too little was counted in these days, or it would tell of a few.")
        if moved is None or earlier is None:
            return "", gettext("There is nothing to compare it with: too little is known of the period before.")
        was = self._before(percent(earlier.value, self._language))
        if figures.questions != before.questions:
            why = gettext("Another question was asked then, so the two cannot be compared.")
            return "", f"{was} {why}"
        # of what is shown, so that everybody can subtract
        points = decimal(abs(round(found.value * 100, 1) - round(earlier.value * 100, 1)), self._language)
        if moved.word == "up":
            why = gettext("It rose by {points} percentage points, which is more than chance.")
        elif moved.word == "down":
            why = gettext("It fell by {points} percentage points, which is more than chance.")
        else:
            why = gettext("The difference may well be chance.")
            return "", f"{was} {why}"
        return moved.word, f"{was} {why.format(points=points)}"
