"""What an inline script fetches by name alone, before or without any call that a page script could stop. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

# as WHATWG lists them, and what old pages say in `language`
_JAVASCRIPT = re.compile(
    r"(?:(?:text|application)/(?:x-)?(?:java|ecma)script|text/(?:javascript1\.[0-5]|jscript|livescript))"
)
_QUOTED = r"""(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`([^`$]*)`)"""
_COMMENT = r"/\*[^*]{0,1000}\*/|//[^\n]{0,1000}\n"
_GAP = rf"(?:\s|{_COMMENT}){{0,100}}"
_IMPORT = re.compile(
    rf"\bimport{_GAP}(?:\.{_GAP}(?:defer|source){_GAP})?\({_GAP}{_QUOTED}"
    rf"|\bimport{_GAP}{_QUOTED}"
    rf"|\b(?:import|export)\b(?:[\w\s$*{{}},]|{_COMMENT}){{1,2000}}?\bfrom{_GAP}{_QUOTED}"
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|(.))", re.DOTALL)


def script_kind(type: str | None, language: str | None) -> str:
    """What the browser makes of a script: ``classic``, ``module``, ``importmap``, ``speculationrules`` or nothing."""
    if type is None:
        type = f"text/{language}" if language else ""
    name = type.strip("\t\n\f\r ").lower()
    if type == "" or _JAVASCRIPT.fullmatch(name):
        return "classic"
    return name if name in ("module", "importmap", "speculationrules") else ""


def script_addresses(kind: str, text: str) -> Iterator[str]:
    """Each address that the text of an inline script has the browser fetch by itself."""
    if kind in ("classic", "module"):
        if "import" not in text and "export" not in text:
            return
        for found in _IMPORT.finditer(text):
            yield _ESCAPE.sub(_letter, next((part for part in found.groups() if part), ""))
    elif kind:
        try:
            rules = json.loads(text)
        except (ValueError, RecursionError):
            # the browser takes no notice of it either
            return
        yield from _texts(rules)


def _letter(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    return chr(int(code, 16)) if code and int(code, 16) < 0x110000 else found[4] or ""


def _texts(rules: Any) -> Iterator[str]:
    """Whatever looks like a full address in an import map or in speculation rules; names of modules do not."""
    if isinstance(rules, str) and "//" in rules:
        yield rules
    elif isinstance(rules, list):
        for each in rules:
            yield from _texts(each)
    elif isinstance(rules, dict):
        for name, value in rules.items():
            # what a `where` matches are links that the page has anyway, and digests name what another entry names
            if name not in ("integrity", "where", "comment", "tag"):
                yield from _texts(value)
