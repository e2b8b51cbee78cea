"""What is done once a day, at night: erase what is over its time, and find withdrawals that nobody was told of."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from .background import Job, Pause
from .law import kept_for
from .ledger import Ledger
from .model import Notice, Site, utc_now
from .store import Store
from .tokens import Signer
from .withdrawals.book import Book
from .withdrawals.making import sweep

NIGHT = range(1, 5)
"""The hours in UTC at which it begins."""
LATEST = timedelta(days=2)
"""After this time without a night it begins at any hour: not every server is there at night."""
OVERLAP = timedelta(hours=1)
"""How much of the day before is looked at again: clocks of several servers may be apart."""
_KIND, _DONE = "daily", "done"
log = logging.getLogger("akkoord.daily")
# what was erased is told, though it is no error
log.setLevel(logging.INFO)


class Daily:
    """The job of the day. What is cut off is done by the next who comes, an hour later: each step can be done again."""

    def __init__(
        self,
        sites: Mapping[str, Site],
        notices: Mapping[str, Notice],
        signer: Signer,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._sites = sites
        self._notices = notices
        self._signer = signer
        self._clock = clock

    def job(self) -> Job:
        """This as a job: it looks every hour whether it is time."""
        return Job("daily work", 3600.0, self.round, alone=True)

    def round(self, store: Store, pause: Pause) -> None:
        """Do the work of the day if it is time."""
        now = self._clock()
        kept = store.document(_KIND, _DONE)
        if kept is None:
            # the first day ends with the first night
            store.put_document(_KIND, _DONE, now.isoformat())
            return
        done = datetime.fromisoformat(kept)
        if is_due(done, now):
            self._work(store, done, now, pause)
            store.put_document(_KIND, _DONE, now.isoformat())

    def _work(self, store: Store, done: datetime, now: datetime, pause: Pause) -> None:
        ledger = Ledger(store, self._signer, self._notices, self._sites, self._clock)
        for id, site in self._sites.items():
            pause()
            missed = sweep(store, site, done - OVERLAP, now, pause)
            kept = kept_for(site)
            erased = ledger.prune(id, now - kept, lambda _: pause()) if kept else 0
            if erased:
                pause()
                ledger.scrub()
            dropped = Book(store).drop(id, now - kept) if kept else 0
            if missed or erased or dropped:
                fields = {"site": id, "erased": erased, "withdrawals_found": missed, "withdrawals_dropped": dropped}
                log.info("The daily work is done.", extra={"fields": fields})


def is_due(done: datetime, now: datetime) -> bool:
    """Whether the work of a day is to begin, when it was done last at that time."""
    at_night = now.hour in NIGHT and now.date() > done.date()
    return at_night or now - done >= LATEST
