"""Judges the elements of one page: which of their attributes name an address that is shut to the visitor. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from ..holding import UNKNOWN, Holding, allows
from ..model import CATEGORIES
from .addresses import absolute, unescape
from .open_elements import HTML, SVG
from .scripts import script_addresses, script_kind
from .styles import style_addresses
from .tags import Tag

MARK = "data-akkoord"
ADDRESS, ADDRESSES, SET, FORM, PAGE, STYLE = "address", "addresses", "set", "form", "page", "style"

_CELLS = ("body", "table", "thead", "tbody", "tfoot", "tr", "td", "th")
_HTML: dict[str, dict[str, str]] = {
    "script": {"src": ADDRESS},
    "img": {"src": ADDRESS, "srcset": SET},
    # HTML takes it for an img
    "image": {"src": ADDRESS, "srcset": SET},
    "source": {"src": ADDRESS, "srcset": SET},
    "iframe": {"src": ADDRESS, "srcdoc": PAGE},
    "frame": {"src": ADDRESS},
    "link": {"href": ADDRESS, "imagesrcset": SET},
    "video": {"src": ADDRESS, "poster": ADDRESS},
    "audio": {"src": ADDRESS},
    "track": {"src": ADDRESS},
    "embed": {"src": ADDRESS},
    "object": {"data": ADDRESS},
    "input": {"src": ADDRESS, "formaction": FORM},
    "button": {"formaction": FORM},
    "form": {"action": FORM},
    "a": {"ping": ADDRESSES},
    "area": {"ping": ADDRESSES},
    **{cell: {"background": ADDRESS} for cell in _CELLS},
}
_SVG: dict[str, dict[str, str]] = {
    **{name: {"href": ADDRESS, "xlink:href": ADDRESS} for name in ("script", "image", "feimage", "use")},
    "a": {"ping": ADDRESSES},
}
_PAINT = ("clip-path", "cursor", "fill", "filter", "marker-end", "marker-mid", "marker-start", "mask", "stroke")
_PAINTED = dict.fromkeys(_PAINT, STYLE)
_FETCHING = re.compile(
    r"stylesheet|preload|modulepreload|prefetch|prerender|preconnect|dns-prefetch|manifest|compression-dictionary|.*icon.*"
)
_DEEPEST = 4
"""How many frames within frames are read; what lies deeper is held."""
JUDGED = frozenset(_HTML)
"""The elements of HTML that have attributes of their own to judge; any may have a style or a mark."""


class Judge:
    """Judges by what the site holds and what one visitor allows.

    :param page: the absolute address of the page.
    :param frame: whether anything in the HTML text of a frame is held; asked with the judge of that frame.
    """

    def __init__(
        self,
        holding: Holding,
        allowed: Collection[str],
        asked: Collection[str],
        page: str,
        frame: Callable[[Judge, str], bool],
    ) -> None:
        self._holding, self._allowed, self._asked = holding, allowed, asked
        self._frame = frame
        self._known: dict[str, str] = {}
        self._depth = 0
        self.page = self.base = page
        """Where the page is, and where its relative addresses start."""

    def shuts(self, address: str) -> str:
        """The category that shuts an address; empty if it is open."""
        if address not in self._known:
            url = absolute(address, self.base)
            category = self._holding.category_of(url, self.page) if url else None
            self._known[address] = category if category and not self._allows(category) else ""
        return self._known[address]

    def move(self, base: str) -> None:
        """Take another address for the start of relative ones."""
        if base:
            self.base = base
            self._known.clear()

    def shuts_any(self, addresses: Iterator[str]) -> str:
        """The category that shuts one of these addresses."""
        return next(filter(None, map(self.shuts, addresses)), "")

    def mark(self, tag: Tag) -> str:
        """The category for which the owner marked an element, if that is shut."""
        mark = (tag[MARK] or b"").decode("latin-1")
        return mark if mark in CATEGORIES and not self._allows(mark) else ""

    def held(self, tag: Tag, namespace: str) -> dict[str, str]:
        """The attributes of a start tag that are to be put aside, each with its category."""
        kinds: Mapping[str, str] = (_HTML if namespace == HTML else _SVG if namespace == SVG else {}).get(tag.name, {})
        mark = self.mark(tag)
        found: dict[str, str] = {}
        seen: set[str] = set()
        for attribute in tag:
            name = attribute.name
            if name in seen:
                # the first one of a name counts
                continue
            seen.add(name)
            kind = kinds.get(name) or (STYLE if name == "style" else namespace != HTML and _PAINTED.get(name))
            if not kind or not self._is_fetched(tag, name, namespace):
                continue
            category = (kind != STYLE and mark) or self._shuts_value(kind, unescape(_text(attribute.value)))
            if category:
                found[name] = category
        return found

    def text(self, tag: Tag, text: bytes, held: Mapping[str, str]) -> str:
        """The category that shuts a script or a style for its own text's sake."""
        if held and tag.name == "script":
            # without its address the browser would run what stands in it
            return next(iter(held.values())) if text.strip() else ""
        mark = self.mark(tag)
        if mark:
            return mark
        if tag.name == "style":
            return self.shuts_any(style_addresses(_text(text)))
        return self.shuts_any(script_addresses(kind_of(tag), _text(text)))

    def _shuts_value(self, kind: str, value: str) -> str:
        if kind == ADDRESS:
            return self.shuts(value)
        if kind == SET:
            return self.shuts_any(address for address in re.split(r"[\s,]+", value) if address)
        if kind == ADDRESSES:
            return self.shuts_any(iter(value.split()))
        if kind == STYLE:
            return self.shuts_any(style_addresses(value))
        if kind == FORM:
            # the visitor asked for the way to a bank; the way to a service the owner must have asked for
            category = self.shuts(value)
            return "" if category == UNKNOWN and not self._is_named(value) else category
        return UNKNOWN if self._depth >= _DEEPEST or self._frame(self._within(), value) else ""

    def _is_named(self, address: str) -> bool:
        named = Holding(self._holding.hold, {}, (), unknown=False)
        return named.category_of(absolute(address, self.base), self.page) is not None

    def _within(self) -> Judge:
        """Who judges a frame that is written in this page: its addresses start where the page's do."""
        inner = Judge(self._holding, self._allowed, self._asked, self.page, self._frame)
        inner.base, inner._depth = self.base, self._depth + 1
        return inner

    def _allows(self, category: str) -> bool:
        return allows(category, self._allowed, self._asked)

    @staticmethod
    def _is_fetched(tag: Tag, name: str, namespace: str) -> bool:
        if tag.name == "script" and name != "style":
            return kind_of(tag) in ("classic", "module")
        if tag.name == "link" and name in ("href", "imagesrcset"):
            rels = _text(tag["rel"] or b"").lower().split()
            return any(map(_FETCHING.fullmatch, rels))
        if tag.name == "input" and name == "src":
            return _text(tag["type"] or b"").strip().lower() == "image"
        return True


def kind_of(tag: Tag) -> str:
    """What the browser makes of a script."""
    type, language = (None if tag[name] is None else _text(tag[name] or b"") for name in ("type", "language"))
    return script_kind(type, language)


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
