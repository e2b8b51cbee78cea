"""How several worker processes count together: in files of one directory, which lives as long as the server.

Each worker counts in files of its own, and whoever is asked for the metrics adds them up. A worker that takes the place
of a dead one goes on counting in that one's files: nothing that was counted is lost, and files do not heap up.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from tempfile import mkdtemp

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
"""The variable in which prometheus-client looks for the directory."""


@contextmanager
def shared_directory() -> Iterator[None]:
    """Make a directory for the workers that are started within, and remove it after them."""
    # what was counted elsewhere is not ours to add to
    os.environ.pop(DIRECTORY, None)
    directory = os.environ[DIRECTORY] = mkdtemp(prefix="akkoord-metrics-")
    try:
        yield
    finally:
        del os.environ[DIRECTORY]
        shutil.rmtree(directory, ignore_errors=True)


def join() -> None:
    """Let this worker count in the first files that no living one counts in. Comes before anything is counted."""
    directory = os.environ.get(DIRECTORY)
    if directory is None:
        return
    from prometheus_client import values

    place = _take_place(directory)
    values.ValueClass = values.MultiProcessValue(lambda: place)  # type: ignore[no-untyped-call]


def _take_place(directory: str) -> int:
    """The first number that nobody holds. The lock ends with the process, however it ends."""
    for place in count():
        lock = os.open(os.path.join(directory, f"worker-{place}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        return place
    raise AssertionError("count() has no end")
