"""All snippets, by family."""

from __future__ import annotations

from tests.browser.roads.snippet import Snippet
from tests.browser.roads.snippets import (
    calls,
    elements,
    embeds,
    frames,
    html,
    links,
    scripts,
    storage,
    vendors,
)

SNIPPETS: tuple[Snippet, ...] = tuple(
    snippet
    for family in (scripts, elements, links, frames, html, calls, storage, vendors, embeds)
    for snippet in family.SNIPPETS
)
assert len({snippet.id for snippet in SNIPPETS}) == len(SNIPPETS), "two snippets share an id"
