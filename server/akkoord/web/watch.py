"""Who watches, as the settings say: the log, the metrics, the traces."""

from __future__ import annotations

from collections.abc import Callable, Container
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from flask import Flask

from ..errors import ConfigurationError, Detail
from ..log import start_log
from ..settings import Settings
from ..store import Store
from ..store.watched import WatchedStore
from .request_log import write_request
from .unrecorded import Unrecorded
from .watching import Answered, Watching

if TYPE_CHECKING:
    from .metrics import Metrics
    from .traces import Traces


class Watch:
    """Puts those who watch around the store and the application. What is off is not imported.

    :ivar unrecorded: counts the decisions that could not be recorded; has a job of its own.
    :raises akkoord.errors.ConfigurationError: traces are wanted, and what makes them is not installed.
    """

    def __init__(self, settings: Settings, sites: Container[str]) -> None:
        start_log()
        self._sites = sites
        self._token = settings.metrics_token
        self._write = settings.log == "requests"
        self._metrics = _metrics(settings)
        self._traces = _traces(settings) if settings.traces else None
        self.unrecorded = Unrecorded()

    def store(self, store: Store) -> Store:
        """The store, watched."""
        store = WatchedStore(store, self._metrics)
        return WatchedStore(store, self._traces) if self._traces else store

    def app(self, app: Flask) -> None:
        """Watch an application; comes last, so that nothing stands around it."""
        watches: list[Callable[[Answered], None]] = [write_request] if self._write else []
        around: Callable[[], AbstractContextManager[str]] | None = None
        from .metrics import metrics_page

        app.register_blueprint(metrics_page(self._metrics, self._token))
        watches += [self._metrics.answered, self.unrecorded.answered]
        if self._traces is not None:
            watches.append(self._traces.answered)
            around = self._traces.request
        app.wsgi_app = Watching(app.wsgi_app, self._sites, watches, around)  # type: ignore[method-assign]


def _metrics(settings: Settings) -> Metrics:
    from .metrics import Metrics

    return Metrics(settings.store)


def _traces(settings: Settings) -> Traces:
    try:
        from .traces import Traces
    except ImportError:
        hint = "pip install 'akkoord[traces]', or unset it"
        raise ConfigurationError(
            "AKKOORD_TRACES is set, and what makes traces is not installed.",
            Detail("AKKOORD_TRACES", "no library", hint),
        ) from None
    return Traces(settings.traces)
