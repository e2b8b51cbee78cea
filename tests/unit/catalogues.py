"""The catalogues, for tests that speak a language: compiled, and as they are written."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"
SOURCE = "en"
"""The language of the message ids, whose own catalogue says only where it differs."""

LANGUAGES = tuple(sorted(path.parts[-3] for path in TRANSLATIONS.glob("*/LC_MESSAGES/akkoord.po")))
"""Every language that there is a catalogue of."""

DASHBOARD = "dashboard"
DASHBOARD_LANGUAGES = tuple(sorted(path.parts[-3] for path in TRANSLATIONS.glob(f"*/LC_MESSAGES/{DASHBOARD}.po")))
"""The languages of the dashboard, whose texts are a domain of their own."""

DEMO = "demo"
DEMO_LANGUAGES = tuple(sorted(path.parts[-3] for path in TRANSLATIONS.glob(f"*/LC_MESSAGES/{DEMO}.po")))
"""The languages of the demo's website, whose texts are a domain of their own too."""


def compile_catalogues() -> None:
    """Compile what is not compiled yet, or has changed since."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as text, compiled.open("wb") as target:
                write_mo(target, read_po(text))


@cache
def read(language: str, domain: str = "akkoord") -> Catalog:
    """A catalogue as it is written."""
    with (TRANSLATIONS / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return read_po(file)


@cache
def template(domain: str = "akkoord") -> Mapping[str, tuple[str, ...]]:
    """The first message id of each text -> its message ids; two for one that goes with a number."""
    with (TRANSLATIONS / f"{domain}.pot").open("rb") as file:
        ids = [_forms(message.id) for message in read_po(file) if message.id]
    return {forms[0]: forms for forms in ids}


@cache
def words(language: str, domain: str = "akkoord") -> Mapping[str, tuple[str, ...]]:
    """First message id -> the translation that nobody doubts, in each of its forms."""
    found = {}
    for message in read(language, domain):
        if message.id and not message.fuzzy and all(forms := _forms(message.string or "")):
            found[_forms(message.id)[0]] = forms
    return found


def _forms(text: str | Sequence[str]) -> tuple[str, ...]:
    """A text's plural forms; one that has none is its own only form."""
    return (text,) if isinstance(text, str) else tuple(text)


@cache
def same_as_english() -> Mapping[str, list[str]]:
    """Language -> the message ids that read the same in it."""
    with Path(__file__).with_name("same_as_english.toml").open("rb") as file:
        return tomllib.load(file)
