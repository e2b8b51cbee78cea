"""The summary of a week, line by line: what the figures show, and what changed against the week before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from ..figures import Figures, Row, figures
from ..figures_asked import asked, before
from ..marks import N_
from ..stats import CHOICES, change, rate
from ..store import Store
from ..tally import ERROR
from ..translate import DASHBOARD, Translation, number, whole_percent

_COUNTS: Mapping[str, str] = {"displays": N_("The banner was shown"), CHOICES: N_("First answers")}
_REQUESTS: Mapping[str, str] = {
    "unknown": N_("Unknown third parties were held"),
    ERROR: N_("Choices that could not be recorded"),
}
"""What is nobody's choice: dimension -> in words. Nothing of it is hidden."""
_RATES: Mapping[str, str] = {
    "interaction": N_("Shows that were answered"),
    "full_acceptance": N_("Answers that allow everything"),
    "partial_acceptance": N_("Answers that allow a part"),
    "refusal": N_("Answers that allow nothing"),
}
_CHANGES: Mapping[str, str] = {
    "up": N_("{points} points more than the week before"),
    "down": N_("{points} points less than the week before"),
    "no clear change": N_("no clear change"),
}


def week_lines(store: Store, site: str, monday: date, language: str) -> list[str]:
    """What is said of the week from that Monday on."""
    _ = Translation(language, DASHBOARD).gettext
    wanted = asked(f"{monday}", f"{monday + timedelta(days=6)}")
    found, earlier = figures(store, site, wanted), figures(store, site, before(wanted))
    counts = [f"{_(words)}: {_count(found.total, name, language)}" for name, words in _COUNTS.items()]
    rates = [f"{_(words)}: {_rate(name, found, earlier, language)}" for name, words in _RATES.items()]
    requests = [
        f"{_(words)}: {number(sum(store.totals(site, wanted.first, wanted.last, [name]).values()), language)}"
        for name, words in _REQUESTS.items()
    ]
    return ["\n".join([*counts, *rates, *requests])]


def _count(row: Row, name: str, language: str) -> str:
    count = row.counts[name]
    return (
        Translation(language, DASHBOARD).gettext("not shown, small numbers are hidden")
        if count is None
        else number(count, language)
    )


def _rate(name: str, figures: Figures, before: Figures, language: str) -> str:
    _ = Translation(language, DASHBOARD).gettext
    now, then = figures.total, before.total
    comparable = figures.questions == before.questions
    found, changed = rate(name, now.counts), change(name, now.counts, then.counts) if comparable else None
    if found is None:
        return _("not shown, small numbers are hidden")
    if changed is None:
        return whole_percent(found.value, language)
    points = number(round(abs(changed.points) * 100, 1), language)
    return f"{whole_percent(found.value, language)} ({_(_CHANGES[changed.word]).format(points=points)})"
