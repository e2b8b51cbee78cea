"""How a page can be held, and what stands in its HTML for each."""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.roads.own import BODY, HEAD, SCRIPT
from tests.browser.roads.snippet import Snippet
from tests.browser.roads.vendors import BACKEND

TAG = f'<script src="https://{BACKEND}/sites/shop/akkoord.js"></script>'
SEAL = '<meta http-equiv="Content-Security-Policy" content="">'


@dataclass(frozen=True, slots=True)
class Grade:
    """One way to hold.

    :param tag: what stands first in the head.
    :param marked: whether the owner marked the trackers, each as a template of its category.
    :param reloads: whether a grant takes effect by one reload.
    """

    name: str
    tag: str
    marked: bool = False
    reloads: bool = False

    def page(self, snippet: Snippet, key: str) -> bytes:
        """The HTML of one load of a snippet's page."""
        head, body = snippet.head, snippet.body
        if self.marked:
            head, body = _template(snippet.category, head), _template(snippet.category, body)
        script = SCRIPT.replace("AFTER", str(snippet.after))
        html = (
            f'<!doctype html><html lang="nl"><head><meta charset="utf-8">{self.tag}<title>Winkel</title>\n'
            f"{HEAD}{head}</head>\n<body><h1>Winkel</h1>\n{body}\n{BODY}<script>{script}</script></body></html>"
        )
        return html.replace("KEY", key).encode()


def _template(category: str, html: str) -> str:
    return f'<template data-akkoord="{category}">{html}</template>' if html else ""


CONTROL = Grade("control", "")
GRADES = {
    grade.name: grade
    for grade in (
        CONTROL,
        Grade("held", TAG),
        Grade("sealed", TAG + SEAL),
        Grade("inert", TAG, marked=True),
    )
}
