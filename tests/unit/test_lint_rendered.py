"""The rules on a shown banner, over measurements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from akkoord.lint.measured import Button, Measured, View
from akkoord.lint.rendered import rendered
from akkoord.lint.requirements import REQUIREMENTS

REJECT = Button("Alles weigeren", does="rejects")
ACCEPT = Button("Alles accepteren", does="accepts")
CHOOSE = Button("Zelf instellen", does="opens", colour="#1d2733", background="#ffffff")
CLOSE = Button("Sluiten", does="rejects", closes=True, width=44, colour="#1d2733", background="#ffffff")
WIDE = View("wide", (REJECT, ACCEPT, CHOOSE))
NARROW = View("narrow", (REJECT, ACCEPT, CHOOSE), covered=0.4)
BANNER = Measured("shop", "nl-NL", "nl-NL", (WIDE, NARROW), (False, False, False))


def found(measured: Measured, law: str = "nl") -> set[str]:
    return {breach.number for breach in rendered(measured, law)}


def reject(**changes: Any) -> Measured:
    return first_layer(replace(REJECT, **changes), ACCEPT, CHOOSE)


def first_layer(*buttons: Button, **changes: Any) -> Measured:
    return replace(BANNER, views=tuple(replace(view, buttons=buttons) for view in BANNER.views), **changes)


@pytest.mark.parametrize("law", ["nl", "be", "fr", "de", "uk"])
def test_a_fair_banner_has_no_findings(law: str) -> None:
    assert found(BANNER, law) == set()


CASES: list[tuple[str, Measured, Measured]] = [
    ("AK341", reject(visible=False), reject()),
    ("AK341", reject(tag="a"), reject(text="Alles afwijzen")),
    ("AK342", reject(width=100), reject(width=150)),
    ("AK342", reject(height=30), reject(height=43)),
    ("AK342", reject(font_size=12), reject(font_size=16)),
    ("AK342", reject(text="Nee", width=20), reject(text="Nee", width=60)),
    ("AK343", reject(weight=400), reject(weight=600)),
    ("AK343", reject(colour="#555555", background="#dddddd"), reject()),
    ("AK343", reject(look="underline"), reject(look="")),
    ("AK343", reject(opacity=0.9), reject(opacity=1.0)),
    ("AK344", first_layer(REJECT, ACCEPT, replace(CHOOSE, colour="#999999")), first_layer(REJECT, ACCEPT, CHOOSE)),
    ("AK346", replace(BANNER, switches=(False, True, False)), replace(BANNER, switches=(False,))),
    ("AK347", first_layer(REJECT, ACCEPT, replace(CLOSE, does="hides")), first_layer(REJECT, ACCEPT, CLOSE)),
    ("AK347", first_layer(REJECT, ACCEPT, replace(CLOSE, does="accepts")), first_layer(REJECT, ACCEPT, CLOSE)),
    ("AK348", replace(BANNER, page_lang="fr"), replace(BANNER, page_lang="nl-BE")),
    ("AK349", replace(BANNER, views=(WIDE, replace(NARROW, covered=1.0))), replace(BANNER, page_lang="")),
    ("AK350", replace(BANNER, views=()), BANNER),
]


@pytest.mark.parametrize(("number", "broken", "_"), CASES)
def test_a_rule_finds_what_breaks_it(number: str, broken: Measured, _: Measured) -> None:
    assert number in found(broken)
    assert found(broken) - {number} <= {"AK345"}


@pytest.mark.parametrize(("number", "_", "kept"), CASES)
def test_a_rule_lets_pass_what_keeps_it(number: str, _: Measured, kept: Measured) -> None:
    assert found(kept) == set()


@pytest.mark.parametrize("deeper", [(), (REJECT, ACCEPT)])
def test_a_way_to_reject_on_the_second_layer_alone_takes_too_many_clicks(deeper: tuple[Button, ...]) -> None:
    assert found(first_layer(ACCEPT, CHOOSE, deeper=deeper)) == {"AK341", "AK345"}


def test_a_way_to_accept_on_the_second_layer_alone_is_no_harm() -> None:
    assert found(first_layer(REJECT, CHOOSE, deeper=(REJECT, ACCEPT))) == set()


@pytest.mark.parametrize("law", ["it", "eu"])
def test_where_the_law_wants_a_close_button_it_must_be_there_and_refuse(law: str) -> None:
    assert found(BANNER, law) == {"AK347"}
    assert found(first_layer(CLOSE, REJECT, ACCEPT, CHOOSE), law) == set()


@pytest.mark.parametrize(
    "harm", [lambda view: replace(view, covered=1.0), lambda view: replace(view, buttons=(ACCEPT, CHOOSE))]
)
def test_what_a_narrow_window_alone_shows_is_found_too(harm: Callable[[View], View]) -> None:
    assert found(replace(BANNER, views=(WIDE, harm(NARROW)))) != set()


def test_every_rule_on_shown_banners_has_a_case() -> None:
    assert {number for number, _, _ in CASES} | {"AK345"} == {number for number in REQUIREMENTS if number > "AK340"}
