"""Figures do not depend on how a store puts what it has counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import Any, TypeVar

import pytest

from akkoord import tally
from akkoord.figures import Figures, figures
from akkoord.figures_asked import SPLITS, Asked
from akkoord.figures_read import by_day
from akkoord.model import Decision, Display, Notice
from tests.samples import DECISION, NOTICE

Key = TypeVar("Key")
Value = TypeVar("Value")
DAYS = ("2026-11-20", "2026-11-21", "2026-11-22")
VERSIONS = ("0123456789ab", "ba9876543210")
VISITORS = 100


class Shuffled:
    """What a store says of a few days, in an order that comes by chance."""

    def __init__(self, order: int) -> None:
        self._order = Random(order)
        self._days = {day: some_day(Random(day)) for day in DAYS}

    def totals(self, site: str, first: str, last: str, dimensions: Collection[str]) -> dict[tuple[str, str], int]:
        found: Counter[tuple[str, str]] = Counter()
        for (_, dimension), values in self.by_day(site, first, last, dimensions).items():
            for value, count in values.items():
                found[dimension, value] += count
        return self._mixed(found)

    def by_day(
        self, _: str, first: str, last: str, dimensions: Collection[str]
    ) -> dict[tuple[str, str], dict[str, int]]:
        found: dict[tuple[str, str], dict[str, int]] = {}
        for day, counted in self._days.items():
            for (dimension, value), count in self._mixed(counted).items():
                if first <= day <= last and dimension in dimensions:
                    found.setdefault((day, dimension), {})[value] = count
        return self._mixed(found)

    def notices(self, _: str) -> list[Notice]:
        return list(self._mixed({version: replace(NOTICE, version=version) for version in VERSIONS}).values())

    def _mixed(self, of: dict[Key, Value]) -> dict[Key, Value]:
        return dict(self._order.sample(list(of.items()), len(of)))


def some_day(chance: Random) -> Counter[tuple[str, str]]:
    """A day of few visitors, so that much of it is hidden."""
    found: Counter[tuple[str, str]] = Counter()
    for _ in range(VISITORS):
        language, device, country = (
            chance.choice(["nl", "en"]),
            chance.choice(["narrow", "wide"]),
            chance.choice(["NL", ""]),
        )
        notice, variant = chance.choice(VERSIONS), chance.choice(["", "b"])
        choices = {name: chance.random() < 0.5 for name in ("functional", "analytics", "marketing")}
        how, mark = chance.choice(["banner", "panel", "gpc"]), chance.choice(["", "", "w", "n"])
        decided = Decision(
            *("shop", DECISION.id, DECISION.visitor, DECISION.at, choices, notice, language, how, device, "0.1.0"),
            *(country, mark, variant),
        )
        found.update(tally.counts(decided))
        found.update(tally.display_counts(Display(notice, language, device, "0.1.0", country, variant)))
    return found


def ask(order: int, by: tuple[str, ...]) -> Figures:
    store: Any = Shuffled(order)
    return figures(store, "shop", Asked(DAYS[0], DAYS[-1], by))


@pytest.mark.parametrize("by", [(), *((each,) for each in SPLITS), *combinations(SPLITS, 2)], ids="-".join)
def test_the_same_is_told_and_hidden_in_whatever_order_a_store_tells(by: tuple[str, ...]) -> None:
    wanted = ask(0, by)
    assert wanted.total.counts["decisions"] == len(DAYS) * VISITORS
    assert all(ask(order, by) == wanted for order in range(1, 6))


@pytest.mark.parametrize("by", [(each,) for each in SPLITS])
def test_groups_come_to_what_the_whole_site_has(by: tuple[str, ...]) -> None:
    store: Any = Shuffled(1)
    whole = ask(1, ()).total.counts
    assert ask(1, by).total.counts == {**whole, "displays": None if by == ("how",) else whole["displays"]}
    days = by_day(store, "shop", DAYS[0], DAYS[-1])
    assert list(days) == list(DAYS)
    assert sum(counts["decisions"] for counts in days.values()) == whole["decisions"]
