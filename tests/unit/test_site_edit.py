"""A service is added to a site, and nothing else in the file changes."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkoord.errors import ConfigurationError
from akkoord.site_edit import add_service, write

ONE_LINE = """\
# top
[sites.shop] # the shop
origins = ["https://a.example"]   # where
services = ["google-analytics", "youtube"]  # what
privacy = "/p"

[sites.shop.theme]
accent = "#fff"
"""
LINES = """\
[sites.shop]
services = [
  "google-analytics", # counts
  # a comment of its own
  "youtube"   # the last one, without a comma
]
x = 1
"""
NONE = """\
[sites.shop] # ours
origins = ["https://a.example"]

# how it looks
[sites.shop.theme]
accent = "#fff"
"""


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        (ONE_LINE, ONE_LINE.replace('"youtube"]', '"youtube", "hotjar"]')),
        (LINES, LINES.replace('"youtube" ', '"youtube", ').replace("comma\n", 'comma\n  "hotjar",\n')),
        (NONE, NONE.replace("# ours\n", '# ours\nservices = ["hotjar"]\n')),
        ("[sites.shop]\nservices = []", '[sites.shop]\nservices = ["hotjar"]'),
        ("[sites.shop]\nservices = [\n]\n", '[sites.shop]\nservices = [\n    "hotjar",\n]\n'),
        ("sites.shop.services = []\n", 'sites.shop.services = ["hotjar"]\n'),
        ('[sites]\nshop = { a = "b" }\n', '[sites]\nshop = { a = "b", services = ["hotjar"]}\n'),
        ("[sites.'shop']\nservices = ['a']\n", "[sites.'shop']\nservices = ['a', \"hotjar\"]\n"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_layout_stays(text: str, changed: str, newline: str, mark: str) -> None:
    before, after = (mark + each.replace("\n", newline) for each in (text, changed))
    assert add_service(before, "shop", "hotjar") == after


def test_a_file_that_mixes_its_line_ends_keeps_them() -> None:
    text = '# a\r\n[sites.shop]\nservices = ["a"]\r\n'
    assert add_service(text, "shop", "b") == text.replace('"a"]', '"a", "b"]')


def test_only_the_site_that_was_named_changes() -> None:
    text = '[sites.shop]\nservices = ["a"]\n\n[sites.two]\nservices = ["a"]\n'
    assert add_service(text, "two", "b") == text[:-2] + ', "b"]\n'


_words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8)


@given(
    services=st.lists(st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True), max_size=4),
    comment=_words,
    lines=st.booleans(),
    comma=st.booleans(),
)
def test_nothing_is_lost_whatever_the_list_looks_like(
    services: list[str], comment: str, lines: bool, comma: bool
) -> None:
    space = f" # {comment}\n  " if lines else " "
    listed = f",{space}".join(f'"{id}"' for id in services) + ("," if comma and services else "")
    text = f"# {comment}\n[sites.shop]\nservices = [{space}{listed}{space}] # {comment}\nx = 1 # {comment}\n"
    after = add_service(text, "shop", "new")
    expected: dict[str, Any] = {"sites": {"shop": {"services": [*services, "new"], "x": 1}}}
    assert tomllib.loads(after) == expected
    assert after.count(f"# {comment}\n") >= text.count(f"# {comment}\n")


def test_it_refuses_what_it_cannot_change_alone() -> None:
    with pytest.raises(ConfigurationError, match="by hand"):
        add_service('[sites.shop]\nservices = "all"\n', "shop", "hotjar")


def test_a_file_is_written_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "akkoord.toml"
    path.write_text("old")
    path.chmod(0o640)
    write(path, "new\n")
    assert path.read_bytes() == b"new\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "real.toml", tmp_path / "akkoord.toml"
    path.write_text("old")
    link.symlink_to(path)
    write(link, "new")
    assert link.is_symlink()
    assert path.read_text() == "new"


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "akkoord.toml"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("akkoord.site_edit.os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
