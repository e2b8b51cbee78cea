"""What holds for the catalogue of every language."""

from __future__ import annotations

import gettext
import re
import unicodedata
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.support import Translations

from akkoord.banner import placeholders
from akkoord.lint.words import found_in, patterns
from akkoord.texts import OWN_WORDS
from akkoord.translate import lifetime
from tests.unit.catalogues import LANGUAGES, SOURCE, TRANSLATIONS, read, same_as_english, template, words

OFFICIAL = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt_PT ro sk sl sv"
"""The 24 official languages of the European Union; Portuguese is that of Portugal."""
MORE = "ar is nb tr uk"
PAIRS = (
    ("nl_NL_formal", "nl"),
    ("de_formal", "de"),
    ("es_formal", "es"),
    ("it_formal", "it"),
    ("fr", "fr_informal"),
)
"""A formal and an informal catalogue of one language."""

TRANSLATED = tuple(language for language in LANGUAGES if language != SOURCE)
BUTTONS = (
    "accept_all",
    "reject_all",
    "again_accept",
    "again_reject",
    "choose",
    "settings",
    "save",
    "close",
    "close_refuses",
    "embed_once",
    "embed_allow",
)
PRESSED = ("title", "panel_title", *BUTTONS)
"""The titles and buttons: what a visitor decides by."""
QUOTES = ("“”", "„“", "„”", "””", "«»", "»«")
"""What opens and closes a quotation; French has a no-break space within."""
SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARABIC")
COLON = ": "
"""A text that begins or ends in a space."""


def every_form(language: str) -> list[tuple[str, str]]:
    """Each first message id with each form of its translation."""
    return [(id, form) for id, forms in words(language).items() for form in forms]


def without_address(language: str) -> str:
    """The id as Babel knows it."""
    return re.sub(r"_(in)?formal$", "", language)


def test_every_official_language_of_the_union_is_there_and_some_more() -> None:
    pairs = {language for pair in PAIRS for language in pair}
    assert len(OFFICIAL.split()) == 24
    assert {*OFFICIAL.split(), *MORE.split(), *pairs} - set(LANGUAGES) == set()


def test_it_is_said_of_each_language_what_to_look_for() -> None:
    for language in LANGUAGES:
        assert patterns(language, "nudging"), language
    for language in {language for pair in PAIRS for language in pair}:
        assert patterns(language, "wrong_register"), language


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_no_other(language: str) -> None:
    assert set(words(language)) == set(template())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_names_the_language_and_its_plurals(language: str) -> None:
    text = (TRANSLATIONS / language / "LC_MESSAGES" / "akkoord.po").read_text(encoding="utf-8")
    assert f'"Language: {language}\\n"' in text, "the id itself, also where Babel does not know it"
    (forms,) = re.findall(r"Plural-Forms: (.*?)\\n", text.replace('"\n"', ""))
    assert forms == Catalog(locale=without_address(language)).plural_forms
    assert text.startswith("# "), "a comment says which register it is, and whose words"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_number_has_as_many_forms_as_the_language(language: str) -> None:
    with_number = [id for id, ids in template().items() if len(ids) > 1]
    assert with_number
    for id in with_number:
        assert len(words(language)[id]) == read(language).num_plurals, id


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_intact(language: str) -> None:
    for id, form in every_form(language):
        assert placeholders(form) == placeholders(template()[id][-1]), id


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_message_id_leaks(language: str) -> None:
    same = {id for id, form in every_form(language) if form in template()[id] and id != COLON}
    assert same - set(same_as_english().get(language, [])) == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_nobody_is_addressed_in_two_ways(language: str) -> None:
    assert [form for _, form in every_form(language) if found_in(form, language, "wrong_register")] == []


@pytest.mark.parametrize(("formal", "informal"), PAIRS)
def test_the_two_ways_to_address_somebody_differ(formal: str, informal: str) -> None:
    addressing = [id for id in template() if re.search(r"\byou(r|rself)?\b", id, re.IGNORECASE)]
    differing = [id for id in addressing if words(formal)[id] != words(informal)[id]]
    assert len(differing) > len(addressing) / 2


@pytest.mark.parametrize(("one", "other"), [*PAIRS, *((informal, formal) for formal, informal in PAIRS)])
def test_what_is_looked_for_is_found_in_the_other_way_to_address_somebody(one: str, other: str) -> None:
    found = [form for _, form in every_form(other) if found_in(form, one, "wrong_register")]
    assert len(found) > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_known_how_the_language_nudges(language: str) -> None:
    assert found_in("OK", language, "nudging")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_title_or_button_nudges(language: str) -> None:
    for key in PRESSED:
        (text,) = words(language).get(OWN_WORDS[key], (OWN_WORDS[key],))
        assert found_in(text, language, "nudging") == [], key


@pytest.mark.parametrize("language", TRANSLATED)
def test_accept_and_reject_are_as_short_as_each_other(language: str) -> None:
    (accept,), (reject,) = words(language)["Accept all"], words(language)["Reject all"]
    assert max(len(accept), len(reject)) <= 22
    assert abs(len(accept) - len(reject)) <= 6


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_way_back_is_quoted_as_it_is_labelled(language: str) -> None:
    (change,) = words(language)[OWN_WORDS["change"]]
    (label,) = words(language)[OWN_WORDS["settings"]]
    before, found, after = change.partition(label)
    assert found, change
    assert before.rstrip("\u00a0\u202f")[-1:] + after.lstrip("\u00a0\u202f")[:1] in QUOTES, change


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_typeset(language: str) -> None:
    for id, form in every_form(language):
        assert not re.search(r"[\"'`´]|\.\.\.|\s\s|\s[.,;،؛]", form), form
        assert form == unicodedata.normalize("NFC", form)
        if id != COLON:
            assert form == form.strip()
            assert form[-1] == id[-1] if id[-1] in ".:" else form[-1] not in ".:", form
    (colon,) = words(language).get(COLON, (COLON,))
    assert re.fullmatch(r"[\u00a0\u202f]?: ", colon)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", ["second", "minute", "hour", "day", "week", "month", "year"])
def test_no_lifetime_is_abbreviated(language: str, unit: str) -> None:
    for number in (1, 2, 3, 5, 7, 11, 13, 30, 180):
        said = lifetime(f"{number} {unit}s", language)
        assert re.search(r"[^\W\d_]{2,}", said) and "." not in said, said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_has_letters_of_two_alphabets(language: str) -> None:
    """Letters that look alike slip in unseen."""
    for _, form in every_form(language):
        for word in re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", " ", form)):
            scripts = {unicodedata.name(letter).split()[0] for letter in word if unicodedata.category(letter)[0] == "L"}
            assert len(scripts) == 1 and scripts <= set(SCRIPTS), word


@pytest.mark.parametrize("language", LANGUAGES)
def test_babel_and_gettext_read_the_same(language: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, read(language))
    babel, standard = Translations(BytesIO(compiled.getvalue())), gettext.GNUTranslations(BytesIO(compiled.getvalue()))
    for id, ids in template().items():
        own = words(language).get(id, ids)
        if len(ids) == 1:
            assert babel.gettext(id) == standard.gettext(id) == own[0]
            continue
        said = [standard.ngettext(id, ids[1], number) for number in range(1001)]
        assert said == [babel.ngettext(id, ids[1], number) for number in range(1001)]
        assert set(said) == set(own), "each form is used"
