"""Load: wrk keeps some connections open and sends the next request on each as soon as one is answered.

wrk is a small C program of Debian that hardly uses the core which it shares with the server. It waits with the next
request while the server is slow, so what it measures is a worker that is saturated, not a queue without end.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from bench.recording.decisions import ORIGIN, PATH, body

SCRIPT = Path(__file__).with_name("wrk.lua")


@dataclass(frozen=True, slots=True)
class Answers:
    """What came back; times in seconds."""

    requests: int
    seconds: float
    p50: float
    p99: float


Load = Callable[[int, int], Answers]
"""Takes port and connections."""


def decisions(notice: str, seconds: int) -> Load:
    """Decisions, each of a new visitor."""
    decision = body(notice).decode()
    # wrk makes the ids itself
    at = decision.index('"id":"') + len('"id":"')
    return posts(PATH, ORIGIN, f"{decision[:at]}ID{decision[at + 36 :]}", seconds)


def posts(path: str, origin: str, template: str, seconds: int, ids: str = "") -> Load:
    """Any posts.

    :param template: the body, with ``ID`` in the place of an id.
    :param ids: ``"short"`` for ids of letters and digits alone.
    """

    def act(port: int, connections: int) -> Answers:
        # other ids each time
        return _run(port, connections, seconds, ["POST", path, origin, template, token_hex(8), ids])

    return act


def gets(path: str, seconds: int, tag: str = "") -> Load:
    """One address again and again, as browsers ask for it.

    :param tag: the ETag of what they have already.
    """
    return lambda port, connections: _run(port, connections, seconds, ["GET", path, tag])


def _run(port: int, connections: int, seconds: int, arguments: Sequence[str]) -> Answers:
    """Run wrk.

    :raises SystemExit: a request was not answered as it should be.
    """
    program = shutil.which("wrk") or sys.exit("The bench needs wrk; install the package wrk.")
    options = f"--threads 1 --connections {connections} --duration {seconds}s --timeout 20s --script {SCRIPT}".split()
    command = [program, *options, f"http://127.0.0.1:{port}", "--", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    line = next((line for line in done.stdout.splitlines() if line.startswith("RESULT ")), None)
    if line is None:
        sys.exit(f"wrk failed: {done.stdout}{done.stderr}")
    requests, failed, spent, p50, p99 = map(int, line.split()[1:])
    if failed or not requests:
        sys.exit(f"{failed} of {requests} requests were not answered as they should be.")
    return Answers(requests, spent / 1e6, p50 / 1e6, p99 / 1e6)
