"""Seals in the background, as one of its jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from ..background import Job, Pause
from ..errors import ProofInvalid
from ..model import utc_now
from ..settings import Settings
from ..store import Store
from ..tokens import Signer
from .outlets import Outlet, outlets
from .sealing import Signing, seal_all, sign

EVERY = 10.0
"""Seconds between two rounds, more or less."""


class Sealer:
    """Seals and signs what waits of all sites. Every worker does: the store takes each place from one of them only."""

    def __init__(
        self, signing: Signing, outlets: Iterable[Outlet] = (), clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._signing = signing
        self._outlets = list(outlets)
        self._clock = clock

    def job(self) -> Job:
        """This as a job. It is done once more at the end: what was decided is sealed by then."""
        return Job("sealing", EVERY, self.round, at_end=True)

    def round(self, store: Store, _: Pause) -> None:
        """Seal and sign once."""
        try:
            for site in store.sites():
                self._site(store, site)
        except LookupError as error:
            raise ProofInvalid(f"{error} Run akkoord verify.") from error

    def _site(self, store: Store, site: str) -> None:
        _, all_sealed = seal_all(store, site, self._clock())
        note = sign(store, site, self._clock(), self._signing) if all_sealed else None
        if note is not None:
            for outlet in self._outlets:
                outlet.send(note)


def sealer_of(settings: Settings) -> Sealer:
    """The one that the settings want."""
    return Sealer(signing_of(settings), outlets(settings.checkpoint_file, settings.checkpoint_webhook))


def signing_of(settings: Settings) -> Signing:
    """How the settings have checkpoints signed."""
    every = timedelta(minutes=settings.checkpoint_minutes)
    return Signing(Signer(settings.secret_keys), settings.base_url, every)
