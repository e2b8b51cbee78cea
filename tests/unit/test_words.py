from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from akkoord.banner import banner_file, panel_file, placeholders
from akkoord.catalog import catalog
from akkoord.model import Site
from akkoord.notice import make_notice
from akkoord.texts import KINDS, LIFETIME_TEXTS, OWN_WORDS
from akkoord.translate import Translation
from tests.unit.catalogues import TRANSLATIONS, compile_catalogues

ROOT = TRANSLATIONS.parent
FORMAL, INFORMAL = "nl_NL_formal", "nl"
DUTCH = (FORMAL, INFORMAL)
TEXTS = list(dict.fromkeys([*OWN_WORDS.values(), *KINDS.values(), *LIFETIME_TEXTS.values()]))


@pytest.fixture(scope="module", autouse=True)
def catalogues() -> None:
    compile_catalogues()


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def words(language: str) -> dict[str, str]:
    """Every message of a catalogue that has a translation nobody doubts."""
    found = read(TRANSLATIONS / language / "LC_MESSAGES" / "akkoord.po")
    return {
        str(message.id): str(message.string) for message in found if message.id and message.string and not message.fuzzy
    }


def template() -> list[str]:
    return [str(message.id) for message in read(TRANSLATIONS / "akkoord.pot") if message.id]


@pytest.mark.parametrize("language", DUTCH)
def test_dutch_is_complete_and_not_fuzzy(language: str) -> None:
    assert set(template()) == set(words(language))


def test_every_text_of_the_banner_is_in_the_template() -> None:
    assert set(TEXTS) <= set(template())


def test_formal_dutch_never_says_je() -> None:
    for id, text in words(FORMAL).items():
        assert not re.search(r"\b(je|jij|jou|jouw|jullie)\b", text, re.IGNORECASE), id


def test_informal_dutch_never_says_u() -> None:
    for id, text in words(INFORMAL).items():
        assert not re.search(r"\b(u|uw)\b", text, re.IGNORECASE), id


def test_formal_differs_from_informal_where_the_english_addresses_the_reader() -> None:
    formal, informal = words(FORMAL), words(INFORMAL)
    addressing = [id for id in template() if re.search(r"\b(you|your)\b", id, re.IGNORECASE)]
    assert addressing
    for id in addressing:
        assert formal[id] != informal[id], id


@pytest.mark.parametrize("language", [*DUTCH, "en"])
def test_placeholders_are_intact(language: str) -> None:
    for id, text in words(language).items():
        assert placeholders(text) == placeholders(id), id


@pytest.mark.parametrize("language", DUTCH)
def test_no_text_has_stray_space_or_another_end(language: str) -> None:
    for id, text in words(language).items():
        assert text == text.strip()
        assert "  " not in text
        assert text[-1:] in ".:" if id[-1:] in ".:" else text[-1:] not in ".:", id


@pytest.mark.parametrize("language", DUTCH)
def test_no_text_begs_or_frightens(language: str) -> None:
    for text in words(language).values():
        assert not re.search(r"\b(optima\w*|beste ervaring|ok|oké|begrepen|helaas)\b", text, re.IGNORECASE), text


def test_the_supervisor_is_named() -> None:
    for language in DUTCH:
        assert "Autoriteit Persoonsgegevens" in Translation(language).gettext(OWN_WORDS["rights"])


def test_the_header_keeps_the_id_that_babel_does_not_know() -> None:
    text = (TRANSLATIONS / FORMAL / "LC_MESSAGES" / "akkoord.po").read_text(encoding="utf-8")
    assert '"Language: nl_NL_formal\\n"' in text


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


@pytest.mark.parametrize("language", DUTCH)
def test_no_message_id_leaks_into_a_dutch_banner(language: str) -> None:
    services = tuple(catalog().values())
    site = Site("shop", ("https://www.shop.example",), "Shop BV", (language,), services)
    notice = make_notice(site)
    layers = [file(site, notice, language).model_dump() for file in (banner_file, panel_file)]
    shown = set(strings(layers))
    translated = words(language)
    leaked = [id for id in TEXTS if id.replace("{controller}", "Shop BV") in shown and translated[id] != id]
    assert leaked == []


def test_template_and_catalogues_are_what_extraction_gives_now() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "translations"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
