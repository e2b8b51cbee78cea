"""What the lines of a tree say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..store.base import Erased
from ..store.rows import instant
from .finding import Findings


class Publications:
    """The digests of the notices that a tree tells of."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._digests: dict[str, tuple[str, int]] = {}

    def line(self, line: str, index: int) -> None:
        """A line of the tree."""
        said = _said(line)
        if said.get("published") != "notice":
            return
        name, digest = str(said.get("name")), str(said.get("digest"))
        first, before = self._digests.setdefault(name, (digest, index))
        if first != digest:
            self._findings.add(f"notice {name} was published with another document than at entry {before}.", index)

    def check(self, name: str, digest: str) -> None:
        """Hold a notice that is there against what was published."""
        published = self._digests.get(name)
        if published and published[0] != digest:
            self._findings.add(f"the document of notice {name} is not the one that was published.", published[1])


def erased_by(line: str) -> list[tuple[int, int]]:
    """The ranges of places that a line says were erased; empty for any other line."""
    ranges = _said(line).get("erased")
    found = []
    for each in ranges if isinstance(ranges, list) else []:
        match each:
            case [int(first), int(last)] if 0 <= first <= last:
                found.append((first, last))
    return found


def erasures_of(line: str) -> Iterator[Erased]:
    """Each place that a line says was erased."""
    said = _said(line)
    at = said.get("at")
    for first, last in erased_by(line):
        for index in range(first, last + 1):
            yield Erased(index, instant(at if isinstance(at, int) else 0), str(said.get("why")))


def _said(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
