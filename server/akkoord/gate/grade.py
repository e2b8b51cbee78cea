"""How firmly a page is shut, as its answer shows it: the grade of its tag, and what is requested ahead of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from ..policy import OURS

_TAG = re.compile(r".*/sites/([^/]+)/akkoord\.js")
_BEFORE = {"script": "src", "img": "src", "iframe": "src", "link": "href"}
_ASIDE = {
    f"data-akkoord-{name}"
    for name in ("src", "srcset", "href", "xlink:href", "imagesrcset", "data", "poster", "background")
}
"""What the server's half calls an address that is requested as soon as it is read."""
_FRAMES_AND_LINKS = ("link", "iframe", "frame", "embed", "object", "use")
"""What a browser requests even of a sealed page, before any script sees it."""


@dataclass(slots=True)
class PageGrade:
    """What a page is.

    :ivar site: the id in its tag; empty if it has none.
    :ivar grade: ``open`` without a tag, else ``held``, ``sealed`` or ``strict``; see docs/embed.md.
    :ivar policy: whether the website's server sends the policy of this visitor.
    :ivar problems: what keeps the tag from doing its work, a sentence each.
    :ivar ahead: line, element and address of whatever a browser may request before the gate can act.
    """

    site: str = ""
    grade: str = "open"
    policy: bool = False
    problems: list[str] = field(default_factory=list)
    ahead: list[tuple[int, str, str]] = field(default_factory=list)


def page_grade(html: str, policies: str, held: Callable[[str, str], str]) -> PageGrade:
    """Grade a page as a new visitor gets it.

    :param html: the page.
    :param policies: its ``Content-Security-Policy`` headers.
    :param held: gives the page as the server's half would send it, given the site of its tag: what is shut has
        another name there.
    """
    found = PageGrade(policy=OURS in policies)
    tags = list(_read(html))
    ours = [(at, tag) for at, (_, name, given) in enumerate(tags) if (tag := _tag(name, given))]
    if not ours:
        found.problems.append("no tag of Akkoord stands in the HTML")
        return found
    at, found.site = ours[0]
    line, _, given = tags[at]
    for name in ("async", "defer"):
        if name in given:
            found.problems.append(f"line {line}: the tag has {name!r}, so trackers run before it: take that away")
    if given.get("type", "text/javascript") == "module":
        found.problems.append(f"line {line}: the tag is a module, so trackers run before it: take its type away")
    for before, name, other in tags[:at]:
        address = other.get(_BEFORE.get(name, ""), "")
        if "//" in address:
            found.problems.append(f"line {before}: <{name}> {address} stands before the tag: put the tag first")
    sealed = any(_is_seal(name, other) for _, name, other in tags[at:])
    found.grade = "strict" if "data-strict" in given else "sealed" if sealed else "held"
    if found.grade != "strict" and not found.policy:
        found.ahead = [
            (line, name, value)
            for line, name, other in _read(held(found.site, html))
            for attribute, value in other.items()
            if attribute in _ASIDE and (not sealed or name in _FRAMES_AND_LINKS)
        ]
    return found


def _tag(name: str, given: dict[str, str]) -> str:
    """The site of our tag; empty if it is another element."""
    found = _TAG.fullmatch(given.get("src", "")) if name == "script" else None
    return found[1] if found else ""


def _is_seal(name: str, given: dict[str, str]) -> bool:
    return (
        name == "meta"
        and given.get("http-equiv", "").lower() == "content-security-policy"
        and given.get("content") == ""
    )


def _read(html: str) -> Iterator[tuple[int, str, dict[str, str]]]:
    """Line, name and attributes of each start tag; templates and what is for browsers without scripts are left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.tags


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[int, str, dict[str, str]]] = []
        self._asleep = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("template", "noscript"):
            self._asleep += 1
        elif not self._asleep:
            self.tags.append((self.getpos()[0], tag, {name: value or "" for name, value in reversed(attrs)}))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("template", "noscript") and self._asleep:
            self._asleep -= 1
