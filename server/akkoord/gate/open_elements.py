"""Which elements are open, as far as it changes how HTML text is read: SVG, MathML and templates. Pure.

In SVG and MathML a ``<title>`` holds elements and ``<![CDATA[`` is text; some of their elements hold HTML again. What
lies in a template is fetched by nobody. Outside of all these nothing is kept, so that a plain page costs nothing.
"""

from __future__ import annotations

from .plain import opened
from .tags import Tag

HTML, SVG, MATHML = "html", "svg", "math"


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VOID = _names(
    "area base basefont bgsound br col command embed frame hr image img input keygen link meta param source track wbr"
)
_BREAK_OUT = _names(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"
)
_ENDS_PARAGRAPH = _names(
    "address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section summary table ul"
)
_MATHML_TEXT = ("mi", "mo", "mn", "ms", "mtext")
_SVG_WITH_HTML = ("foreignobject", "desc", "title")
_HTML_TYPES = (b"text/html", b"application/xhtml+xml")


class OpenElements:
    """The open elements from the outermost SVG, MathML or template element on."""

    def __init__(self) -> None:
        # name, namespace, and whether it holds HTML; of a template, whether it is inert
        self._open: list[tuple[str, str, bool]] = []
        # how many of each are open around those, roughly: what ends by itself is still counted
        self._around: dict[str, int] = {}
        self.templates = 0

    @property
    def any(self) -> bool:
        """Whether more than plain HTML is open."""
        return bool(self._open)

    @property
    def foreign(self) -> bool:
        """Whether the innermost element is SVG or MathML."""
        return bool(self._open) and self._open[-1][1] != HTML

    def skip(self, part: bytes) -> None:
        """Take a plain part of the page as read."""
        if b"<" in part:
            for name, count in opened(part).items():
                self._around[name] = max(0, self._around.get(name, 0) + count)

    def start(self, tag: Tag) -> str:
        """Open an element; returns its namespace."""
        if self.foreign and not self._holds_html(tag.name):
            if not self._breaks_out(tag):
                return self._push(tag, self._open[-1][1])
            self._break_out()
        if tag.name in (SVG, MATHML):
            return self._push(tag, tag.name)
        if tag.name == "template":
            # the content of a shadow root is there for all to see
            inert = "shadowrootmode" not in tag
            self._open.append(("template", HTML, inert))
            self.templates += inert
        elif self.any and tag.name not in _VOID:
            if tag.name in _ENDS_PARAGRAPH and self._open[-1][:2] == ("p", HTML):
                self._pop()
            self._open.append((tag.name, HTML, False))
        elif not self.any:
            self._around[tag.name] = self._around.get(tag.name, 0) + 1
        return HTML

    def end(self, name: str) -> None:
        """Close an element."""
        if not self._open:
            if self._around.get(name):
                self._around[name] -= 1
            return
        if name == "template" and any(entry[:2] == ("template", HTML) for entry in self._open):
            self._close_to("template", HTML)
            return
        at = len(self._open) - 1
        if name in ("p", "br"):
            # these never stand in SVG or MathML: what is open there ends
            self._break_out()
            at = len(self._open) - 1
        while at >= 0 and self._open[at][1] != HTML:
            if self._open[at][0] == name:
                self._cut(at)
                return
            at -= 1
        while at >= 0 and self._open[at][1] == HTML and self._open[at][0] != "template":
            if self._open[at][0] == name:
                self._cut(at)
                return
            at -= 1
        # an element around them all ends, and they end with it, unless they hold HTML: no end tag reaches out of that
        if at < 0 and self._around.get(name) and not any(map(self._is_scope, self._open)):
            self._cut(0)

    def _holds_html(self, name: str) -> bool:
        parent, namespace, holds = self._open[-1]
        if holds:
            return True
        if namespace != MATHML:
            return False
        return (parent in _MATHML_TEXT and name not in ("mglyph", "malignmark")) or (
            parent == "annotation-xml" and name == SVG
        )

    def _break_out(self) -> None:
        """Close SVG and MathML, up to what holds HTML."""
        while self.foreign and not self._is_scope(self._open[-1]):
            self._pop()

    @staticmethod
    def _is_scope(entry: tuple[str, str, bool]) -> bool:
        return entry[2] or (entry[1] == MATHML and entry[0] in _MATHML_TEXT)

    @staticmethod
    def _breaks_out(tag: Tag) -> bool:
        return tag.name in _BREAK_OUT or (
            tag.name == "font" and any(attribute.name in ("color", "face", "size") for attribute in tag)
        )

    def _push(self, tag: Tag, namespace: str) -> str:
        if not tag.closes_itself:
            holds = tag.name in _SVG_WITH_HTML if namespace == SVG else self._is_html(tag)
            self._open.append((tag.name, namespace, holds))
        return namespace

    @staticmethod
    def _is_html(tag: Tag) -> bool:
        return tag.name == "annotation-xml" and (tag["encoding"] or b"").lower() in _HTML_TYPES

    def _close_to(self, name: str, namespace: str) -> None:
        while self._pop()[:2] != (name, namespace):
            pass

    def _cut(self, length: int) -> None:
        while len(self._open) > length:
            self._pop()

    def _pop(self) -> tuple[str, str, bool]:
        entry = self._open.pop()
        if entry[:2] == ("template", HTML):
            self.templates -= entry[2]
        return entry
