"""Whatever HTML comes: what a real parser makes of it holds nothing, and is otherwise what it was.

The parser is html5lib, which builds the whole tree. Two things are left to the browser's own tests, since it is older
than they are in the standard: templates, and ``</p>`` and ``</br>`` in SVG.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.gate.pieces import HELD, PIECES
from tests.gate.shop import rewritten

ASIDE = "data-akkoord-"
XLINK = "{http://www.w3.org/1999/xlink}"
FETCHED = {
    "xhtml": {"img": "src", "script": "src", "input": "src", "iframe": "src", "link": "href", "td": "background"},
    "svg": {"image": "href", "use": "href", "script": "href"},
}

documents = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
steps = st.integers(1, 40)


def tree(html: str, scripting: bool) -> Element:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        root: Element = html5lib.HTMLParser().parse(html, scripting=scripting)
    return root


def fetched(root: Element) -> Iterator[str]:
    """What a browser would ask a tracker for."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        space, _, name = element.tag.rpartition("}")
        names = FETCHED.get(space.rpartition("/")[2], {})
        for attribute, value in element.attrib.items():
            if attribute.removeprefix(XLINK) == names.get(name) and value.strip().startswith(HELD):
                yield f"<{name} {attribute}>"


def put_back(root: Element) -> list[object]:
    """The tree, with what was put aside in its place."""
    parts: list[object] = []
    for element in root.iter():
        parts += [element.tag, element.text, element.tail]
        names = {name.replace(XLINK, "xlink:").removeprefix(ASIDE): value for name, value in element.attrib.items()}
        parts.append(sorted(names.items()))
    return parts


@given(documents)
@example(f'<svg><title><img src="{HELD}x"></title><style><img src="{HELD}x"></style>')
@example(f"<math><annotation-xml encoding=text/html><div></math><style></style><img src={HELD}x>")
@settings(max_examples=400, deadline=None)
def test_a_parser_finds_nothing_that_is_held(html: str) -> None:
    assert list(fetched(tree(rewritten(html), scripting=True))) == []


@given(documents.filter(lambda html: "noscript" not in html))
@settings(max_examples=400, deadline=None)
def test_a_parser_finds_everything_else_as_it_was(html: str) -> None:
    out = rewritten(html)
    if "text/plain" not in out:
        assert put_back(tree(out, scripting=True)) == put_back(tree(html, scripting=True))


@given(documents)
@settings(max_examples=200, deadline=None)
def test_only_names_are_changed(html: str) -> None:
    out = rewritten(html)
    if "text/plain" not in out:
        assert out.replace(ASIDE, "") == html


@given(documents, steps)
@settings(max_examples=400, deadline=None)
def test_it_makes_no_difference_in_which_pieces_it_comes(html: str, step: int) -> None:
    assert rewritten(html, step=step) == rewritten(html)


@given(documents, steps)
@settings(max_examples=200, deadline=None)
def test_nothing_is_touched_where_everything_is_granted(html: str, step: int) -> None:
    assert rewritten(html, "functional", "analytics", "marketing", step=step) == html


@pytest.mark.parametrize("piece", [piece for piece in PIECES if HELD in piece and "=src" not in piece])
def test_each_piece_leaks_without_the_gate(piece: str) -> None:
    places = (f"{piece}</script>", f"<svg>{piece}", f"<table><tr>{piece}")
    assert any(list(fetched(tree(place, scripting=True))) for place in places) or "src=/ok" in piece
