"""Runs the production server: granian, the fastest kept WSGI server that was measured (see ``bench/servers.py``)."""

from __future__ import annotations

import socket

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from .errors import ConfigurationError, Detail
from .settings import Settings

THREADS = 4
"""Requests that one worker handles at a time: a slow store holds up only that many."""


def check_port(host: str, port: int) -> None:
    """Raise :class:`ConfigurationError` if nobody could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigurationError(
                f"Port {port} on {host} cannot be used: {(error.strerror or str(error)).lower()}.",
                Detail("AKKOORD_PORT", "cannot be used", "choose another with --port or AKKOORD_PORT"),
            ) from None


def serve(target: str, settings: Settings) -> None:
    """Serve a WSGI factory until it is told to stop (SIGINT, SIGTERM).

    :param target: ``"module:factory"``; each worker process calls it once, and reads the environment itself.
    """
    Granian(
        target,
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()
