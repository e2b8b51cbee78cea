from __future__ import annotations

import tomllib

import pytest

from akkoord.toml_lines import Path, line_of, toml_lines

TEXT = '''\
# a = 1
title = "a # b"
dotted.key = """
fake = 1
[fake]
"""
"quoted key" = 'x'

[ sites.shop ]
origins = [  # two
    "https://a.example",

    "https://b.example",
]
theme = { accent = "#fff", text = "#000" }
when = 2026-11-22 10:00:00
[sites.shop.texts.nl]
title = 'x = 1'
[[services.x.cookies]]
name = "a"
[[services.x.cookies]]
name = """]"""
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("dotted",), 3),
        (("dotted", "key"), 3),
        (("quoted key",), 7),
        (("sites",), 9),
        (("sites", "shop"), 9),
        (("sites", "shop", "origins"), 10),
        (("sites", "shop", "origins", 0), 11),
        (("sites", "shop", "origins", 1), 13),
        (("sites", "shop", "theme", "text"), 15),
        (("sites", "shop", "when"), 16),
        (("sites", "shop", "texts", "nl", "title"), 18),
        (("services", "x", "cookies", 0, "name"), 20),
        (("services", "x", "cookies", 1, "name"), 22),
    ],
)
def test_it_finds_the_line_of_a_key(path: Path, line: int) -> None:
    tomllib.loads(TEXT)
    assert toml_lines(TEXT)[path] == line


def test_text_inside_strings_is_no_key() -> None:
    assert ("fake",) not in toml_lines(TEXT)
    assert ("sites", "shop", "x") not in toml_lines(TEXT)


def test_a_key_that_is_not_there_is_found_at_what_is_around_it() -> None:
    lines = toml_lines(TEXT)
    assert line_of(lines, ("sites", "shop", "controller")) == 9
    assert line_of(lines, ("nothing",)) is None


def test_a_header_has_its_own_line_when_a_table_inside_it_came_first() -> None:
    assert toml_lines("[a.b]\n[a]\nc = 1\n")[("a",)] == 2


@pytest.mark.parametrize("text", ["", "\n", "# only words", "a = []", "a = {}", "a=[[1,2],[{b=1}]]#x", "[a]"])
def test_it_walks_over_small_things(text: str) -> None:
    tomllib.loads(text)
    toml_lines(text)
