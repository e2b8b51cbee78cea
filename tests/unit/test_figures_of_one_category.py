"""The figures of a site that asks about one category alone: a first answer is all or nothing there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from akkoord import tally
from akkoord.figures import Row, figures
from akkoord.figures_asked import asked
from akkoord.store import Store, open_store
from tests.samples import DECISION, NOTICE

DAY = "2026-11-20"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path / 'ledger.db'}")) as store:
        yield store


def total(store: Store, yes: int, no: int) -> Row:
    for accepted, number in ((True, yes), (False, no)):
        one = replace(DECISION, choices={"analytics": accepted})
        store.count("shop", DAY, tally.counts(one) * number)
    return figures(store, "shop", asked(DAY, DAY)).total


def test_acceptance_and_refusal_are_told_though_nobody_answers_in_part(store: Store) -> None:
    store.publish(replace(NOTICE, asked=("analytics",)))
    found = total(store, 60, 40)
    assert (found.counts["accepted"], found.counts["partial"], found.counts["refused"]) == (60, 0, 40)


def test_few_refusals_do_not_follow_from_the_others(store: Store) -> None:
    store.publish(replace(NOTICE, asked=("analytics",)))
    found = total(store, 40, 5)
    assert found.counts["choices"] == 45
    assert found.counts["accepted"] is found.counts["granted_analytics"] is found.counts["refused"] is None


def test_where_more_was_ever_asked_a_part_is_as_small_as_anything(store: Store) -> None:
    store.publish(replace(NOTICE, asked=("analytics",)))
    store.publish(replace(NOTICE, version="0" * 12, asked=("analytics", "marketing")))
    found = total(store, 60, 40)
    assert (found.counts["accepted"], found.counts["partial"], found.counts["refused"]) == (None, None, 40)
