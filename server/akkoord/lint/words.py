"""What gives a text away in each language: nudging, a claimed interest, the wrong register."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from ..translate import SOURCE, chain

LISTS = ("nudging", "interest", "going_on", "withdrawing", "wrong_register")


@cache
def word_lists() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Language -> list -> patterns, as ``words.toml`` has them."""
    return tomllib.loads((files(__package__) / "words.toml").read_text("utf-8"))


@cache
def patterns(language: str, name: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of one list that count in a language."""
    ids = [id for id in chain(language) if id != SOURCE or language.partition("_")[0] == SOURCE]
    lists = [found for id in ids if (found := word_lists().get(id, {}).get(name))]
    if name == "wrong_register":
        lists = lists[:1]
    return tuple(re.compile(pattern, re.IGNORECASE) for found in lists for pattern in found)


def found_in(text: str, language: str, name: str) -> list[str]:
    """What a text has of a list, as it stands there."""
    return [match[0] for pattern in patterns(language, name) if (match := pattern.search(text))]
