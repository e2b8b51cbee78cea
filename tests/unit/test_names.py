from __future__ import annotations

import pytest

from akkoord.names import capital, country_name, joined, language_name


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("US", "nl_NL_formal", "Verenigde Staten"),
        ("US", "en", "United States"),
        ("DE", "fr", "Allemagne"),
        ("IE", "ar", "أيرلندا"),
        ("Utrecht", "en", "Utrecht"),
        ("EU", "en", "EU"),
        ("", "en", ""),
    ],
)
def test_a_country_has_its_name_and_other_words_stay(code: str, language: str, name: str) -> None:
    assert country_name(code, language) == name


@pytest.mark.parametrize(
    ("names", "language", "text"),
    [
        (["A"], "en", "A"),
        (["A", "B"], "nl_NL_formal", "A en B"),
        (["A", "B", "C"], "en", "A, B, and C"),
        (["A", "B", "C"], "de_formal", "A, B und C"),
        (["A, b", "C"], "ar", "\u2068A, b\u2069 و\u2068C\u2069"),
    ],
)
def test_several_names_are_one_list(names: list[str], language: str, text: str) -> None:
    assert joined(names, language) == text


@pytest.mark.parametrize(
    ("text", "language", "begun"),
    [
        ("om te meten", "nl", "Om te meten"),
        ("için", "tr", "İçin"),
        ("ça", "fr", "Ça"),
        ("", "en", ""),
        ("لقياس", "ar", "لقياس"),
    ],
)
def test_a_sentence_begins_with_a_capital(text: str, language: str, begun: str) -> None:
    assert capital(text, language) == begun


@pytest.mark.parametrize(
    ("offered", "names"),
    [
        (["nl_NL_formal", "en", "pt_PT", "ar"], ["Nederlands", "English", "Português", "العربية"]),
        (["nl_NL_formal", "nl"], ["Nederlands (u)", "Nederlands (je)"]),
        (["de", "de_formal", "es_formal"], ["Deutsch (du)", "Deutsch (Sie)", "Español"]),
        (["fr", "fr_informal"], ["Français (vous)", "Français (tu)"]),
        (["pt_PT", "pt_BR"], ["Português (Portugal)", "Português (Brasil)"]),
        (["nl_NL_formal", "nl_BE"], ["Nederlands (Nederland)", "Nederlands (België)"]),
        (["nl_BE", "nl_BE_formal"], ["Nederlands (je)", "Nederlands (u)"]),
        (["sv", "sv_formal"], ["Svenska (informal)", "Svenska (formal)"]),
    ],
)  # fmt: skip
def test_a_language_tells_region_and_address_only_where_another_one_differs(
    offered: list[str], names: list[str]
) -> None:
    assert [language_name(language, offered) for language in offered] == names
