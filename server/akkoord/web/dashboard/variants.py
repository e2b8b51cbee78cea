"""The variants of a website's banner: how each looks, what it led to, and whether that is more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from ...comparison import SMALLEST, Arm, Comparison, compare
from ...comparison_csv import csv_of
from ...comparison_words import sentences
from ...errors import Detail, InvalidRequest
from ...experiment import Estimate
from ...periods import OWN, period
from ...small_cells import HIDDEN
from ...translate import DASHBOARD, Translation, long_day, number, percent, whole_percent
from ...variants import variant_ids
from ..parts import parts
from ..security_headers import PAGE_POLICY, policy
from .desk import Desk
from .key_figures import NOTHING
from .pages import Pages
from .tables import Cell, Column, Line, Table

LEAST, MOST = 0.1, 50.0
"""Differences that can be looked for, in percentage points."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for.

    :param first: the first UTC day; None for the one since which all variants are shown.
    :param points: the difference that is worth finding, in percentage points.
    """

    first: date | None
    last: date
    points: float

    def query(self, site: str) -> str:
        """The same in an address."""
        begin = [("from", self.first.isoformat())] if self.first else []
        return urlencode([("site", site), *begin, ("to", self.last.isoformat()), ("difference", f"{self.points:g}")])


def register(pages: Pages, desk: Desk) -> None:
    """Add the pages."""

    def usual() -> Wanted:
        # today is not over
        return Wanted(None, desk.clock().date() - timedelta(days=1), SMALLEST * 100)

    def compared(site: str, wanted: Wanted) -> Comparison:
        parts().ledger.fold(site)
        begin = wanted.first.isoformat() if wanted.first else ""
        return compare(parts().store, desk.sites[site], wanted.last.isoformat(), begin, wanted.points / 100)

    @pages.page("/variants", "viewer")
    def variants() -> Response:
        site, status, why = pages.frame.site(), 200, ""
        try:
            wanted = _wanted(usual())
            found = compared(site, wanted)
        except InvalidRequest as error:
            wanted, status, why = usual(), 422, error.details[0].field
            found = compared(site, wanted)
        language = pages.frame.language()
        response = pages.frame.show(
            "variants.html",
            status,
            site=site,
            script="dashboard.js",
            why=why,
            wanted=wanted,
            found=found,
            span=[long_day(date.fromisoformat(day), language) for day in (found.first, found.last) if day],
            sentences=sentences(found, language),
            table=_table(found, language),
            csv=wanted.query(site),
            variants=variant_ids(desk.sites[site]),
            about=desk.sites[site],
            least=number(LEAST, language),
            most=number(MOST, language),
        )
        response.headers["Content-Security-Policy"] = policy({**PAGE_POLICY, "frame-src": "'self'"})
        return response

    @pages.page("/variants.csv", "viewer")
    def variants_csv() -> Response:
        site, wanted = pages.frame.site(), _wanted(usual())
        response = Response(csv_of(compared(site, wanted)), mimetype="text/csv")
        name = f"{site}-variants-{wanted.last}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _wanted(usual: Wanted) -> Wanted:
    """What is asked for; what is left out is the usual.

    :raises InvalidRequest: there is no such day, or no such difference.
    """
    given: Any = request.args
    last = period(OWN, "", given["to"], usual.last).last if given.get("to") else usual.last
    first = period(OWN, given["from"], "", usual.last).first if given.get("from") else None
    if first and first > last:
        hint = "a day that is not after the last one"
        raise InvalidRequest(f"{first} is after {last}.", Detail("from", "after the last day", hint))
    return Wanted(first, last, _points(given.get("difference", ""), usual.points))


def _points(text: str, usual: float) -> float:
    try:
        found = float(text.replace(",", ".")) if text else usual
        if not LEAST <= found <= MOST:
            raise ValueError
    except ValueError:
        hint = f"percentage points, from {LEAST} to {MOST:g}"
        raise InvalidRequest(f"{text} is no such difference.", Detail("difference", "not one", hint)) from None
    return found


def _table(found: Comparison, language: str) -> Table:
    gettext = Translation(language, DASHBOARD).gettext
    columns = [
        Column(gettext("Variant"), number=False),
        Column(gettext("Share of the pages")),
        Column(gettext("Shown")),
        Column(gettext("Consents")),
        Column(gettext("Consents of the times shown"), "percent"),
        Column(gettext("Points against variant a")),
        Column(gettext("p-value")),
    ]
    lines = [Line([arm.id], _cells(arm, language)) for arm in found.arms]
    return Table("variants", "bar", gettext("What each variant led to"), columns, lines)


def _cells(arm: Arm, language: str) -> list[Cell]:
    gettext = Translation(language, DASHBOARD).gettext
    difference = arm.difference

    def count(known: int | None) -> Cell:
        return Cell(gettext(HIDDEN) if known is None else number(known, language))

    def between(of: Estimate | None, said: Any, value: str = "") -> Cell:
        if of is None:
            return Cell(NOTHING)
        return Cell(said(of.value), value, gettext("{low} to {high}").format(low=said(of.low), high=said(of.high)))

    return [
        Cell(whole_percent(arm.share, language)),
        count(arm.displays),
        count(arm.opted_in),
        between(arm.rate, lambda share: percent(share, language), f"{arm.rate.value:.4f}" if arm.rate else ""),
        between(difference.points if difference else None, lambda share: _signed(share * 100, language)),
        Cell(_small_share(difference.p, language) if difference else NOTHING),
    ]


def _signed(points: float, language: str) -> str:
    return f"{'+' if points > 0 else ''}{number(points, language)}"


def _small_share(share: float, language: str) -> str:
    return f"< {percent(0.001, language)}" if share < 0.001 else percent(share, language)
