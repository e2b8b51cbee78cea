"""Seals in the background, beside the requests, with a store connection of its own."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from multiprocessing.util import Finalize
from threading import Event, Thread

from ..errors import AkkoordError, StoreError
from ..model import utc_now
from ..settings import Settings
from ..store import Store, open_store
from ..tokens import Signer
from .outlets import Outlet, outlets
from .sealing import Signing, seal_all, sign

EVERY = 10.0
"""Seconds between two rounds, more or less: several workers do not come at the same moment."""
STOP_WITHIN = 3.0
log = logging.getLogger("akkoord.proof")


class Sealer:
    """Seals and signs what waits of all sites, round by round, until it is stopped.

    :param open: opens the store; it is tried in each round until it is there.
    """

    def __init__(
        self,
        open: Callable[[], Store],
        signing: Signing,
        outlets: Iterable[Outlet] = (),
        clock: Callable[[], datetime] = utc_now,
        every: float = EVERY,
    ) -> None:
        self._open = open
        self._store: Store | None = None
        self._signing = signing
        self._outlets = list(outlets)
        self._clock = clock
        self._every = every
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="akkoord-sealer", daemon=True)
        self._said = ""

    def start(self) -> None:
        """Begin. Belongs into the process that is to do it: a thread does not survive a fork."""
        self._thread.start()

    def stop(self) -> None:
        """Seal once more, and stop. What is cut off because it takes too long leaves no trace."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(STOP_WITHIN)

    def round(self) -> None:
        """Seal and sign once. Never raises: what is wrong is logged, once while it stays the same."""
        try:
            if self._store is None:
                self._store = self._open()
            for site in self._store.sites():
                self._site(self._store, site)
            self._said = ""
        except StoreError as error:
            self._say(f"sealing waits for the store: {error.message}")
        except AkkoordError as error:
            self._say(f"sealing: {error.message}")
        except LookupError as error:
            self._say(f"sealing: {error} Run akkoord verify.")
        except Exception:
            log.exception("sealing: unexpected error")

    def _site(self, store: Store, site: str) -> None:
        _, all_sealed = seal_all(store, site, self._clock())
        note = sign(store, site, self._clock(), self._signing) if all_sealed else None
        if note is not None:
            for outlet in self._outlets:
                outlet.send(note)

    def _run(self) -> None:
        while not self._stopped.wait(self._every * random.uniform(0.5, 1.5)):
            self.round()
        self.round()
        if self._store is not None:
            self._store.close()

    def _say(self, message: str) -> None:
        if message != self._said:
            log.error("%s", message)
        self._said = message


def start_sealer(settings: Settings) -> Sealer:
    """Start one for this process, as the settings say; it is stopped when the process ends."""
    sealer = Sealer(
        lambda: open_store(settings.store, settings.redis_min_replicas),
        signing_of(settings),
        outlets(settings.checkpoint_file, settings.checkpoint_webhook),
    )
    sealer.start()
    # also at the end of a worker process, which atexit knows nothing of
    Finalize(None, sealer.stop, exitpriority=10)
    return sealer


def signing_of(settings: Settings) -> Signing:
    """How the settings have checkpoints signed."""
    every = timedelta(minutes=settings.checkpoint_minutes)
    return Signing(Signer(settings.secret_keys), settings.base_url, every)
