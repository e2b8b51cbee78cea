"""What may still leak, or come late, in each grade: named one by one, so that anything else fails.

Nothing may be executed, written or over-blocked in any grade, and nothing may be missing after a reload.
"""

from __future__ import annotations

from tests.browser.roads.snippets import SNIPPETS

READ_AHEAD = frozenset(snippet.id for snippet in SNIPPETS if snippet.html)
"""What stands in the HTML: without the seal line a browser requests it before any script can act."""

LEAKS: dict[str, frozenset[str]] = {
    "held": READ_AHEAD,
    "sealed": frozenset(
        {
            "stylesheet",
            "css-import",
            "css-own-sheet-imports",
            "modulepreload",
            "preconnect",
            "preload",
            "prefetch",
            "svg-use",
            "iframe-location",
            "iframe-location-replace",
        }
    ),
    "strict": frozenset({"preconnect"}),
    "inert": frozenset(),
    "server": frozenset(),
    "server-policy": frozenset({"preconnect"}),
}

FRAMES = frozenset(
    {
        "iframe",
        "iframe-sandbox",
        "embed",
        "object",
        "vimeo",
        "youtube-iframe",
    }
)
"""Frames in the HTML: Chromium starts to load them before any script sees them."""

LATE: dict[str, frozenset[str]] = {
    # nobody can wait inside a synchronous call; an inline script that needs a held library is not ours to run again
    "held": frozenset({"xhr-synchronous", "script-dependent-inline"}),
    "sealed": frozenset({"xhr-synchronous", "script-dependent-inline"}),
    "strict": frozenset(),
    "inert": frozenset(),
    "server": frozenset({"xhr-synchronous", "script-dependent-inline"}),
    # a page gets its policy when it is loaded: what that stopped comes with the next page
    "server-policy": frozenset(snippet.id for snippet in SNIPPETS),
}
"""What a yes does not bring in the page that is open; a reload does."""
