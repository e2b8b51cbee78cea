"""The texts are in the catalogues, and reach the banner. What holds for each catalogue is in ``test_catalogues``."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from akkoord.banner import banner_file
from akkoord.catalog import catalog
from akkoord.model import Site
from akkoord.notice import make_notice
from akkoord.texts import KINDS, LIFETIME_TEXTS, OWN_WORDS
from tests.unit.catalogues import LANGUAGES, SOURCE, TRANSLATIONS, compile_catalogues, template, words

ROOT = TRANSLATIONS.parent
FORMAL, INFORMAL = "nl_NL_formal", "nl"
TEXTS = list(dict.fromkeys([*OWN_WORDS.values(), *KINDS.values(), *LIFETIME_TEXTS.values()]))


@pytest.fixture(scope="module", autouse=True)
def catalogues() -> None:
    compile_catalogues()


def test_every_text_of_the_banner_is_in_the_template() -> None:
    assert set(TEXTS) <= set(template())


def test_formal_dutch_differs_from_informal_where_the_english_addresses_the_reader() -> None:
    addressing = [id for id in template() if re.search(r"\b(you|your)\b", id, re.IGNORECASE)]
    assert addressing
    assert [id for id in addressing if words(FORMAL)[id] == words(INFORMAL)[id]] == []


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != SOURCE])
def test_no_message_id_leaks_into_a_banner(language: str) -> None:
    services = tuple(catalog().values())
    site = Site("shop", ("https://www.shop.example",), "Shop BV", (language,), services)
    shown = set(strings(banner_file(site, make_notice(site), language).model_dump()))
    leaked = [id for id in TEXTS if id.replace("{controller}", "Shop BV") in shown and id not in words(language)[id]]
    assert leaked == []


def test_template_and_catalogues_are_what_extraction_gives_now() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "translations"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
