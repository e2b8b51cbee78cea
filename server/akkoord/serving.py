"""Runs the production server: granian, the one of three that costs least (see ``bench/servers.py``)."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from . import worker_metrics
from .background import start
from .errors import ConfigurationError
from .jobs import background_of
from .settings import Settings, load_settings
from .sites import load_sites, require
from .web.parts import EXTENSION, Parts

THREADS = 4
"""Requests that one worker handles at a time: a slow store holds up only that many."""

STOP_WITHIN = 10
"""Seconds that a worker has to finish what it has begun."""


HEADERS_WITHIN = 10
"""Seconds that a client has for the headers of a request, and for its next one on the same connection."""

HEADERS_LIMIT = 32 * 1024
"""The most bytes that the headers of a request have."""


def check_port(host: str, port: int) -> None:
    """Raise :class:`ConfigurationError` if nobody could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigurationError(
                f"Port {port} on {host} cannot be used ({(error.strerror or str(error)).lower()}): "
                "choose another with PORT=, --port or AKKOORD_PORT."
            ) from None


def _load(target: str, with_jobs: bool) -> Any:
    """Build the application in a worker.

    A worker starts with its parent's signal handlers, which would swallow a signal that comes while it loads: Ctrl-C is
    the parent's business, and the parent's SIGTERM ends it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    worker_metrics.join()
    module, _, factory = target.partition(":")
    app = getattr(import_module(module), factory)()
    if with_jobs:
        # after the fork, beside the requests
        parts: Parts = app.extensions[EXTENSION]
        start(background_of(load_settings(os.environ), [parts.unrecorded.job()]))
    return app


def may_reload() -> bool:
    """Whether settings and sites can be served as they are now; what is wrong with them is logged."""
    try:
        require(load_sites(load_settings(os.environ).config))
    except ConfigurationError as error:
        logging.getLogger(__name__).error(
            "The configuration cannot be served: the workers stay as they are.",
            extra={"fields": {"findings": error.message.splitlines()}},
        )
        return False
    return True


def serve(target: str, settings: Settings, with_jobs: bool = True) -> None:
    """Serve a WSGI factory until it is told to stop (SIGINT, SIGTERM).

    :param target: ``"module:factory"``; each worker process calls it once, and reads the environment itself.
    :param with_jobs: whether each worker has the jobs of :mod:`akkoord.jobs` beside the requests; the factory makes an
        application of Akkoord then.
    """
    server = Granian(
        target,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        blocking_threads=THREADS,
        websockets=False,
        # browsers speak HTTP/2 with the proxy in front; here it has no limits of time
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN * 1000, max_buffer_size=HEADERS_LIMIT),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN,
    )
    reload: Callable[..., None] = server.signal_handler_reload

    def reload_what_can_be_served(*args: Any, **kwargs: Any) -> None:
        if may_reload():
            reload(*args, **kwargs)

    # else the workers that are there go on, with what could be served when they were made
    server.signal_handler_reload = reload_what_can_be_served  # type: ignore[method-assign]
    with worker_metrics.shared_directory():
        server.serve(target_loader=partial(_load, with_jobs=with_jobs))
