"""Runs commands as processes of their own, to see what they take."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Took:
    """What a command took.

    :param cpu: seconds of CPU time, which other work on the machine does not lengthen as much.
    :param memory: the most that it had at once, in MB; not less than what this program has.
    """

    seconds: float
    cpu: float
    memory: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.cpu:.1f} s of CPU), {self.memory:.0f} MB"


def run(*arguments: str, **settings: str) -> Took:
    """Run a command of Akkoord's, which must end well."""
    environ = {**os.environ, "PYTHONPATH": "server", **settings}
    start = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "akkoord", *arguments], env=environ, stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as out:
        said = out.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"akkoord {' '.join(arguments)} failed: {said.decode()}")
    return Took(time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
