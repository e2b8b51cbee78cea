"""What is new between two questions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from akkoord.change import Change, News, answers, change, earlier_answers
from akkoord.model import Cookie, Service, Site
from akkoord.notice import make_notice

STATS = Service(
    id="stats",
    name="Meet",
    category="analytics",
    provider="Meet BV",
    country="NL",
    purpose="measure-audience",
    cookies=(Cookie("_stat*", "13 months"), Cookie("_visit", "session")),
)
ADS = Service("ads", "Reclame", "marketing", "Reclame BV", "NL", "advertise", cookies=(Cookie("_ad", "90 days"),))
SITE = Site("shop", ("https://www.shop.example",), "Shop BV, Utrecht", ("nl_NL_formal",), (STATS, ADS))


def changed(old: Site, new: Site) -> Change:
    return change(make_notice(old).document, make_notice(new).document)


def letters(old: Site, new: Site) -> str | None:
    return answers(make_notice(old).document, make_notice(new).document)


def with_stats(**changes: object) -> Site:
    return replace(SITE, services=(replace(STATS, **changes), ADS))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("new", "news"),
    [
        (
            replace(SITE, services=(*SITE.services, replace(STATS, id="more", name="Tel", cookies=()))),
            News("Tel", True, ("Meet BV", "NL"), "measure-audience"),
        ),
        (with_stats(purpose="record-sessions"), News("Meet", False, purpose="record-sessions")),
        (with_stats(provider="Meet Inc."), News("Meet", False, ("Meet Inc.", "NL"))),
        (with_stats(country="US"), News("Meet", False, ("Meet BV", "US"))),
        (
            with_stats(cookies=(*STATS.cookies, Cookie("_id", "1 day"))),
            News("Meet", False, cookies=(("_id", "1 day"),)),
        ),
        (with_stats(cookies=(Cookie("_stat*", "14 months"),)), News("Meet", False, cookies=(("_stat*", "14 months"),))),
        (with_stats(cookies=(Cookie("_visit", "1 hour"),)), News("Meet", False, cookies=(("_visit", "1 hour"),))),
        (
            with_stats(cookies=(Cookie("_stat*", "persistent"),)),
            News("Meet", False, cookies=(("_stat*", "persistent"),)),
        ),
        (
            with_stats(cookies=(Cookie("_visit", "session", "local storage"),)),
            News("Meet", False, cookies=(("_visit", "session"),)),
        ),
    ],
    ids=["service", "purpose", "provider", "country", "cookie", "longer", "outlives session", "for ever", "elsewhere"],
)
def test_what_is_new_in_a_category_widens_it_and_no_other(new: Site, news: News) -> None:
    found = changed(SITE, new)
    assert (found.categories["analytics"].kind, found.categories["analytics"].news) == ("widened", (news,))
    assert found.categories["marketing"].kind == "same"
    assert letters(SITE, new) == "Am"


@pytest.mark.parametrize(
    ("new", "gone"),
    [
        (with_stats(cookies=(Cookie("_visit", "session"),)), ("Meet: _stat*, 13 months",)),
        (with_stats(cookies=(Cookie("_stat*", "12 months"), STATS.cookies[1])), ("Meet: _stat*, 13 months",)),
        (with_stats(cookies=(Cookie("_stat_1", "1 year"), STATS.cookies[1])), ("Meet: _stat*, 13 months",)),
    ],
    ids=["cookie", "shorter", "one of the names"],
)
def test_what_is_gone_or_shorter_narrows_it(new: Site, gone: tuple[str, ...]) -> None:
    assert changed(SITE, new).categories["analytics"].gone == gone
    assert changed(SITE, new).categories["analytics"].kind == "narrowed"
    assert letters(SITE, new) == "am"


@pytest.mark.parametrize(
    "new",
    [
        with_stats(name="Meten"),
        with_stats(cookies=STATS.cookies[::-1]),
        with_stats(cookies=(Cookie("_stat*", "13 months"), Cookie("_visit", "session"), Cookie("_stat_2", "1 day"))),
    ],
    ids=["name", "order", "a cookie whose name was told as a pattern"],
)
def test_another_name_for_the_same_is_nothing_new(new: Site) -> None:
    assert changed(SITE, new).categories["analytics"].kind == "same"


def test_twelve_months_are_a_year() -> None:
    months, year = (with_stats(cookies=(Cookie("_stat*", lifetime),)) for lifetime in ("12 months", "1 year"))
    assert changed(months, year).categories["analytics"].kind == "same"
    assert changed(year, months).categories["analytics"].kind == "same"


def test_a_service_that_is_gone_asks_nothing_again() -> None:
    two = replace(SITE, services=(*SITE.services, replace(STATS, id="more", name="Tel")))
    assert changed(two, SITE).categories["analytics"].gone == ("Tel",)
    assert letters(two, SITE) == "am"


def test_what_was_widened_and_narrowed_is_widened() -> None:
    other = replace(SITE, services=(replace(STATS, id="more", name="Tel"), ADS))
    found = changed(SITE, other).categories["analytics"]
    assert (found.kind, found.gone) == ("widened", ("Meet",))


def test_a_service_that_moves_is_new_where_it_comes() -> None:
    moved = replace(SITE, services=(STATS, replace(STATS, id="more"), replace(ADS, category="analytics")))
    assert letters(SITE, moved) == "A"
    assert changed(SITE, moved).gone == ("marketing",)


def test_a_category_that_was_not_asked_is_added_with_all_that_is_in_it() -> None:
    found = changed(replace(SITE, services=(STATS,)), SITE).categories["marketing"]
    assert found.kind == "added"
    assert found.news == (News("Reclame", True, ("Reclame BV", "NL"), "advertise", (("_ad", "90 days"),)),)
    assert letters(replace(SITE, services=(STATS,)), SITE) == "a"


def test_no_answer_holds_for_somebody_else() -> None:
    assert changed(SITE, replace(SITE, controller="Shop NV")).controller
    assert letters(SITE, replace(SITE, controller="Shop NV")) is None


def test_answers_are_told_of_earlier_questions_alone_and_only_where_any_holds() -> None:
    now = make_notice(SITE)
    narrower, other = make_notice(replace(SITE, services=(ADS,))), make_notice(replace(SITE, controller="Shop NV"))
    assert earlier_answers(now, [now, narrower, other]) == {narrower.version: "m"}


def test_a_lifetime_that_only_an_earlier_program_understood_is_covered_by_nothing_shorter() -> None:
    odd = make_notice(with_stats(cookies=(Cookie("_stat*", "a while"),))).document
    plain = make_notice(with_stats(cookies=(Cookie("_stat*", "13 months"),))).document
    assert answers(odd, plain) == "am"
    assert answers(plain, odd) == "Am"
