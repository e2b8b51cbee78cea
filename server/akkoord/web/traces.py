"""Traces, sent to an OpenTelemetry collector: one span for each request, one within it for each call of the store.

Imported only where traces are wanted: the libraries are an extra.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from multiprocessing.util import Finalize
from threading import Lock

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode, Tracer, get_current_span

from .. import __version__
from .watching import Answered

SEND_WITHIN = 4
"""Seconds that sending one batch may take, with all attempts: a worker that ends must not be held up by it."""


class Traces:
    """Makes spans, and sends them in batches from a thread of its own.

    That thread starts at the first request: this may be built in a process that goes on to make others.
    """

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._lock = Lock()
        self._tracer: Tracer | None = None

    @contextmanager
    def request(self) -> Iterator[str]:
        """A span around one request; gives the id of its trace. No trace is taken over from who asks."""
        tracer = self._tracer or self._start()
        # What an error says is not taken along: nobody knows what stands in it.
        with tracer.start_as_current_span(
            "request", Context(), SpanKind.SERVER, record_exception=False, set_status_on_exception=False
        ) as span:
            yield f"{span.get_span_context().trace_id:032x}"

    def answered(self, answered: Answered) -> None:
        """Say in the request's span how it was answered."""
        span = get_current_span()
        span.update_name(f"{answered.method} {answered.route}")
        span.set_attribute("http.request.method", answered.method)
        span.set_attribute("http.route", answered.route)
        span.set_attribute("http.response.status_code", answered.status)
        span.set_attribute("akkoord.request", answered.id)
        if answered.site:
            span.set_attribute("akkoord.site", answered.site)
        if answered.code:
            span.set_attribute("error.type", answered.code)
        if answered.status >= 500:
            span.set_status(Status(StatusCode.ERROR))

    def call(self, operation: str) -> AbstractContextManager[object]:
        """A span around one call of the store, within that of a request; at start there is none."""
        if self._tracer is None or not get_current_span().get_span_context().is_valid:
            return nullcontext()
        return self._call(self._tracer, operation)

    def counted(self, site: str, counts: Sequence[tuple[str, str]]) -> None:
        """Of no interest here."""

    @contextmanager
    def _call(self, tracer: Tracer, operation: str) -> Iterator[None]:
        with tracer.start_as_current_span(
            f"store {operation}", kind=SpanKind.CLIENT, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield
            except Exception as error:
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(Status(StatusCode.ERROR))
                raise

    def _start(self) -> Tracer:
        with self._lock:
            if self._tracer is None:
                resource = Resource.create({"service.name": "akkoord", "service.version": __version__})
                provider = TracerProvider(resource=resource, shutdown_on_exit=False)
                exporter = OTLPSpanExporter(self._endpoint, timeout=SEND_WITHIN)
                provider.add_span_processor(BatchSpanProcessor(exporter))
                # sends what is left when this process ends, also if it is one that multiprocessing started
                Finalize(None, provider.shutdown, exitpriority=1)
                self._tracer = provider.get_tracer("akkoord", __version__)
            return self._tracer
