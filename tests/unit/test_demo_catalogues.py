"""What holds for the catalogues of the demo's website: the three languages that its site offers."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from akkoord.banner import placeholders
from akkoord.lint.words import found_in
from akkoord.paths import built
from akkoord.sites import load_sites
from akkoord.translate import DEMO as DOMAIN
from akkoord.translate import Translation, available
from tests.unit.catalogues import DEMO, DEMO_LANGUAGES, SOURCE, TRANSLATIONS, compile_catalogues, template, words

FORMAL, INFORMAL = TRANSLATED = ("nl_NL_formal", "nl")
SAME = {"Demo", "films"}
"""The message ids that read the same in Dutch."""


def test_the_demo_speaks_the_languages_that_its_site_offers() -> None:
    compile_catalogues()
    site = load_sites(built("examples") / "dentdinamo" / "akkoord.toml").sites["dentdinamo"]
    assert DEMO_LANGUAGES == available(DOMAIN) == tuple(sorted(site.languages)) == tuple(sorted([*TRANSLATED, SOURCE]))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_no_other(language: str) -> None:
    assert set(words(language, DEMO)) == set(template(DEMO))


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_translation_says_what_the_text_says_and_is_typeset(language: str) -> None:
    for id, forms in words(language, DEMO).items():
        for form in forms:
            assert placeholders(form) == placeholders(id), id
            assert form != id or id in SAME, id
            assert not found_in(form, language, "wrong_register"), form
            assert not re.search(r"[\"'`´]|\.\.\.|\s\s|\s[.,;]", form), form
            assert form == form.strip()
            assert form[-1] == id[-1] if id[-1] in ".:;?" else form[-1] not in ".:;?", form


def test_the_two_ways_to_address_somebody_differ_in_nothing_else() -> None:
    for id, forms in words(FORMAL, DEMO).items():
        addresses = any(re.search(r"\buw?\b", form, re.IGNORECASE) for form in forms)
        assert (forms != words(INFORMAL, DEMO)[id]) == addresses, id


@pytest.mark.parametrize("language", DEMO_LANGUAGES)
def test_the_buttons_of_the_banner_are_named_as_they_are_labelled(language: str) -> None:
    for label in ("Cookie settings", "Reject all"):
        assert Translation(language, DOMAIN).gettext(label) == Translation(language).gettext(label)


@pytest.mark.parametrize("language", DEMO_LANGUAGES)
def test_the_header_names_the_language(language: str) -> None:
    text = (TRANSLATIONS / language / "LC_MESSAGES" / f"{DEMO}.po").read_text(encoding="utf-8")
    assert f'"Language: {language}\\n"' in text
    assert text.startswith("# ")


@pytest.mark.parametrize("language", DEMO_LANGUAGES)
def test_no_text_looks_like_a_format_that_it_is_not(language: str) -> None:
    """What the compiler of catalogues objects to, a percent sign before a word above all."""
    with (TRANSLATIONS / language / "LC_MESSAGES" / f"{DEMO}.po").open("rb") as file:
        catalog = read_po(file, domain=DEMO)
    assert [message.id for message, errors in catalog.check() if errors] == []
