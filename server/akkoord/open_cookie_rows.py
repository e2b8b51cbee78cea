"""The rows of an Open Cookie Database, each read in our words or refused."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from .errors import ConfigurationError, Detail
from .model import Cookie
from .nearest import nearest
from .open_cookie_words import read_domain, read_lifetime, slug

PLATFORM, CATEGORY, NAME, DOMAIN = "Platform", "Category", "Cookie / Data Key name", "Domain"
LIFETIME, CONTROLLER, PRIVACY = "Retention period", "Data Controller", "User Privacy & GDPR Rights Portals"
WILDCARD = "Wildcard match"
COLUMNS = (PLATFORM, CATEGORY, NAME, DOMAIN, LIFETIME, CONTROLLER, PRIVACY, WILDCARD)
CATEGORY_OF = {
    "functional": "functional",
    "necessary": "functional",
    "security": "functional",
    "personalization": "functional",
    "analytics": "analytics",
    "marketing": "marketing",
}
"""The database's categories in ours."""


@dataclass(frozen=True, slots=True)
class Row:
    """One cookie of the database, in our words.

    :param line: where its row begins, counted from 1.
    """

    line: int
    platform: str
    category: str
    cookie: Cookie
    provider: str
    privacy: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be read, and why."""

    line: int
    reason: str


def read_rows(text: str) -> Iterator[Row | Refused]:
    """Every row of the table that is not empty.

    :raises ConfigurationError: it is not the database's table.
    """
    reader = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    line = 1
    try:
        header = next(reader, [])
        _check(header)
        line = reader.line_num + 1
        for values in reader:
            if values:
                yield _row(line, dict(zip(header, values, strict=False)), len(values) - len(header))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ConfigurationError(f"Line {line} is not CSV: {error}.") from None


def _check(header: list[str]) -> None:
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        details = [Detail(f"line 1, {column}", "missing", nearest(column, header)) for column in missing]
        named = ", ".join(map(repr, missing))
        raise ConfigurationError(f"This is not the Open Cookie Database: line 1 has no column {named}.", *details)


def _row(line: int, cells: dict[str, str], surplus: int) -> Row | Refused:
    if surplus:
        return Refused(line, f"it has {abs(surplus)} column(s) too {'many' if surplus > 0 else 'few'}")
    cells = {column: value.strip() for column, value in cells.items()}
    category, name = CATEGORY_OF.get(cells[CATEGORY].casefold()), cells[NAME]
    lifetime, domain = read_lifetime(cells[LIFETIME]), read_domain(cells[DOMAIN])
    if not slug(cells[PLATFORM]):
        return Refused(line, "it names no platform")
    if category is None:
        return Refused(line, f"the category {cells[CATEGORY]!r} is not known")
    if not re.fullmatch(r"[^\s\x00-\x1f\x7f]*[^\s*\x00-\x1f\x7f][^\s\x00-\x1f\x7f]*", name):
        return Refused(line, f"{name!r} is not the name of a cookie")
    if lifetime is None:
        return Refused(line, f"the retention period {cells[LIFETIME]!r} is not a lifetime")
    if domain is None:
        return Refused(line, f"the domain {cells[DOMAIN]!r} is not a host")
    if cells[WILDCARD] == "1" and "*" not in name:
        name += "*"
    privacy = cells[PRIVACY] if re.fullmatch(r"https?://[^\s\"'<>]+", cells[PRIVACY]) else ""
    cookie = Cookie(name, lifetime.text, lifetime.kind, domain)
    return Row(line, cells[PLATFORM], category, cookie, cells[CONTROLLER] or cells[PLATFORM], privacy)
