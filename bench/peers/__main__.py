"""``PYTHONPATH=server python -m bench.peers``: the same roads with other tools. It takes minutes for each."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from bench.peers.packages import fetch
from bench.peers.tools import TOOLS
from tests.browser.roads.run import BROWSERS, run
from tests.browser.roads.snippets import SNIPPETS
from tests.browser.roads.states import SHORT, STATES
from tests.browser.roads.table import details, table


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--tool", action="append", choices=[tool.name for tool in TOOLS])
    parser.add_argument("--snippet", action="append", help="an id; all if not given")
    parser.add_argument("--short", action="store_true", help="leave the reloads out")
    parser.add_argument("--browsers", type=int, default=BROWSERS)
    parser.add_argument("--details", action="store_true", help="print each cell that is wrong")
    given = parser.parse_args()
    tools = [tool for tool in TOOLS if not given.tool or tool.name in given.tool]
    snippets = [snippet for snippet in SNIPPETS if not given.snippet or snippet.id in given.snippet]
    with tempfile.TemporaryDirectory(prefix="akkoord-peers-") as directory:
        files = fetch(tools, Path(directory))
    outcome = asyncio.run(
        run(
            [(tool.grade(), SHORT if given.short else STATES) for tool in tools],
            snippets,
            browsers=given.browsers,
            files=files,
            tell=lambda cell: print(details(cell), end="", flush=True) if given.details else None,
        )
    )
    print(table(outcome))
    for line in outcome.broken:
        print(line)


if __name__ == "__main__":
    main()
