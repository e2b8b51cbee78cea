"""What the system says that processes used, and how fast the machine is at the moment."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

TURNS = 400_000


def cpu_seconds(*roots: int) -> float:
    """The CPU time, user and system, of these processes and of all below them that live."""
    ticks = sum(int(fields[11]) + int(fields[12]) for fields in _family(roots))
    return ticks / os.sysconf("SC_CLK_TCK")


def resident_bytes(root: int) -> int:
    """The memory of the largest process among one and those below it."""
    return max(int(fields[21]) for fields in _family([root])) * os.sysconf("SC_PAGE_SIZE")


def calibrate() -> float:
    """CPU seconds of a fixed loop: how slow the machine is now."""
    start = time.process_time()
    total = 0
    for turn in range(TURNS):
        total += turn * turn % 7
    return time.process_time() - start


def _family(roots: Iterator[int] | tuple[int, ...] | list[int]) -> list[list[str]]:
    """The fields of ``/proc/PID/stat`` after the name, of each process and of those below it."""
    processes = dict(_processes())
    members = set(roots)
    while more := {id for id, fields in processes.items() if int(fields[1]) in members} - members:
        members |= more
    return [processes[id] for id in members if id in processes]


def _processes() -> Iterator[tuple[int, list[str]]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            # it ended meanwhile
            continue
        yield int(path.parent.name), fields
