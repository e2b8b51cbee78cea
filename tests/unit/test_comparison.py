"""What the variants of a site led to, as a table and in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest

from akkoord import tally
from akkoord.comparison import Comparison, compare
from akkoord.comparison_words import sentences
from akkoord.figures import figures
from akkoord.figures_asked import asked
from akkoord.model import Site, Variant, utc_now
from akkoord.store import Store, open_store
from akkoord.store.rows import new_visitor
from tests.samples import DECISION, NOTICE
from tests.shown_variants import show
from tests.unit.catalogues import compile_catalogues
from tests.unit.commands import CONFIG, Akkoord

SITE = Site("shop", ("https://www.shop.example",), "Winkel BV", ("nl_NL_formal", "en"), variants=(Variant("b", 0.5),))
DAY = "2026-11-20"
VARIANT = "[sites.shop.variants.b]\nshare = 0.5\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    compile_catalogues()
    with closing(open_store(f"sqlite:///{tmp_path / 'ledger.db'}")) as store:
        yield store


def compared(store: Store, site: Site = SITE) -> Comparison:
    return compare(store, site, "2026-11-21")


def test_a_difference_is_told_with_its_interval(store: Store) -> None:
    show(store, "a", 1000, 300, 200, DAY)
    show(store, "b", 1000, 420, 200, DAY)
    found = compared(store)
    own, other = found.arms
    assert (own.id, own.share, own.displays, own.opted_in, own.difference) == ("a", 0.5, 1000, 300, None)
    assert own.rate and own.rate.low < 0.3 == own.rate.value < own.rate.high
    assert other.difference and other.difference.shown
    assert other.difference.points.value == pytest.approx(0.12)
    assert (found.first, found.displays) == (DAY, 2000)
    assert sentences(found, "en") == [
        "Variant b leads to a consent more often than variant a: of 100 displays, by 5.1 to 18.9 more."
    ]
    assert sentences(found, "nl_NL_formal") == [
        "Variant b leidt vaker tot toestemming dan variant a: van 100 vertoningen 5,1 tot 18,9 meer."
    ]


def test_a_variant_that_leads_to_fewer_consents_is_told_so(store: Store) -> None:
    show(store, "a", 1000, 420, 200, DAY)
    show(store, "b", 1000, 300, 200, DAY)
    assert sentences(compared(store), "en") == [
        "Variant b leads to a consent less often than variant a: of 100 displays, by 5.1 to 18.9 fewer."
    ]


def test_where_no_difference_can_be_shown_that_is_said_and_how_long_it_takes(store: Store) -> None:
    show(store, "a", 1000, 300, 200, DAY)
    show(store, "b", 1000, 310, 200, DAY)
    found = compared(store)
    assert found.needed is not None and found.needed > 2000
    first, second = sentences(found, "en")
    assert first == "Between variants a and b no difference can be shown yet."
    assert second.startswith("To find a difference of 3 in 100 displays takes about ")
    assert second.endswith(" displays of all variants together; there were 2,000.")
    assert sentences(found, "nl_NL_formal")[0] == "Tussen de varianten a en b is nog geen verschil aan te tonen."


def test_small_counts_are_hidden_here_as_well(store: Store) -> None:
    show(store, "a", 1000, 300, 200, DAY)
    show(store, "b", 24, 4, 6, DAY)
    found = compared(store)
    assert found.arms[1].displays == 24
    assert (found.arms[1].opted_in, found.arms[1].rate, found.arms[1].difference) == (None, None, None)
    assert sentences(found, "en")[0] == (
        "Of variants a and b too few displays or choices were counted to say anything."
    )


def test_what_the_figures_hide_is_not_told_here(store: Store) -> None:
    show(store, "a", 1004, 305, 200, DAY)
    show(store, "b", 105, 40, 9, DAY)
    rows = {row.group["variant"]: row.counts for row in figures(store, "shop", asked(DAY, DAY, ["variant"])).rows}
    assert rows["b"]["refused"] is None
    assert compared(store).arms[1].opted_in is None
    assert compared(store).arms[0].opted_in == (None if rows["a"]["refused"] is None else 305)


def test_the_comparison_begins_when_all_variants_are_shown(store: Store) -> None:
    show(store, "a", 1000, 300, 200, "2026-11-10")
    show(store, "a", 100, 30, 20, DAY)
    show(store, "b", 100, 30, 20, DAY)
    assert [arm.displays for arm in compared(store).arms] == [100, 100]


def test_before_that_there_is_nothing_to_compare(store: Store) -> None:
    show(store, "a", 1000, 300, 200, DAY)
    found = compared(store)
    assert (found.first, found.displays, found.needed) == ("", None, None)
    assert sentences(found, "en") == ["Of variants a and b too few displays or choices were counted to say anything."]
    assert sentences(compared(store, replace(SITE, variants=())), "en") == ["This website has no variants."]


def test_later_decisions_and_those_of_no_variant_do_not_count(store: Store) -> None:
    show(store, "a", 1000, 300, 200, DAY)
    show(store, "b", 1000, 300, 200, DAY)
    show(store, "", 0, 50, 50, DAY)
    store.count("shop", DAY, tally.counts(replace(DECISION, mark="a", variant="b")) * 40)
    assert [arm.opted_in for arm in compared(store).arms] == [300, 300]


def test_each_of_several_variants_is_compared_with_the_site(store: Store) -> None:
    for id, yes in (("a", 300), ("b", 300), ("c", 450)):
        show(store, id, 1000, yes, 200, DAY)
    found = compared(store, replace(SITE, variants=(Variant("b", 0.3), Variant("c", 0.3))))
    assert [arm.difference and arm.difference.shown for arm in found.arms] == [None, False, True]
    assert len(sentences(found, "en")) == 3


@pytest.fixture
def ledger(config: Path) -> str:
    """A store in which two variants were shown yesterday."""
    config.write_text(CONFIG + VARIANT)
    at, numbers = utc_now() - timedelta(days=1), count(1)
    with closing(open_store("sqlite:///ledger.db")) as store:
        store.publish(NOTICE)
        for variant, yes in (("a", 60), ("b", 70)):
            show(store, variant, 200, 0, 0, at.date().isoformat())
            for number in range(80):
                id = UUID(int=64 * next(numbers))
                choices = dict.fromkeys(DECISION.choices, number < yes)
                one = replace(DECISION, id=id, visitor=new_visitor(id), at=at, choices=choices, variant=variant)
                store.append(one, tally.counts(one))
    return "sqlite:///ledger.db"


def test_the_command_shows_a_table_and_says_what_it_means(akkoord: Akkoord, ledger: str) -> None:
    ended = akkoord("variants", AKKOORD_STORE=ledger)
    assert (ended.code, ended.err) == (0, "")
    heading, names, own, other, sentence, wait, _ = ended.out.splitlines()
    assert heading.startswith("shop, ")
    assert names.split()[:4] == ["variant", "share", "displays", "consents"]
    assert own.split()[:5] == ["a", "50%", "200", "60", "30.0%"]
    assert other.split()[:5] == ["b", "50%", "200", "70", "35.0%"]
    assert sentence == "Between variants a and b no difference can be shown yet."
    assert wait.startswith("To find a difference of 3 in 100 displays")
    assert "of 10 in 100" in akkoord("variants", "--site", "shop", "--difference", "10", AKKOORD_STORE=ledger).out


def test_what_was_counted_of_variants_can_be_counted_again(akkoord: Akkoord, ledger: str) -> None:
    assert akkoord("recount", AKKOORD_STORE=ledger).out.endswith("Nothing changes.\n")


def test_a_site_without_variants_is_one_sentence(akkoord: Akkoord, config: Path) -> None:
    assert "No site has variants." in akkoord("variants").err
    assert "Site shop has no variants." in akkoord("variants", "--site", "shop").err
    assert "There is no site 'nowhere'" in akkoord("variants", "--site", "nowhere").err


def test_a_banner_of_a_site_with_variants_is_not_fetched_ahead(akkoord: Akkoord, config: Path) -> None:
    config.write_text(CONFIG + VARIANT)
    ended = akkoord("embed", "shop", "--preload", "en")
    assert (ended.code, "none can be fetched ahead" in ended.err) == (1, True)
