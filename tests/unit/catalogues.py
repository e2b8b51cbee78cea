"""Compiled catalogues for tests that speak a language."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"


def compile_catalogues() -> None:
    """Compile what is not compiled yet, or has changed since."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/akkoord.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as text, compiled.open("wb") as target:
                write_mo(target, read_po(text))
