"""A banner shown again, from the archive: one page with the widget of that day, which asks no server and tells none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from .store import Showing
from .translate import bcp47, direction

ADDRESS = "data:text/javascript,"
"""What the widget takes for its server's address: the path of a file behind it is the file itself."""
ALONE = """
Object.defineProperty(document.currentScript, "src", { value: "%ssites/x/akkoord.js" });
const kept = new Map();
Object.defineProperty(window, "localStorage", { value: {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, value) => kept.set(name, value),
  removeItem: (name) => kept.delete(name),
} });
Object.defineProperty(Document.prototype, "cookie", { configurable: true, get: () => "", set() {} });
Object.defineProperty(navigator, "sendBeacon", { value: () => true });
window.fetch = () => new Promise(() => {});
"""
"""Runs before the widget: nothing is sent, and nothing is kept."""
STYLE = "body{font:1rem/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}code{overflow-wrap:anywhere}"


def page(document: Mapping[str, Any], scripts: Mapping[str, str], showing: Showing, language: str) -> str:
    """The page.

    :param document: what was shown.
    :param scripts: the widget's scripts, by name.
    """

    def path(script: str, given: Mapping[str, Any]) -> str:
        return quote(_called(scripts[script], given), safe="")

    banners = {
        each: path("banner.js", {**banner, "panel": path("panel.js", document["panel"][each])})
        for each, banner in document["banner"].items()
    }
    said = document["script"]["languages"]
    # of two that fit the page, the widget takes the first
    languages = {each: {**said[each], "banner": banners[each]} for each in sorted(said, key=lambda id: id != language)}
    # nothing on this page is to be held, and no earlier answer to be found
    site = {**document["script"], "hold": {}, "keys": {}, "unknown": False, "languages": languages}
    start = ALONE % ADDRESS + _called(scripts["gate.js"], site, "[]")
    title = f"Notice {showing.version} of {document['site']}"
    rows = {
        "Shown from": f"{showing.first:%Y-%m-%d %H:%M:%S} UTC",
        "Last begun to be shown": f"{showing.last:%Y-%m-%d %H:%M:%S} UTC",
        "Language": language,
        "Widget": document["widget"],
        "Law profile": f"{document['law']['profile']}, {document['law']['date']}",
        **({"Variant": document["variant"]} if "variant" in document else {}),
        "Layout": document["layout"],
        "Digest": showing.digest,
    }
    facts = "".join(f"<dt>{escape(name)}</dt><dd><code>{escape(value)}</code></dd>" for name, value in rows.items())
    return (
        f'<!doctype html><html lang="{bcp47(language)}" dir="{direction(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style><script>{_within_html(start)}</script></head>"
        f'<body><main lang="en" dir="ltr"><h1>{escape(title)}</h1><p>The banner of that day, from the archive. '
        f"What is chosen here is sent to nobody, and kept nowhere.</p><dl>{facts}</dl></main></body></html>\n"
    )


def _called(script: str, given: Mapping[str, Any], *more: str) -> str:
    return f"{script}({','.join([json.dumps(given, ensure_ascii=False), *more])});"


def _within_html(code: str) -> str:
    """Code that does not end the element in which it stands: what looks like a tag stands in texts alone."""
    return code.replace("</", "<\\/").replace("<!--", "<\\!--")
