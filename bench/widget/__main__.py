"""``make bench-widget``: how soon the question is on the screen, and how soon a granted script runs, beside the peers.

A real Chromium, a slow 4G network as its developer tools have it, and a fourth of the processor's speed. All candidates
take turns in one run, on the same server. Compare only within one run: machines differ, and one machine differs from
minute to minute.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from akkoord.paths import built
from bench.recording.accounting import calibrate
from bench.recording.decisions import KEY
from bench.recording.served import APP, served
from bench.widget import visits
from bench.widget.candidates import AKKOORD, ALL, BUTTONS, SITE, Addresses, Candidate
from bench.widget.figures import Figures, bars, machine, table
from bench.widget.files import TRACKER_FILE, write_pages, write_site
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.servers import free_port

FULL, QUICK = 9, 1
FILES = "bench.widget.site:make_app"
TRACKER_HOST = "meten.localhost"
"""A host of a service that the demo's site asks for."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.widget", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round: to see that it runs")
    parser.add_argument("--rounds", type=int, default=FULL)
    parser.add_argument("--only", action="append", choices=[each.id for each in ALL], help="leave the others out")
    given = parser.parse_args()
    rounds = QUICK if given.quick else given.rounds
    candidates = [each for each in ALL if not given.only or each.id in given.only]
    start = time.monotonic()
    with sites(candidates) as pages, chromium() as browser:
        found = measure(browser, candidates, pages, rounds)
    print(table(candidates, found), end="\n\n")
    for bar in bars(candidates, found):
        print(bar.line())
    print(f"\n{machine(found)} {time.monotonic() - start:.0f} s, medians of {rounds}.")
    if given.quick:
        print("Too short to say anything about the bars; run it without --quick for that.")


@contextmanager
def sites(candidates: Sequence[Candidate]) -> Iterator[dict[str, str]]:
    """Start the website and Akkoord; the address of each candidate's page."""
    with tempfile.TemporaryDirectory(prefix="akkoord-bench-") as directory:
        files, npm = Path(directory, "site"), Path(directory, "npm")
        files.mkdir()
        npm.mkdir()
        write_site(candidates, files, npm)
        settings = {
            "STORE": f"sqlite:///{directory}/akkoord.db",
            "SECRET_KEY": KEY,
            "CONFIG": str(built("examples") / SITE / "akkoord.toml"),
            "RATE_LIMIT": "off",
        }
        with served(APP, {f"AKKOORD_{name}": value for name, value in settings.items()}) as akkoord:
            # the website reads its files when it starts
            port = free_port()
            tracker = f"http://{TRACKER_HOST}:{port}/{TRACKER_FILE}"
            write_pages(candidates, files, addresses(f"http://127.0.0.1:{akkoord.port}", tracker))
            with served(FILES, {"BENCH_SITE": str(files)}, port) as website:
                yield {each.id: f"http://127.0.0.1:{website.port}/{each.id}.html" for each in candidates}


def addresses(akkoord: str, tracker: str) -> Addresses:
    """What pages name; the banner's address is the one that the site script has for formal Dutch."""
    script = f"{akkoord}/sites/{SITE}/akkoord.js"
    with urlopen(script, timeout=10) as answer:
        banner = re.search(rf"sites/{SITE}/banner/\w+/nl_NL_formal\.js", answer.read().decode())
    if banner is None:
        sys.exit(f"{script} names no banner in formal Dutch")
    return Addresses(script, f"{akkoord}/{banner[0]}", tracker)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = [*ARGUMENTS, "--host-resolver-rules=MAP *.localhost 127.0.0.1"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


def measure(browser: Browser, candidates: Sequence[Candidate], pages: dict[str, str], rounds: int) -> Figures:
    """Let all take turns; each round begins with another one."""
    found = Figures()
    granted = {each.id: visits.grant(browser, each, pages[each.id]) for each in candidates}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds} ...", file=sys.stderr, flush=True)
        for each in turned(candidates, number):
            address = pages[each.id]
            found.loops.append(calibrate())
            found.loads.append(os.getloadavg()[0])
            found.first[each.id].append(visits.first(browser, each, address))
            cold, warm = visits.returning(browser, each, address, granted[each.id])
            found.cold[each.id].append(cold)
            found.warm[each.id].append(warm)
        if AKKOORD in candidates:
            for name, button in BUTTONS.items():
                found.pressed[name].append(visits.pressed(browser, AKKOORD, pages[AKKOORD.id], button))
    return found


def turned(candidates: Sequence[Candidate], number: int) -> list[Candidate]:
    """The candidates, beginning with another one in each round."""
    at = number % len(candidates)
    return [*candidates[at:], *candidates[:at]]


if __name__ == "__main__":
    main()
