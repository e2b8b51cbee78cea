"""What Prometheus reads: counts and durations. Every label has a value out of a list that is known at start."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cache, partial
from hmac import compare_digest
from platform import python_version
from time import perf_counter
from types import TracebackType

from flask import Blueprint, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from .. import __version__
from ..errors import Detail, NotFound, StoreError, TokenInvalid, TokenMissing
from ..proxies import read_address
from .watching import Answered

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The variable in which prometheus-client looks for a directory that several processes count in."""

REQUEST_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
STORE_SECONDS = (0.0001, 0.00025, *REQUEST_SECONDS)
"""Upper edges of the histograms' buckets. A store waits 5 seconds at most."""

STORES = {"rediss": "redis", "postgres": "postgresql"}
"""Two ways to write one kind of store."""

_BY_PROXIES = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")
"""Headers by which a proxy says that somebody else asks."""

_KNOWN_ERRORS = ("append", "count", "latest", "notice", "ping", "publish", "tally")
"""Operations whose errors are shown as none, so that the first one is a rise."""


class Metrics:
    """Counts what it is told, and writes it down for Prometheus.

    :param store_url: only its scheme is shown.
    """

    def __init__(self, store_url: str) -> None:
        scheme = store_url.partition(":")[0]
        self._store = STORES.get(scheme, scheme)
        self.registry = registry = CollectorRegistry()
        self._requests = Counter(
            "akkoord_requests", "Requests that were answered.", ("route", "method", "status"), registry=registry
        )
        self._request_seconds = Histogram(
            "akkoord_request_duration_seconds",
            "From a request to its answer.",
            ("route",),
            buckets=REQUEST_SECONDS,
            registry=registry,
        )
        decisions = Counter(
            "akkoord_decisions", "Decisions that were recorded.", ("site", "outcome"), registry=registry
        )
        displays = Counter("akkoord_displays", "Banners that were shown.", ("site",), registry=registry)
        unknown = Counter(
            "akkoord_unknown_hosts",
            "How often a page was held from a third party that no service names.",
            ("site",),
            registry=registry,
        )
        self._call_seconds = Histogram(
            "akkoord_store_call_duration_seconds",
            "Calls of the store.",
            ("operation", "store"),
            buckets=STORE_SECONDS,
            registry=registry,
        )
        self._call_errors = Counter(
            "akkoord_store_errors", "Calls that the store did not answer.", ("operation", "store"), registry=registry
        )
        build = Gauge(
            "akkoord_build_info",
            "The version that runs.",
            ("version", "python"),
            multiprocess_mode="max",
            registry=registry,
        )
        build.labels(__version__, python_version()).set(1)
        # asked for at each request: the library's own way to a child takes a lock and makes texts
        self._request = cache(self._make_request)
        self._operation = cache(self._make_operation)
        self._decision, self._display, self._unknown = (
            cache(decisions.labels),
            cache(displays.labels),
            cache(unknown.labels),
        )
        for operation in _KNOWN_ERRORS:
            self._call_errors.labels(operation, self._store)

    def answered(self, answered: Answered) -> None:
        """Count a request."""
        count, observe = self._request(answered.route, answered.method, answered.status // 100)
        count()
        observe(answered.seconds)

    def call(self, operation: str) -> _Call:
        """Time a call of the store."""
        return _Call(*self._operation(operation))

    def counted(self, site: str, counts: Sequence[tuple[str, str]]) -> None:
        """Count what the ledger counted, as far as it is told here."""
        for dimension, value in counts:
            if dimension == "outcome":
                self._decision(site, value).inc()
            elif dimension == "display":
                self._display(site).inc()
            elif dimension == "unknown":
                # the host is nobody's business here, and there is no end to them
                self._unknown(site).inc()

    def text(self) -> bytes:
        """Everything, in the format of Prometheus; of all worker processes together where they count in files."""
        if not os.environ.get(SHARED):
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)

    def _make_request(
        self, route: str, method: str, hundreds: int
    ) -> tuple[Callable[[], None], Callable[[float], None]]:
        count = self._requests.labels(route, method, f"{hundreds}xx")
        return count.inc, self._request_seconds.labels(route).observe

    def _make_operation(self, operation: str) -> tuple[Callable[[float], None], Callable[[], None]]:
        errors = self._call_errors.labels(operation, self._store)
        return self._call_seconds.labels(operation, self._store).observe, errors.inc


class _Call:
    """Times what happens within it."""

    __slots__ = ("_began", "_fail", "_observe")

    def __init__(self, observe: Callable[[float], None], fail: Callable[[], None]) -> None:
        self._observe = observe
        self._fail = fail

    def __enter__(self) -> None:
        self._began = perf_counter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._observe(perf_counter() - self._began)
        if isinstance(error, StoreError):
            self._fail()


def metrics_page(metrics: Metrics, token: str) -> Blueprint:
    """``/metrics``, for whoever has the token; without one, for programs on this machine."""
    blueprint = Blueprint("metrics", __name__)
    blueprint.add_url_rule("/metrics", "show", partial(_show, metrics, token.encode()))
    return blueprint


def _show(metrics: Metrics, token: bytes) -> Response:
    if token:
        _check(token)
    elif not _is_from_here():
        raise NotFound("There is no such page.")
    response = Response(metrics.text(), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_from_here() -> bool:
    """Whether a program on this machine asks, and no proxy for somebody else."""
    address = read_address(request.remote_addr or "")
    return address is not None and address.is_loopback and not any(name in request.headers for name in _BY_PROXIES)


def _check(token: bytes) -> None:
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        hint = "Authorization: Bearer <AKKOORD_METRICS_TOKEN>"
        raise TokenMissing("The metrics are for who has their token.", Detail("Authorization", "missing", hint))
    if not compare_digest(given.token.encode(), token):
        raise TokenInvalid("That is not the token of the metrics.")
