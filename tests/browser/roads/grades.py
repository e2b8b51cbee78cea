"""How a page can be held, and what stands in its HTML for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from click.testing import CliRunner

from akkoord.cli import commands
from tests.browser.roads.own import BODY, HEAD, SCRIPT
from tests.browser.roads.snippet import Snippet
from tests.browser.roads.vendors import BACKEND

SITE = Path(__file__).with_name("site.toml")
CALLS = {
    "reject": "akkoord.rejectAll()",
    "choose": "akkoord.decide({functional: false, analytics: true, marketing: false})",
    "accept": "akkoord.acceptAll()",
    "withdraw": "akkoord.withdraw()",
}


def _nothing() -> str:
    return ""


@cache
def _printed(*options: str) -> str:
    """What ``akkoord embed`` tells the owner to put first in the head."""
    environment = {"AKKOORD_CONFIG": str(SITE), "AKKOORD_BASE_URL": f"https://{BACKEND}"}
    answer = CliRunner().invoke(commands, ["embed", "shop", *options], env=environment, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


def untouched(html: str, category: str) -> str:
    """As the vendor published it."""
    return html


def in_template(html: str, category: str) -> str:
    """As our own markup holds it."""
    return f'<template data-akkoord="{category}">{html}</template>' if html else ""


@dataclass(frozen=True, slots=True)
class Grade:
    """One way to hold.

    :param tag: gives what stands first in the head.
    :param mark: what an owner makes of a tracker's HTML, given its category.
    :param calls: how the page is told what the visitor did; each is JavaScript for a promise.
    :param reloads: what takes effect by one reload, which the gate does by itself.
    :param keeps: names under which the gate itself writes.
    :param server: what the gate in the site's own server does, if there is one.
    """

    name: str
    tag: Callable[[], str] = _nothing
    mark: Callable[[str, str], str] = untouched
    calls: Mapping[str, str] = field(default_factory=lambda: CALLS)
    reloads: frozenset[str] = frozenset({"withdraw"})
    keeps: tuple[str, ...] = ("akkoord*",)
    server: Mapping[str, bool] | None = None

    def page(self, snippet: Snippet, key: str) -> bytes:
        """The HTML of one load of a snippet's page."""
        head, body = self.mark(snippet.head, snippet.category), self.mark(snippet.body, snippet.category)
        script = SCRIPT.replace("AFTER", str(snippet.after))
        html = (
            f'<!doctype html><html lang="nl"><head><meta charset="utf-8">{self.tag()}<title>Winkel</title>\n'
            f"{HEAD}{head}</head>\n<body><h1>Winkel</h1>\n{body}\n{BODY}<script>{script}</script></body></html>"
        )
        return html.replace("KEY", key).encode()


CONTROL = Grade("control")
GRADES = {
    grade.name: grade
    for grade in (
        CONTROL,
        Grade("held", _printed),
        Grade("sealed", lambda: _printed("--sealed")),
        Grade("strict", lambda: _printed("--strict"), reloads=frozenset({"choose", "accept", "withdraw"})),
        Grade("inert", _printed, in_template),
        Grade("server", _printed, server={"policy": False}),
        Grade("server-policy", _printed, server={"policy": True}),
    )
}
