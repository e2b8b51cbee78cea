"""What of a site's figures is looked at. All of it is in the address, so that a link shows the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import request

from ...figures_asked import MOST_SPLITS, SPLITS, Asked, asked
from ...periods import USUAL, Period, period, preset

FILTERS = tuple(each for each in SPLITS if each != "day")


@dataclass(frozen=True, slots=True)
class View:
    """A site, a period, splits and filters.

    :param by: by what figures are told apart, none to two of :data:`akkoord.figures.SPLITS`.
    :param only: of whom alone: thing -> value.
    """

    site: str
    period: Period
    by: tuple[str, ...]
    only: Mapping[str, str]

    def query(self) -> str:
        """The view as it stands in an address; what goes without saying is left out."""
        when = [("period", self.period.name)] if self.period.name not in ("", USUAL) else []
        if not self.period.name:
            when = [("from", self.period.first.isoformat()), ("to", self.period.last.isoformat())]
        return urlencode([("site", self.site), *when, *(("by", each) for each in self.by), *self.only.items()])

    def csv(self, by: Sequence[str]) -> str:
        """The same as a file, told apart by these things. A period has no name there: next week it is another one."""
        own = Period("", self.period.first, self.period.last)
        return replace(self, period=own, by=tuple(by)).query()

    def during(self, name: str, today: date) -> View:
        """The same of a period of that name."""
        return replace(self, period=preset(name, today))

    def until(self, last: date) -> View | None:
        """The same without the days after that one; None if no day is left."""
        if last < self.period.first:
            return None
        return replace(self, period=replace(self.period, last=min(last, self.period.last)))

    def without(self, thing: str) -> View:
        """The same without that filter, or without that split."""
        rest = {each: value for each, value in self.only.items() if each != thing}
        return replace(self, by=tuple(each for each in self.by if each != thing), only=rest)

    def ask(self, *by: str) -> Asked:
        """What to count for this view, told apart by these things.

        :raises InvalidRequest: it is too much at once.
        """
        return asked(self.period.first.isoformat(), self.period.last.isoformat(), by, dict(self.only))

    def has_room(self, thing: str) -> bool:
        """Whether its figures can be told apart by one thing more."""
        return thing in self.only or len(self.only) < MOST_SPLITS


def view_of_request(site: str, today: date) -> View:
    """What the address asks for.

    :raises InvalidRequest: there is no such period.
    """
    given: Any = request.args
    return View(
        site,
        period(given.get("period", ""), given.get("from", ""), given.get("to", ""), today),
        tuple(dict.fromkeys(each for each in given.getlist("by") if each)),
        {each: given[each] for each in FILTERS if given.get(each)},
    )
