"""What an owner makes of a tracker's HTML, as each tool's documentation says it is to be marked."""

from __future__ import annotations

import json
import re

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.S | re.I)
_OPENING = re.compile(r"<(img|iframe|link|embed|object|video|audio|source|track)\b([^>]*)>", re.I)
_TYPE = re.compile(r"""\stype=("[^"]*"|'[^']*'|\S+)""", re.I)
_SOURCE = re.compile(r"""\s(src|href)=("[^"]*"|'[^']*'|[^\s>]+)""", re.I)


def _type(attributes: str) -> str:
    found = _TYPE.search(attributes)
    return found[1].strip("\"'") if found else ""


def _runs(attributes: str) -> bool:
    return _type(attributes) in ("", "module", "text/javascript")


def vanilla_cookieconsent(html: str, category: str) -> str:
    """Scripts become plain text with a category; the tool knows of nothing else."""

    def mark(match: re.Match[str]) -> str:
        attributes = match[1]
        if not _runs(attributes):
            return match[0]
        kind = ' data-type="module"' if _type(attributes) == "module" else ""
        rest = _TYPE.sub("", attributes)
        return f'<script type="text/plain" data-category="{category}"{kind}{rest}>{match[2]}</script>'

    return _SCRIPT.sub(mark, html)


def klaro(html: str, category: str) -> str:
    """Scripts become plain text, and every address is set aside."""

    def script(match: re.Match[str]) -> str:
        attributes = match[1]
        if not _runs(attributes):
            return match[0]
        rest = _SOURCE.sub(r" data-\1=\2", _TYPE.sub("", attributes))
        kind = _type(attributes) or "application/javascript"
        return f'<script type="text/plain" data-type="{kind}" data-name="{category}"{rest}>{match[2]}</script>'

    def element(match: re.Match[str]) -> str:
        if not _SOURCE.search(match[2]):
            return match[0]
        aside = _SOURCE.sub(r" data-\1=\2", match[2])
        return f'<{match[1]} data-name="{category}"{aside}>'

    return _OPENING.sub(element, _SCRIPT.sub(script, html))


def orejime(html: str, category: str) -> str:
    """Everything goes into a template."""
    return f'<template data-purpose="{category}">{html}</template>' if html else ""


def _taken_out(html: str) -> tuple[str, list[tuple[str, str, str]]]:
    """The HTML without its scripts, and the source, text and type of each."""
    scripts: list[tuple[str, str, str]] = []

    def take(match: re.Match[str]) -> str:
        if not _runs(match[1]):
            return match[0]
        source = re.search(r"""\s(?:src|href)=["']?([^\s"'>]+)""", match[1], re.I)
        scripts.append((source[1] if source else "", match[2], _type(match[1])))
        return ""

    return _SCRIPT.sub(take, html), scripts


def c15t(html: str, category: str) -> str:
    """Scripts move into the configuration; frames are set aside."""
    name = {"analytics": "measurement", "functional": "functionality"}.get(category, category)
    rest, scripts = _taken_out(html)
    rest = re.sub(r"<iframe\b([^>]*?)\ssrc=", rf'<iframe data-category="{name}"\1 data-src=', rest)
    lines = [
        {
            "id": f"s{number}-{len(html)}",
            "category": name,
            **({"src": source} if source else {"textContent": text}),
            **({"attributes": {"type": kind}} if kind else {}),
        }
        for number, (source, text, kind) in enumerate(scripts)
    ]
    added = json.dumps(lines).replace("</", "<\\/")
    return f"{rest}<script>(window.peerScripts ??= []).push(...{added});</script>" if html else ""


def tarteaucitron(html: str, category: str) -> str:
    """Scripts move into the service's own function."""
    rest, scripts = _taken_out(html)
    steps = []
    for source, text, kind in scripts:
        if source and kind != "module":
            steps.append(f"tarteaucitron.addScript({json.dumps(source)});")
        else:
            steps.append(
                'const s = document.createElement("script"); '
                + (f"s.type = {json.dumps(kind)}; " if kind else "")
                + (f"s.src = {json.dumps(source)}; " if source else f"s.text = {json.dumps(text)}; ")
                + "document.head.append(s);"
            )
    code = " ".join(f"{{ {step} }}" for step in steps).replace("</", "<\\/")
    service = f'(window.peerServices ??= []).push(["{category}", () => {{ {code} }}]);'
    return f"{rest}<script>{service}</script>" if html else ""
