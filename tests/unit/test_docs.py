"""Whatever a user can set, run or be told stands in the documentation."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import click
import pytest

from akkoord import findings
from akkoord.catalog import catalog
from akkoord.cli import commands
from akkoord.errors import AkkoordError
from akkoord.law import LAWS, RULES, law
from akkoord.lint import requirements
from akkoord.model import CATEGORIES
from akkoord.settings_reader import NAMES, PREFIX
from akkoord.store import risks
from akkoord.texts import PURPOSES
from tests.unit.catalogues import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "server" / "akkoord"


@cache
def documentation() -> str:
    """README and docs, as one text."""
    pages = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"]
    return "\n".join(page.read_text("utf-8") for page in pages)


def stands(word: str) -> bool:
    """Whether the documentation has the word, and not only as a part of a longer one."""
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", documentation()) is not None


def all_commands(command: click.Command = commands, name: str = "akkoord") -> list[str]:
    if isinstance(command, click.Group):
        return [each for part, child in command.commands.items() for each in all_commands(child, f"{name} {part}")]
    return [name]


def all_options(command: click.Command = commands) -> set[str]:
    own = {name for parameter in command.params if isinstance(parameter, click.Option) for name in parameter.opts}
    children = command.commands.values() if isinstance(command, click.Group) else ()
    return own.union(*(all_options(child) for child in children)) - {"--version"}


def all_codes(kind: type[AkkoordError] = AkkoordError) -> list[str]:
    """Every code that an answer can carry; what only concerns the start, or is only a family, is told nobody."""
    own = [] if kind.__subclasses__() or kind.code == "configuration" else [kind.code]
    return [*own, *(code for child in kind.__subclasses__() for code in all_codes(child))]


def all_findings() -> list[str]:
    """Those that the docstrings list, of the file, of the store and of the law."""
    lists = {"1": findings, "2": risks, "3": requirements}
    listed = (re.findall(rf"^(AK{first}\d\d) ", of.__doc__ or "", re.MULTILINE) for first, of in lists.items())
    return sorted(number for numbers in listed for number in numbers)


def test_there_is_documentation() -> None:
    assert len(documentation()) > 5000


@pytest.mark.parametrize("setting", [PREFIX + name for name in NAMES])
def test_every_setting_is_documented(setting: str) -> None:
    assert stands(setting)


def test_the_other_way_to_give_a_setting_is_documented() -> None:
    assert "_FILE" in documentation()


def test_no_setting_is_documented_that_does_not_exist() -> None:
    known = {PREFIX + name + end for name in NAMES for end in ("", "_FILE")}
    assert set(re.findall(r"\bAKKOORD_[A-Z_]*[A-Z]\b", documentation())) - known == set()


@pytest.mark.parametrize("command", all_commands())
def test_every_command_is_documented(command: str) -> None:
    assert stands(command)


@pytest.mark.parametrize("option", sorted(all_options()))
def test_every_option_is_documented(option: str) -> None:
    assert stands(option)


@pytest.mark.parametrize("code", [*all_codes(), "invalid_request", "method_not_allowed", "internal"])
def test_every_error_code_is_documented(code: str) -> None:
    assert stands(code)


@pytest.mark.parametrize("number", all_findings())
def test_every_finding_is_documented(number: str) -> None:
    assert stands(number)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_documented(language: str) -> None:
    assert stands(f"`{language}`")


def test_every_test_that_the_threats_name_exists() -> None:
    named = set(re.findall(r"`((?:tests|widget)/[\w/.]+)`", (ROOT / "docs" / "threats.md").read_text("utf-8")))
    assert len(named) >= 20
    assert [test for test in sorted(named) if not (ROOT / test).is_file()] == []


def test_every_threat_is_answered_by_a_test_or_out_of_scope() -> None:
    page = (ROOT / "docs" / "threats.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if re.match(r"\| [STRIDE]", line)]
    assert len(rows) >= 36
    assert [row for row in rows if "`tests/" not in row and "`widget/" not in row and "out of scope" not in row] == []


def test_every_finding_is_listed_and_every_listed_one_is_found() -> None:
    """The lists are what the code finds."""
    rules = [path for path in SERVER.glob("lint/*.py") if path.name != "requirements.py"]
    places = [*SERVER.glob("site*.py"), SERVER / "store" / "risks.py", *rules]
    code = "".join(path.read_text("utf-8") for path in places)
    found = set(re.findall(r"\bAK1\d\d\b", code)) | set(re.findall(r"\"(AK[23]\d\d)\"", code))
    assert found == set(all_findings())


@pytest.mark.parametrize("id", LAWS)
def test_the_page_of_the_law_has_every_profile_as_it_is(id: str) -> None:
    page, profile = (ROOT / "docs" / "law.md").read_text("utf-8"), law(id)
    (row,) = (line for line in page.splitlines() if line.startswith(f"| `{id}` |"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    values = [f"{rule.value or 'none'} ({rule.kind})" for name in RULES if (rule := getattr(profile, name))]
    assert cells[1:3] == [profile.name, f"{profile.date}"]
    assert [*cells[3:7], cells[8]] == values
    assert all(getattr(profile, name).source in page for name in RULES)
    assert all(f"`{condition}`: {text}" in page for condition, text in profile.exemption.conditions.items())


@pytest.mark.parametrize("number", requirements.REQUIREMENTS)
def test_the_page_of_the_law_has_every_finding_with_its_source(number: str) -> None:
    page, broken = (ROOT / "docs" / "law.md").read_text("utf-8"), requirements.REQUIREMENTS[number]
    (row,) = (line for line in page.splitlines() if line.startswith(f"| {number} |"))
    assert row.startswith(f"| {number} | {', '.join(broken.law)} |")
    assert row.endswith(f"| {broken.source} |")
    assert ("(warning)" in row) == (broken.severity == "warning")


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_page_of_the_catalog_lists_every_service_by_category_and_purpose(category: str) -> None:
    page = (ROOT / "docs" / "catalog.md").read_text("utf-8")
    listed = page.partition(f"### {category.capitalize()}\n")[2].partition("###")[0].strip().splitlines()[2:]
    rows = []
    for purpose in PURPOSES:
        ids = [id for id, service in catalog().items() if (service.category, service.purpose) == (category, purpose)]
        if ids:
            rows.append(f"| `{purpose}` | {', '.join(ids)} |")
    assert listed == rows


def test_whoever_counts_the_catalog_counts_right() -> None:
    counted = re.findall(r"\b(\d+) (?:services|of them by id)|\bof (\d+), with", documentation())
    assert {int(one or other) for one, other in counted} == {len(catalog())}
    assert len(counted) >= 4


@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_purpose_is_documented(purpose: str) -> None:
    assert stands(purpose)
