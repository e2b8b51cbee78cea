"""Works beside the requests: jobs that come again and again, in one thread of each worker, with a store of its own."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.util import Finalize
from threading import Event, Thread

from .errors import AkkoordError, StoreError
from .model import utc_now
from .store import Store

STOP_WITHIN = 3.0
"""Seconds that what was begun has to come to its end. What is cut off all the same is done again, or left no trace."""
TURN = "turn"
"""The kind of the documents that say whose turn it was."""
log = logging.getLogger("akkoord.background")

Pause = Callable[[], None]
"""Called by a job that takes long, where it leaves nothing half done: others that are due go in between. It raises
:class:`Stopped` when the job is to end."""


class Stopped(Exception):
    """The process is about to end."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is done again and again.

    :param every: seconds between two times, more or less: several workers do not come at the same moment.
    :param alone: whether one worker does it for all, of as many as share the store.
    :param at_end: whether it is done once more when the process ends.
    """

    name: str
    every: float
    do: Callable[[Store, Pause], object]
    alone: bool = False
    at_end: bool = False


class Background:
    """Does its jobs, each when it is due, until it is stopped.

    :param open: opens the store; it is tried until it is there.
    :param clock: by which workers take turns.
    """

    def __init__(
        self,
        open: Callable[[], Store],
        jobs: Sequence[Job],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._open = open
        self._store: Store | None = None
        self._jobs = jobs
        self._clock = clock
        self._due = {job.name: time.monotonic() + _soon(job) for job in jobs}
        self._under_way: set[str] = set()
        self._said: dict[str, str] = {}
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="akkoord-background", daemon=True)

    def start(self) -> None:
        """Begin. Belongs into the process that is to do it: a thread does not survive a fork."""
        self._thread.start()

    def stop(self) -> None:
        """Let what was begun come to a good place, do once more what is done at the end, and stop."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(STOP_WITHIN)

    def do(self, job: Job) -> None:
        """Do a job once, if it is our turn. Never raises: what is wrong is logged, once while it stays the same."""
        self._under_way.add(job.name)
        try:
            if self._store is None:
                self._store = self._open()
            if not job.alone or self._our_turn(self._store, job):
                job.do(self._store, self._pause)
            self._said.pop(job.name, None)
        except Stopped:
            pass
        except StoreError as error:
            self._say(job, f"{job.name} waits for the store: {error.message}")
        except AkkoordError as error:
            self._say(job, f"{job.name}: {error.message}")
        except Exception:
            log.exception("%s: unexpected error", job.name)
        finally:
            self._under_way.discard(job.name)

    def _run(self) -> None:
        while not self._stopped.wait(max(0.0, min(self._due.values()) - time.monotonic())):
            self._do_what_is_due()
        for job in self._jobs:
            if job.at_end:
                self.do(job)
        if self._store is not None:
            self._store.close()

    def _do_what_is_due(self) -> None:
        for job in self._jobs:
            if (
                self._due[job.name] <= time.monotonic()
                and job.name not in self._under_way
                and not self._stopped.is_set()
            ):
                self.do(job)
                self._due[job.name] = time.monotonic() + job.every * random.uniform(0.5, 1.5)

    def _pause(self) -> None:
        if self._stopped.is_set():
            raise Stopped
        self._do_what_is_due()

    def _our_turn(self, store: Store, job: Job) -> bool:
        """Take the turn of this stretch of time, if nobody has. It ends with that time, whatever became of us."""
        turn = int(self._clock().timestamp() // job.every)
        if not store.add_document(TURN, f"{job.name} {turn}", ""):
            return False
        for id in store.documents(TURN):
            name, _, number = id.rpartition(" ")
            # clocks of several servers may be a little apart
            if name == job.name and int(number) < turn - 1:
                store.drop_document(TURN, id)
        return True

    def _say(self, job: Job, message: str) -> None:
        if message != self._said.get(job.name):
            log.error("%s", message)
        self._said[job.name] = message


def start(background: Background) -> None:
    """Start it for this process; it is stopped when the process ends."""
    background.start()
    # also at the end of a worker process, which atexit knows nothing of
    Finalize(None, background.stop, exitpriority=10)


def _soon(job: Job) -> float:
    """When a job is done first: at once if one does it for all, else not by all workers at the same moment."""
    return 0.0 if job.alone else job.every * random.uniform(0.5, 1.5)
