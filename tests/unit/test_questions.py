"""Figures of a period in which the question changed: they say nothing that would be untrue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from akkoord import tally
from akkoord.figures import IN_PART, Figures, figures
from akkoord.figures_asked import asked
from akkoord.figures_json import response_of
from akkoord.questions import asked_in_part, questions
from akkoord.store import Store, open_store
from tests.samples import DECISION, NOTICE

EARLIER, LATER = "2026-11-10", "2026-11-20"
OLD = replace(NOTICE, version="0" * 12, asked=("analytics", "marketing"))
NEW = replace(NOTICE, version="1" * 12, asked=("functional", "analytics", "marketing"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path / 'ledger.db'}")) as store:
        for day, notice in ((EARLIER, OLD), (LATER, NEW)):
            store.publish(notice)
            for granted in (notice.asked, ("analytics",), ()):
                choices = {category: category in granted for category in notice.asked}
                one = replace(DECISION, choices=choices, notice=notice.version)
                store.count("shop", day, tally.counts(one) * 50)
        yield store


def of(store: Store, first: str, last: str, *by: str) -> Figures:
    return figures(store, "shop", asked(first, last, by))


def test_what_was_asked_is_known_by_the_days(store: Store) -> None:
    kept = store.notices("shop")
    assert questions(store, "shop", kept, EARLIER, EARLIER) == {OLD.asked}
    assert questions(store, "shop", kept, EARLIER, LATER) == {OLD.asked, NEW.asked}
    assert questions(store, "shop", kept, "2026-11-11", "2026-11-12") == frozenset()
    assert asked_in_part(frozenset({OLD.asked, NEW.asked})) == {"functional"}


def test_how_many_allow_a_category_is_not_told_where_some_were_not_asked(store: Store) -> None:
    both = of(store, EARLIER, LATER).total
    assert (both.counts["granted_functional"], both.hidden["granted_functional"]) == (None, IN_PART)
    assert both.counts["granted_analytics"] == 200
    assert of(store, LATER, LATER).total.counts["granted_functional"] == 50


def test_across_another_question_nothing_is_said_to_have_changed(store: Store) -> None:
    told = response_of("shop", of(store, LATER, LATER), of(store, EARLIER, EARLIER)).total
    assert told.rates["refusal"].value == 1 / 3 and told.rates["refusal"].change is None
    same = response_of("shop", of(store, LATER, LATER), of(store, LATER, LATER)).total
    assert same.rates["refusal"].change is not None
