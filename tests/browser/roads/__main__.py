"""``python -m tests.browser.roads``: run the roads and print what was seen."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from tests.browser.roads.grades import CONTROL, GRADES
from tests.browser.roads.run import BROWSERS, run
from tests.browser.roads.snippets import SNIPPETS
from tests.browser.roads.states import SHORT, STATES
from tests.browser.roads.table import details, table


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.roads", description=__doc__)
    names = [name for name in GRADES if name != CONTROL.name]
    parser.add_argument("--grade", action="append", choices=list(GRADES), help="may be given again; all if not given")
    parser.add_argument("--snippet", action="append", help="an id, or its start with *; may be given again")
    parser.add_argument("--list", action="store_true", help="list the snippets")
    parser.add_argument("--quiet", action="store_true", help="print the table only")
    parser.add_argument("--short", action="store_true", help="leave the reloads out")
    parser.add_argument("--browsers", type=int, default=BROWSERS)
    parser.add_argument("--browser", choices=["chromium", "firefox"], default="chromium")
    given = parser.parse_args()
    snippets = [
        snippet
        for snippet in SNIPPETS
        if not given.snippet
        or any(snippet.id == one or (one.endswith("*") and snippet.id.startswith(one[:-1])) for one in given.snippet)
    ]
    if not snippets:
        sys.exit("No snippet has such an id; --list lists them.")
    if given.list:
        for snippet in snippets:
            print(f"{snippet.id:34} {snippet.road:16} {snippet.category}")
        return
    grades = [] if given.grade == [CONTROL.name] else given.grade or names
    started = time.monotonic()
    outcome = asyncio.run(
        run(
            [(GRADES[name], SHORT if given.short else STATES) for name in grades],
            snippets,
            given.browser,
            given.browsers,
            tell=lambda cell: None if given.quiet else print(details(cell), end="", flush=True),
        )
    )
    for line in outcome.broken:
        print(f"BROKEN {line}")
    print(table(outcome))
    print(f"{len(snippets)} snippets, {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
