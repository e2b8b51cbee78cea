"""Counts the decisions that could not be recorded: in memory at first, because it may be the store that failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from threading import Lock

from .. import errors, tally
from ..background import Job, Pause
from ..model import utc_now
from ..store import Store
from ..store.rows import utc_day
from .watching import DECISIONS, Answered

EVERY = 60.0
"""Seconds between two times that what was gathered is written: so much is lost if the process is killed."""
AT_ONCE = 500
"""How many are written in one step."""
CODES = frozenset(
    {"internal"}
    | {each.code for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.AkkoordError)}
)
"""What an error may be counted as; any other is that of :class:`akkoord.errors.AkkoordError`."""


class Unrecorded:
    """Gathers, by site, UTC day and code of the error, what was answered with an error in place of being recorded."""

    def __init__(self, clock: Callable[[], datetime] = utc_now) -> None:
        self._clock = clock
        self._lock = Lock()
        self._waiting: Counter[tuple[str, str, str]] = Counter()

    def answered(self, answered: Answered) -> None:
        """Count an answer, if it refused a decision of a site that there is."""
        # the first question is all that a recorded decision costs
        if answered.status < 400 or answered.route != DECISIONS or answered.method != "POST" or not answered.site:
            return
        code = answered.code if answered.code in CODES else errors.AkkoordError.code
        with self._lock:
            self._waiting[answered.site, utc_day(self._clock()), code] += 1

    def job(self) -> Job:
        """Writing, as a job; in each worker, because each gathers its own."""
        return Job("counting what was not recorded", EVERY, self.write, at_end=True)

    def write(self, store: Store, pause: Pause) -> None:
        """Write what was gathered. What the store does not take waits for the next time.

        Where the store did it and its answer was lost, it is counted twice: better than never.
        """
        with self._lock:
            found = dict(self._waiting)
        for key, times in found.items():
            site, day, code = key
            for done in range(0, times, AT_ONCE):
                step = min(AT_ONCE, times - done)
                store.count(site, day, tally.error_counts(code, step))
                with self._lock:
                    self._waiting[key] -= step
                    if not self._waiting[key]:
                        del self._waiting[key]
