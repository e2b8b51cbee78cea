"""What becomes of each row of an Open Cookie Database."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from akkoord.catalog import catalog
from akkoord.errors import ConfigurationError
from akkoord.model import Cookie, Service
from akkoord.open_cookie_database import Merge, merge
from akkoord.open_cookie_rows import CATEGORY_OF, COLUMNS
from akkoord.open_cookie_words import read_domain, read_lifetime, slug
from akkoord.site_tables import KeysTable
from akkoord.site_values import ID
from akkoord.translate import is_lifetime

HEADER = (
    "ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,Data Controller,"
    "User Privacy & GDPR Rights Portals,Wildcard match"
)
KNOWN = {
    "teller": Service(
        id="teller",
        name="Teller",
        category="analytics",
        provider="Teller BV",
        country="NL",
        purpose="measure-audience",
        hosts=("teller.example",),
        cookies=(
            Cookie("_t_*", "13 months"),
            Cookie("t", "1 year", host="teller.example"),
            Cookie("stay", "persistent", "local storage"),
        ),
    ),
    "kassa": Service("kassa", "Kassa", "necessary", "Kassa BV", "NL", "pay", cookies=(Cookie("pay", "1 year"),)),
}


def rows(*lines: str) -> Merge:
    """The merge of rows given as Platform,Category,name,domain,retention[,wildcard]."""
    table = [HEADER]
    for line in lines:
        platform, category, name, domain, retention, *wildcard = line.split(",")
        end = f"{platform} Inc,https://{platform}.example/p,{wildcard[0] if wildcard else 0}"
        table.append(f"x,{platform},{category},{name},{domain},d,{retention},{end}")
    return merge("\r\n".join(table) + "\r\n", KNOWN)


def test_a_new_cookie_makes_a_service() -> None:
    merged = rows("Acme,Marketing,acme_id,,1 Year", "Acme,Marketing,acme_,.acme.example (3rd party),30 mins,1")
    assert merged.services == (
        Service(
            id="acme",
            name="Acme",
            category="marketing",
            provider="Acme Inc",
            country="",
            purpose="personalise-advertisements",
            privacy="https://Acme.example/p",
            cookies=(Cookie("acme_id", "1 year"), Cookie("acme_*", "30 minutes", host="acme.example")),
            source="https://github.com/jkwakman/Open-Cookie-Database",
        ),
    )
    assert [row.line for row in merged.taken] == [2, 3]


def test_a_platform_of_several_categories_becomes_several_services() -> None:
    merged = rows("Acme,Marketing,a,,1 year", "Acme,Analytics,b,,1 year", "ACME!,Functional,c,,1 year")
    assert [(each.id, each.category) for each in merged.services] == [
        ("acme-analytics", "analytics"),
        ("acme-functional", "functional"),
        ("acme-marketing", "marketing"),
    ]


@pytest.mark.parametrize("category", ["Functional", "Necessary", "Security", "Personalization", "functional"])
def test_nothing_of_it_is_ever_necessary(category: str) -> None:
    assert "necessary" not in CATEGORY_OF.values()
    assert [service.category for service in rows(f"Acme,{category},a,,1 year").services] == ["functional"]


def test_what_the_catalog_says_too_is_known() -> None:
    merged = rows(
        "Teller,Analytics,_t_,,395 days,1",
        "Teller,Analytics,_t_abc,teller.example,13 months",
        "Teller,Analytics,t,,12 months",
        "Teller,Analytics,t,sub.teller.example,1 year",
        "Teller,Analytics,stay,,Local Storage",
        "Kassa,Functional,pay,,1 year",
    )
    assert [row.line for row in merged.known] == [2, 3, 4, 5, 6, 7]
    assert merged.services == ()


def test_a_difference_is_a_conflict_and_the_catalog_stays() -> None:
    merged = rows(
        "Teller,Functional,_t_x,,13 months",
        "Teller,Analytics,_t_x,,2 years",
        "Other,Marketing,_t_x,,1 day",
        "Kassa,Marketing,pay,,1 year",
    )
    assert [(each.row.line, each.service.id, dict(each.differences)) for each in merged.conflicts] == [
        (2, "teller", {"category": ("functional", "analytics")}),
        (3, "teller", {"lifetime": ("2 years", "13 months")}),
        (
            4,
            "teller",
            {
                "category": ("marketing", "analytics"),
                "lifetime": ("1 day", "13 months"),
                "provider": ("Other Inc", "Teller BV"),
            },
        ),
        (5, "kassa", {"category": ("marketing", "necessary")}),
    ]
    assert merged.services == ()


def test_a_name_on_another_host_or_of_another_kind_is_another_cookie() -> None:
    merged = rows("Acme,Marketing,t,acme.example,1 year", "Acme,Marketing,stay,,1 year")
    assert [row.cookie.name for row in merged.taken] == ["t", "stay"]


def test_a_service_of_the_catalog_is_left_as_it_is() -> None:
    assert [service.id for service in rows("Teller,Analytics,new,,1 year").services] == ["teller-more"]


def test_a_cookie_that_stands_there_twice_is_taken_over_once() -> None:
    merged = rows("Acme,Analytics,a,,1 year", "Acme,Analytics,a,,2 years")
    assert (len(merged.taken), len(merged.known)) == (1, 1)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Acme,Odd,a,,1 year", "the category 'Odd' is not known"),
        (",Analytics,a,,1 year", "it names no platform"),
        ("Acme,Analytics,,,1 year", "'' is not the name of a cookie"),
        ("Acme,Analytics,*,,1 year", "'*' is not the name of a cookie"),
        ("Acme,Analytics,two words,,1 year", "'two words' is not the name of a cookie"),
        ("Acme,Analytics,a,,Varies", "the retention period 'Varies' is not a lifetime"),
        ("Acme,Analytics,a,,0 days", "the retention period '0 days' is not a lifetime"),
        ("Acme,Analytics,a,nowhere,1 year", "the domain 'nowhere' is not a host"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_line(line: str, reason: str) -> None:
    merged = rows("Acme,Analytics,good,,1 year", line)
    assert [(each.line, each.reason) for each in merged.refused] == [(3, reason)]
    assert len(merged.taken) == 1


def test_a_row_with_too_few_or_too_many_columns_is_refused() -> None:
    merged = merge(f'{HEADER}\nx,"Acme\nof two lines",Analytics\n\n{"x," * 10}x\n', {})
    assert [(each.line, each.reason) for each in merged.refused] == [
        (2, "it has 7 column(s) too few"),
        (5, "it has 1 column(s) too many"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "This is not the Open Cookie Database: line 1 has no column 'Platform', 'Category'"),
        ("a,b\n1,2\n", "line 1 has no column 'Platform'"),
        (HEADER.replace("Domain", "Domein") + "\n", "line 1 has no column 'Domain'."),
        (f'{HEADER}\nx,y\nx,"never closed\nx\n', "Line 3 is not CSV: "),
    ],
)
def test_a_table_of_another_kind_is_refused(text: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        merge(text, {})
    assert message in refused.value.message


def test_a_missing_column_names_the_nearest_one() -> None:
    with pytest.raises(ConfigurationError) as refused:
        merge(HEADER.replace("Domain", "Domein") + "\n", {})
    assert [detail.hint for detail in refused.value.details] == ["Did you mean 'Domein'?"]


_cells = st.one_of(
    st.sampled_from(["Acme", "Analytics", "Functional", "1 year", "Session", "_ga", "a.example", "1", ""]),
    st.text(max_size=6),
)


@settings(deadline=None)
@given(st.lists(st.lists(_cells, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=12))
def test_every_row_ends_in_one_place_and_every_service_can_be_used(table: list[list[str]]) -> None:
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows(table)
    merged = merge(text.getvalue(), catalog())
    lines = Counter(
        [
            *(row.line for row in (*merged.taken, *merged.known)),
            *(conflict.row.line for conflict in merged.conflicts),
            *(refused.line for refused in merged.refused),
        ]
    )
    assert len(lines) == len(table)
    assert set(lines.values()) <= {1}
    assert sum(len(service.cookies) for service in merged.services) == len(merged.taken)
    ids = [service.id for service in merged.services]
    assert len(ids) == len({*ids} - catalog().keys())
    for service in merged.services:
        assert ID.fullmatch(service.id)
        assert service.category != "necessary"
        for cookie in service.cookies:
            assert is_lifetime(cookie.lifetime)
        facts = {name: getattr(service, name) for name in KeysTable.model_fields if name not in ("hosts", "cookies")}
        cookies = [{"name": c.name, "lifetime": c.lifetime, "kind": c.kind, "host": c.host} for c in service.cookies]
        KeysTable.model_validate({**facts, "cookies": cookies})


@pytest.mark.parametrize(
    ("text", "lifetime"),
    [
        ("Session", "session"),
        ("End of session (browser)", "session"),
        ("session cookie", "session"),
        ("forever", "persistent"),
        ("Local Storage", "persistent"),
        ("1 Year", "1 year"),
        ("2 year", "2 years"),
        ("30 mins", "30 minutes"),
        ("90 sec", "90 seconds"),
        ("1440 Minutes", "1440 minutes"),
        ("180 days after last activity ", "180 days"),
        ("13 months by default, modifiable", "13 months"),
        ("10 Nov 2030", None),
        ("Unknown", None),
        ("0 day", None),
        ("", None),
    ],
)
def test_a_lifetime_is_read(text: str, lifetime: str | None) -> None:
    found = read_lifetime(text)
    assert (found.text if found else None) == lifetime
    assert lifetime is None or is_lifetime(lifetime)


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("", ""),
        (" .Bing.com (3rd party) or .microsoft.com", "bing.com"),
        ("or demdex.net (3rd party)", "demdex.net"),
        ("www.googletagmanager.com", "www.googletagmanager.com"),
        ("nowhere", None),
    ],
)
def test_a_domain_is_read(text: str, domain: str | None) -> None:
    assert read_domain(text) == domain


def test_a_name_becomes_letters_of_an_id() -> None:
    assert slug(" Crème / Brûlée.nl ") == "creme-brulee-nl"
