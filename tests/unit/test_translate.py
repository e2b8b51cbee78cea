from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from akkoord import translate
from akkoord.errors import ConfigurationError
from akkoord.translate import Translation, available, babel_locale, bcp47, chain, direction, is_lifetime, lifetime
from tests.unit.catalogues import compile_catalogues


@pytest.fixture(scope="module", autouse=True)
def catalogues() -> None:
    compile_catalogues()


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Another directory of catalogues."""
    monkeypatch.setattr(translate, "built", lambda name: tmp_path)
    yield tmp_path


def compiled(directory: Path, language: str, texts: dict[str, str]) -> None:
    catalog = Catalog()
    for id, text in texts.items():
        catalog.add(id, text)
    folder = directory / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "akkoord.mo").open("wb") as file:
        write_mo(file, catalog)


def test_formal_dutch_is_not_taken_for_informal_dutch() -> None:
    assert Translation("nl_NL_formal").gettext("Your choice has been saved.") == "Uw keuze is opgeslagen."
    assert Translation("nl").gettext("Your choice has been saved.") == "Je keuze is opgeslagen."
    assert Translation("en").gettext("Your choice has been saved.") == "Your choice has been saved."


def test_the_chain_goes_from_the_language_to_english() -> None:
    assert chain("nl_NL_formal") == ("nl_NL_formal", "nl_NL", "nl", "en")
    assert chain("nl") == ("nl", "en")
    assert chain("en") == ("en",)


def test_each_text_falls_back_by_itself(elsewhere: Path) -> None:
    compiled(elsewhere, "nl_NL_formal", {"a": "formal a"})
    compiled(elsewhere, "nl", {"a": "nl a", "b": "nl b"})
    compiled(elsewhere, "en", {"a": "en a", "b": "en b", "c": "en c"})
    words = Translation("nl_NL_formal")
    assert [words.gettext(id) for id in "abcd"] == ["formal a", "nl b", "en c", "d"]
    assert [Translation("nl").gettext(id) for id in "abcd"] == ["nl a", "nl b", "en c", "d"]


def test_a_plural_and_a_context_fall_back_too(elsewhere: Path) -> None:
    compiled(elsewhere, "nl", {"a": "nl a"})
    words = Translation("nl")
    assert words.ngettext("one", "many", 2) == "many"
    assert words.pgettext("somewhere", "a") == "a"


def test_it_names_the_command_when_nothing_is_compiled(elsewhere: Path) -> None:
    with pytest.raises(ConfigurationError, match="make translations"):
        Translation("nl_NL_formal")
    with pytest.raises(ConfigurationError, match="make translations"):
        available()


def test_the_available_languages_are_those_with_a_catalogue() -> None:
    assert {"en", "nl", "nl_NL_formal"} <= set(available())


@pytest.mark.parametrize(
    ("language", "tag"),
    [("nl_NL_formal", "nl-NL"), ("nl", "nl"), ("en", "en"), ("zh_Hant_TW", "zh-Hant-TW"), ("es_419", "es-419")],
)
def test_a_language_becomes_a_bcp_47_tag(language: str, tag: str) -> None:
    assert bcp47(language) == tag


def test_formats_of_formal_dutch_are_dutch() -> None:
    assert str(babel_locale("nl_NL_formal")) == "nl_NL"


def test_a_language_that_nobody_speaks_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="xx"):
        babel_locale("xx")


def test_the_direction_is_that_of_the_script() -> None:
    assert direction("nl_NL_formal") == "ltr"
    assert direction("ar") == "rtl"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("13 months", "13 maanden"),
        ("1 month", "1 maand"),
        ("1 day", "1 dag"),
        ("14 days", "14 dagen"),
        ("365 days", "365 dagen"),
        ("24 hours", "24 uur"),
        ("1 minute", "1 minuut"),
        ("30 minutes", "30 minuten"),
        ("5 seconds", "5 seconden"),
        ("2 weeks", "2 weken"),
        ("2 years", "2 jaar"),
        ("session", "tot u de browser sluit"),
        ("persistent", "tot u dit wist"),
    ],
)
def test_a_lifetime_is_said_in_dutch(text: str, words: str) -> None:
    assert is_lifetime(text)
    assert lifetime(text, "nl_NL_formal") == words


@pytest.mark.parametrize("unit", ["second", "minute", "hour", "day", "week", "month", "year"])
@pytest.mark.parametrize("number", [1, 2, 9, 11, 13, 45, 390, 9999])
def test_no_number_is_rounded(unit: str, number: int) -> None:
    assert lifetime(f"{number} {unit}s", "nl_NL_formal").split()[0] == str(number)


@pytest.mark.parametrize(
    "text", ["", "0 days", "a year", "1.5 years", "-1 day", "12 moons", "10000 days", "1 day ", "Session"]
)
def test_what_is_no_lifetime_is_refused(text: str) -> None:
    assert not is_lifetime(text)
    with pytest.raises(ValueError, match="not a lifetime"):
        lifetime(text, "en")
