"""The figures of a site: what visitors chose, and what became of that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, request

from ...errors import InvalidRequest
from ...figures import Figures, figures
from ...figures_asked import SPLITS, Asked, before
from ...figures_csv import csv_of
from ...notice import make_notice
from ...periods import PRESETS, USUAL, preset
from ...stats import rate
from ...tally import ERROR
from ...translate import DASHBOARD, Translation, long_day, number
from ..parts import parts
from ..visitor_cookie import own_address
from .counted import changes, has_any, notice_days, values
from .desk import Desk
from .frame import to
from .key_figures import KeyFigure, Sayer
from .pages import Pages
from .tables import Table, Tables
from .view import FILTERS, View, view_of_request
from .words import PERIODS, SIDES, value_name

FIRST_RATES = ("interaction", "no_choice")
CHOICE_RATES = ("full_acceptance", "partial_acceptance", "refusal", "withdrawal", "gpc_share")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of a view."""

    answers: Sequence[KeyFigure]
    choices: Sequence[KeyFigure]
    opt_in: Sequence[tuple[KeyFigure, KeyFigure]]
    counts: Sequence[tuple[str, str, str]]
    course: Table | None
    categories: Table
    how: Table | None
    split: Table | None
    few: bool
    errors: Sequence[tuple[str, str]]


def register(pages: Pages, desk: Desk) -> None:
    """Add the pages."""

    def today() -> date:
        return desk.clock().date()

    def page(view: View, status: int = 200, why: str = "") -> Response:
        store, language = parts().store, pages.frame.language()
        address = own_address().rstrip("/")
        if not has_any(store, view.site):
            return pages.frame.show("empty.html", status, site=view.site, address=address)
        parts().ledger.fold(view.site)
        there = values(store, view.site, view.period.first, view.period.last)
        there["how"] = ["banner", "panel", "api", "gpc"]
        return pages.frame.show(
            "overview.html",
            status,
            site=view.site,
            script="dashboard.js",
            why=why,
            view=view,
            shown=_shown(view, language, make_notice(desk.sites[view.site]).asked, today()),
            span=(long_day(view.period.first, language), long_day(view.period.last, language)),
            presets=[(PERIODS[name], view.during(name, today()), name == view.period.name) for name in PRESETS],
            sides=[(each, SIDES[each]) for each in SPLITS if each in ("how", "day") or there.get(each)],
            filters=[
                (each, SIDES[each], [(value, value_name(each, value, language)) for value in there.get(each, [])])
                for each in FILTERS
                if there.get(each)
            ],
            side_names=SIDES,
            named=lambda side, value: value_name(side, value, language),
        )

    @pages.page("/", "viewer")
    def overview() -> Response:
        site = pages.frame.site()
        try:
            view = view_of_request(site, today())
            # what is too much at once is refused before anything is counted
            view.ask(*view.by)
        except InvalidRequest as error:
            usual = View(site, preset(USUAL, today()), (), {})
            return page(usual, 422, error.details[0].field if error.details else "by")
        asked = request.query_string.decode()
        # a form sends what was left empty as well: the address says what is looked at, and nothing else
        return to(f"?{view.query()}") if asked and asked != view.query() else page(view)

    @pages.page("/overview.csv", "viewer")
    def overview_csv() -> Response:
        view = view_of_request(pages.frame.site(), today())
        parts().ledger.fold(view.site)
        response = Response(csv_of(figures(parts().store, view.site, view.ask(*view.by))), mimetype="text/csv")
        name = f"{view.site}-{view.period.first}-{view.period.last}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _shown(view: View, language: str, asked: Sequence[str], today: date) -> Shown:
    store, sayer = parts().store, Sayer(language, view.period.days)
    gettext = Translation(language, DASHBOARD).gettext
    tables = Tables(sayer, language, asked)

    def count(*by: str) -> Figures:
        return figures(store, view.site, view.ask(*by))

    def unrecorded(asked: Asked) -> dict[str, int]:
        # they are requests, and counted of the whole site: nothing of them is hidden, and nothing can be filtered
        found = store.totals(view.site, asked.first, asked.last, [ERROR]) if not view.only else {}
        return {code: times for (_, code), times in sorted(found.items(), key=lambda each: (-each[1], each[0]))}

    now = count()
    then = figures(store, view.site, before(now.asked))
    failed, failed_before = unrecorded(now.asked), unrecorded(then.asked)
    in_all = number(sum(failed.values()), language), number(sum(failed_before.values()), language)
    marks = {
        day: gettext("another question was asked ({version})").format(version=version)
        for day, version in changes(notice_days(store, view.site, view.period.first, view.period.last)).items()
    }
    answers = [sayer.rate(each, now, then) for each in FIRST_RATES if "how" not in view.only]
    return Shown(
        answers=[*answers, sayer.median(now, then)],
        choices=[sayer.rate(each, now, then) for each in CHOICE_RATES],
        opt_in=[
            (
                sayer.rate(f"opt_in_{each}_of_displays", now, then),
                sayer.rate(f"opt_in_{each}_of_choices", now, then),
            )
            for each in asked
        ],
        counts=[
            (gettext("Times shown"), sayer.count("displays", now.total), sayer.count("displays", then.total)),
            (gettext("First choices"), sayer.count("choices", now.total), sayer.count("choices", then.total)),
            (gettext("All choices"), sayer.count("decisions", now.total), sayer.count("decisions", then.total)),
            *([(gettext("Choices that could not be recorded"), *in_all)] if failed or failed_before else []),
        ],
        course=_course(tables, view, today, gettext, marks),
        categories=tables.opt_in(now, gettext("Categories side by side")),
        how=tables.how(count("how"), gettext("How visitors chose")) if view.has_room("how") else None,
        split=_split(tables, count(*view.by), gettext) if view.by else None,
        few=all(rate(each, now.total.counts) is None for each in (*FIRST_RATES, *CHOICE_RATES)),
        errors=[(code, number(times, language)) for code, times in failed.items()],
    )


def _course(
    tables: Tables, view: View, today: date, gettext: Callable[[str], str], marks: Mapping[str, str]
) -> Table | None:
    """Day by day. A day that is not over would look like a fall, and hide a whole one while it is small."""
    whole = view.until(today - timedelta(days=1))
    if whole is None or not view.has_room("day"):
        return None
    return tables.course(figures(parts().store, view.site, whole.ask("day")), gettext("Day by day"), marks)


def _split(tables: Tables, found: Figures, gettext: Callable[[str], str]) -> Table:
    sides = [gettext(SIDES[each]) for each in found.asked.by]
    return tables.split(found, " × ".join(sides), sides)
