"""The tables of the overview. A chart is drawn by the page's script, from the very table that stands under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ...figures import Figures, Row
from ...stats import RATES, rate
from ...translate import percent, short_day
from .key_figures import NOTHING, Sayer
from .words import rate_name, value_name

MOST_ROWS = 120
"""More are in the file for spreadsheets."""
MOST_BARS = 24


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    :param unit: ``"percent"`` or ``"count"`` where the chart shows it, else empty.
    """

    name: str
    unit: str = ""
    number: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a column.

    :param value: the same for the chart; empty where it is not known.
    :param interval: of a rate.
    """

    text: str
    value: str = ""
    interval: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table.

    :param mark: what happened on that day.
    """

    names: Sequence[str]
    cells: Sequence[Cell]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, and how it is drawn.

    :param kind: ``"line"``, ``"bar"``, or empty for no chart.
    :param by: by what its figures are told apart: the file for spreadsheets has the same.
    :param more: how many rows are left out.
    """

    id: str
    kind: str
    title: str
    columns: Sequence[Column]
    lines: Sequence[Line] = field(default_factory=tuple)
    by: Sequence[str] = ()
    more: int = 0


class Tables:
    """Makes the tables in one language.

    :param asked: the categories that the site asks about.
    """

    def __init__(self, sayer: Sayer, language: str, asked: Sequence[str]) -> None:
        self._sayer = sayer
        self._language = language
        self._asked = asked

    def course(self, figures: Figures, title: str, marks: Mapping[str, str]) -> Table:
        """Day by day.

        :param marks: day -> what happened then.
        """
        gettext = self._sayer.gettext
        drawn = ("interaction", "full_acceptance", "refusal")
        columns = [
            Column(gettext("Day"), number=False),
            *self._count_columns(),
            *(Column(rate_name(each, self._language), "percent") for each in drawn),
        ]
        lines = [
            Line(
                [short_day(date.fromisoformat(row.group["day"]), self._language)],
                [*self._counts(row), *(self._rate(each, row) for each in drawn)],
                marks.get(row.group["day"], ""),
            )
            for row in sorted(figures.rows, key=lambda row: row.group["day"])
        ]
        return Table("course", "line", title, columns, lines, ("day",))

    def opt_in(self, figures: Figures, title: str) -> Table:
        """Category by category."""
        gettext = self._sayer.gettext
        columns = [
            Column(gettext("Category"), number=False),
            Column(gettext("Of the choices"), "percent"),
            Column(gettext("Of the times shown"), "percent"),
        ]
        lines = [
            Line(
                [rate_name(f"opt_in_{each}_of_choices", self._language)],
                [self._rate(f"opt_in_{each}_of_{part}", figures.total) for part in ("choices", "displays")],
            )
            for each in self._asked
        ]
        return Table("opt-in", "bar", title, columns, lines)

    def how(self, figures: Figures, title: str) -> Table:
        """Where the choices come from."""
        gettext = self._sayer.gettext
        whole = figures.total.counts.get("choices")
        columns = [
            Column(gettext("Way of choosing"), number=False),
            Column(gettext("First choices"), "count"),
            Column(gettext("Share")),
            *(Column(rate_name(each, self._language)) for each in ("full_acceptance", "refusal")),
        ]
        lines = []
        for row in sorted(figures.rows, key=_most):
            own = row.counts.get("choices")
            share = percent(own / whole, self._language) if own is not None and whole else NOTHING
            names = [value_name("how", row.group["how"], self._language)]
            rates = [self._rate(each, row) for each in ("full_acceptance", "refusal")]
            lines.append(Line(names, [self._count("choices", row), Cell(share), *rates]))
        return Table("how", "bar", title, columns, lines, ("how",))

    def split(self, figures: Figures, title: str, sides: Sequence[str]) -> Table:
        """Group by group.

        :param sides: what the groups are told apart by, as it is called.
        """
        rates = [each for each in RATES if each in ("interaction", "full_acceptance", "partial_acceptance", "refusal")]
        by = figures.asked.by
        drawn = {"full_acceptance", "refusal"} if len(by) == 1 and by != ("day",) else set()
        columns = [
            *(Column(side, number=False) for side in sides),
            *self._count_columns(),
            *(Column(rate_name(each, self._language), "percent" if each in drawn else "") for each in rates),
            *(Column(rate_name(f"opt_in_{each}_of_choices", self._language)) for each in self._asked),
        ]
        opt_in = [f"opt_in_{each}_of_choices" for each in self._asked]
        rows = sorted(figures.rows, key=_by_day if "day" in by else _most)
        lines = [
            Line(
                [self._name(side, row.group[side]) for side in by],
                [*self._counts(row), *(self._rate(each, row) for each in (*rates, *opt_in))],
            )
            for row in rows[:MOST_ROWS]
        ]
        kind = "bar" if drawn and len(lines) <= MOST_BARS else ""
        shown = columns if kind else [replace(column, unit="") for column in columns]
        return Table("split", kind, title, shown, lines, by, max(0, len(rows) - MOST_ROWS))

    def _count_columns(self) -> list[Column]:
        return [Column(self._sayer.gettext("Shown")), Column(self._sayer.gettext("First choices"))]

    def _counts(self, row: Row) -> list[Cell]:
        return [self._count("displays", row), self._count("choices", row)]

    def _name(self, side: str, value: str) -> str:
        if side == "day":
            return short_day(date.fromisoformat(value), self._language)
        return value_name(side, value, self._language)

    def _count(self, name: str, row: Row) -> Cell:
        known = row.counts.get(name)
        return Cell(self._sayer.count(name, row), "" if known is None else str(known))

    def _rate(self, id: str, row: Row) -> Cell:
        found = rate(id, row.counts)
        if found is None:
            # why it is not there says what it is made of
            formula = RATES[id]
            hidden = any(name in row.hidden for name in (formula.count, formula.of))
            return Cell(self._sayer.gettext("hidden") if hidden else NOTHING)
        return Cell(percent(found.value, self._language), f"{found.value:.4f}", self._sayer.interval(id, row))


def _most(row: Row) -> tuple[int, list[str]]:
    return -(row.counts.get("choices") or 0), list(row.group.values())


def _by_day(row: Row) -> tuple[str, list[str]]:
    return row.group["day"], list(row.group.values())
