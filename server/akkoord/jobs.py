"""The jobs of a server, put together from the settings."""

from __future__ import annotations

from collections.abc import Sequence

from .alarms.outlets import outlets_of
from .alarms.sending import Sending as AlarmSending
from .alarms.watch import Watch
from .background import Background, Job, Pause
from .daily import Daily
from .model import utc_now
from .notice import make_notice
from .proof.sealer import sealer_of
from .settings import Settings
from .sites import load_sites, require
from .store import Store, open_store
from .tokens import Signer
from .withdrawals.sending import Sending


def background_of(settings: Settings, more: Sequence[Job] = ()) -> Background:
    """What works beside the requests, as the settings and ``akkoord.toml`` say.

    :param more: jobs of the application that answers the requests.
    """
    sites = require(load_sites(settings.config))
    notices = {id: make_notice(site) for id, site in sites.items()}
    signer = Signer(settings.secret_keys)

    def send(store: Store, pause: Pause) -> None:
        Sending(store, sites, signer).round(utc_now, pause)

    outlets = outlets_of(settings, signer)
    jobs = [
        *more,
        sealer_of(settings).job(),
        Job("telling of withdrawals", 60.0, send, alone=True),
        Daily(sites, notices, signer).job(),
    ]
    if outlets:
        jobs.append(Watch(sites, AlarmSending(sites, outlets, settings.base_url)).job())
    return Background(lambda: open_store(settings.store, settings.redis_min_replicas), jobs)
