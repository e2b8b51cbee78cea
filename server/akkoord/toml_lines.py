"""On which line of a TOML text each key stands, so that a finding can point at it.

``tomllib`` has checked the text before: this only walks over it, and does not look for mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]
"""Keys and array indexes from the top: ``("sites", "shop", "origins", 0)``."""

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^\s,\]}#]+(?: [0-9:.Z+-]+)?")


def toml_lines(text: str) -> dict[Path, int]:
    """The line of every key, table header and array item, counted from 1."""
    return _Walk(text).document()


def line_of(lines: Mapping[Path, int], path: Path) -> int | None:
    """The line of a key, or of the nearest thing around it."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.items: dict[Path, int] = {}

    def document(self) -> dict[Path, int]:
        table: Path = ()
        self.space()
        while self.at < len(self.text):
            if self.text.startswith("[[", self.at):
                self.at += 2
                start = self.at
                name = self.current(self.key()[:-1]) + self.last_key(start)
                index = self.items[name] = self.items.get(name, -1) + 1
                table = (*name, index)
                self.mark(table, start)
                self.at += 2
            elif self.text[self.at] == "[":
                self.at += 1
                start = self.at
                table = self.current(self.key())
                self.mark(table, start)
                self.at += 1
            else:
                self.pair(table)
            self.space()
        return self.lines

    def current(self, path: Path) -> Path:
        """The path with the index of the newest item after each array of tables in it."""
        found: Path = ()
        for key in path:
            found = (*found, key)
            if found in self.items:
                found = (*found, self.items[found])
        return found

    def last_key(self, start: int) -> Path:
        self.at = start
        return self.key()[-1:]

    def pair(self, table: Path) -> None:
        start = self.at
        path = (*table, *self.key())
        self.mark(path, start, deepest=len(table))
        self.at += 1
        self.value(path)

    def value(self, path: Path) -> None:
        self.space()
        char = self.text[self.at]
        if char in "\"'":
            self.take(_STRING)
        elif char == "[":
            self.at += 1
            self.space()
            index = 0
            while self.text[self.at] != "]":
                self.mark((*path, index), self.at)
                self.value((*path, index))
                index += 1
                self.comma()
            self.at += 1
        elif char == "{":
            self.at += 1
            self.space()
            while self.text[self.at] != "}":
                self.pair(path)
                self.comma()
            self.at += 1
        else:
            self.take(_SCALAR)

    def key(self) -> Path:
        """A dotted key; stops before what follows it."""
        parts: list[str] = []
        while True:
            self.blank()
            quoted = self.text[self.at] in "\"'"
            part = self.take(_STRING if quoted else _BARE)
            parts.append(part[1:-1] if quoted else part)
            self.blank()
            if self.at >= len(self.text) or self.text[self.at] != ".":
                return tuple(parts)
            self.at += 1

    def mark(self, path: Path, at: int, deepest: int = 0) -> None:
        """Keep the line of a path, and of the tables that it makes on its way."""
        line = self.text.count("\n", 0, at) + 1
        for length in range(deepest + 1, len(path) + 1):
            self.lines.setdefault(path[:length], line)
        self.lines[path] = line

    def take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise ValueError(f"not TOML at character {self.at}")
        self.at = match.end()
        return match[0]

    def space(self) -> None:
        self.take(_SPACE)

    def blank(self) -> None:
        while self.text[self.at : self.at + 1] in (" ", "\t"):
            self.at += 1

    def comma(self) -> None:
        self.space()
        if self.text[self.at] == ",":
            self.at += 1
            self.space()
