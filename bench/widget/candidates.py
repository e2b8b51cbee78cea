"""Who is compared: what each puts into a page, how it wants a tracker marked, and which button says yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bench.peers import marks
from tests.browser.lab import SEAL

SETUPS = Path(__file__).with_name("setups")
SITE = "dentdinamo"
CATEGORY = "analytics"


class Addresses(NamedTuple):
    """What pages name: Akkoord's site script, its banner file, and the tracker."""

    akkoord: str
    banner: str
    tracker: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to ask.

    :param head: the HTML first in the head, with ``AKKOORD``, ``BANNER`` and ``TRACKER`` in the place of addresses.
    :param button: the expression that finds its button that accepts all.
    :param mark: how it wants a tracker's HTML written.
    :param packages: name and version of what it needs from npm.
    :param files: name under which the site serves it -> path inside the first package.
    :param bundled: a module in ``setups`` that is bundled into a script and a style sheet of the candidate's id.
    """

    id: str
    name: str
    head: str
    button: str
    mark: Callable[[str, str], str] = lambda html, category: html
    packages: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    bundled: str = ""

    def page(self, addresses: Addresses) -> str:
        """The page with this candidate on it."""
        head = self.head + self.mark('<script async src="TRACKER"></script>', CATEGORY)
        for name, address in addresses._asdict().items():
            head = head.replace(name.upper(), address)
        return PAGE.replace("HEAD", head)


TEXT = (
    "Bij DentDinamo komt u voor controles, vullingen en alles wat daarna komt. Wij nemen de tijd, leggen uit wat wij "
    "doen, en zeggen vooraf wat het kost. U kunt bij ons terecht in Utrecht, Amersfoort en Zeist, ook in de avond. "
)
PAGE = (
    '<!doctype html><html lang="nl-NL"><head><meta charset="utf-8">HEAD'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>DentDinamo</title>'
    '<link rel="icon" href="data:,"></head>'
    f"<body><main><h1>Een tandarts die de tijd neemt</h1>{f'<p>{TEXT * 3}</p>' * 6}</main></body></html>"
)
"""A small page of text, without anything to wait for."""


def _setup(id: str) -> str:
    return (SETUPS / f"{id}.html").read_text("utf-8")


def without(html: str, category: str) -> str:
    """Nothing in the page: its own script has the tracker's address."""
    return ""


TAG = '<script src="AKKOORD"></script>'
AKKOORD_BUTTON = 'document.querySelector("akkoord-banner")?.shadowRoot.querySelectorAll(".banner .choice")[1]'
BUTTONS = {
    "accept": AKKOORD_BUTTON,
    "reject": AKKOORD_BUTTON.replace("[1]", "[0]"),
    "choose": 'document.querySelector("akkoord-banner").shadowRoot.querySelector(".banner .more")',
}
"""Akkoord's buttons."""

FLOOR = Candidate("floor", "floor", _setup("floor"), 'document.querySelector("#floor button")', without)
AKKOORD = Candidate("akkoord", "Akkoord", TAG + SEAL, AKKOORD_BUTTON)
"""As on the demo's pages: with the seal line, so that nothing is read ahead, as with the peers' markup."""
HELD = Candidate("held", "Akkoord, tag alone", TAG, AKKOORD_BUTTON)
PRELOAD = '<link rel="preload" as="script" href="BANNER">'
PRELOADED = Candidate("preloaded", "Akkoord, banner preloaded", PRELOAD + TAG + SEAL, AKKOORD_BUTTON)
"""A line in front of the tag lets the browser fetch both files at once."""
PEERS = (
    Candidate(
        "orejime",
        "Orejime 3.2.1",
        _setup("orejime"),
        'document.querySelector(".orejime-Banner-saveButton")',
        marks.orejime,
        ("orejime@3.2.1",),
        {"orejime.js": "dist/orejime-standard-nl.js", "orejime.css": "dist/orejime-standard.css"},
    ),
    Candidate(
        "vanilla",
        "vanilla-cookieconsent 3.1.0",
        _setup("vanilla-cookieconsent"),
        'document.querySelector("#cc-main .cm [data-role=all]")',
        marks.vanilla_cookieconsent,
        ("vanilla-cookieconsent@3.1.0",),
        {"vanilla.js": "dist/cookieconsent.umd.js", "vanilla.css": "dist/cookieconsent.css"},
    ),
    Candidate(
        "klaro",
        "Klaro 0.7.22",
        _setup("klaro"),
        'document.querySelector(".klaro .cm-btn-success:not(.cm-btn-info)")',
        marks.klaro,
        ("klaro@0.7.22",),
        {"klaro.js": "dist/klaro.js"},
    ),
    Candidate(
        "c15t",
        "c15t 2.2.1 React",
        _setup("c15t"),
        '[...document.querySelectorAll("button")].find(({ textContent }) => /accept all/i.test(textContent))',
        marks.c15t,
        ("@c15t/react@2.2.1", "react@19.2.0", "react-dom@19.2.0"),
        bundled="c15t.js.txt",
    ),
)
ALL = (FLOOR, AKKOORD, HELD, PRELOADED, *PEERS)
