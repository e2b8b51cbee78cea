"""What holds for the catalogues of the dashboard: fewer languages than for visitors, and as good."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from akkoord.banner import placeholders
from akkoord.lint.words import found_in
from akkoord.translate import DASHBOARD as DOMAIN
from akkoord.translate import Translation, available
from tests.unit.catalogues import DASHBOARD, DASHBOARD_LANGUAGES, TRANSLATIONS, compile_catalogues, template, words

SAME = {
    "Banner",
    "CSV",
    "Global Privacy Control",
    "Host",
    "Hosts",
    "Variant",
    "Variant {id}",
    "Website",
    "Websites",
    "{seconds} s",
}
"""The message ids that read the same in Dutch."""


def test_the_dashboard_speaks_formal_dutch_and_english() -> None:
    compile_catalogues()
    assert DASHBOARD_LANGUAGES == available(DOMAIN) == ("en", "nl_NL_formal")
    assert Translation("nl_NL_formal", DASHBOARD).gettext("Log out") == "Uitloggen"
    assert Translation("nl_NL_formal").gettext("Log out") == "Log out", "the texts of visitors are others"
    assert set(template(DASHBOARD)) & {"Accept all", "Reject all"} == set()


def test_every_text_is_translated_and_no_other() -> None:
    assert set(words("nl_NL_formal", DASHBOARD)) == set(template(DASHBOARD))


def test_each_translation_says_what_the_text_says_and_is_typeset() -> None:
    for id, forms in words("nl_NL_formal", DASHBOARD).items():
        for form in forms:
            # what is said of one need not name the number
            assert placeholders(form) in map(placeholders, template(DASHBOARD)[id]), id
            assert form != id or id in SAME, id
            assert not found_in(form, "nl_NL_formal", "wrong_register"), form
            assert not re.search(r"[\"'`´]|\.\.\.|\s\s|\s[.,;]", form), form
            assert form == form.strip()
            assert form[-1] == id[-1] if id[-1] in ".:" else form[-1] not in ".:", form


@pytest.mark.parametrize("language", DASHBOARD_LANGUAGES)
def test_the_header_names_the_language(language: str) -> None:
    text = (TRANSLATIONS / language / "LC_MESSAGES" / f"{DASHBOARD}.po").read_text(encoding="utf-8")
    assert f'"Language: {language}\\n"' in text
    assert text.startswith("# ")


def test_no_text_looks_like_a_format_that_it_is_not() -> None:
    """What the compiler of catalogues objects to, a percent sign before a word above all."""
    path = TRANSLATIONS / "nl_NL_formal" / "LC_MESSAGES" / f"{DASHBOARD}.po"
    with path.open("rb") as file:
        catalog = read_po(file, domain=DASHBOARD)
    assert [message.id for message, errors in catalog.check() if errors] == []
