"""A collector of OpenTelemetry traces: takes them over HTTP, and keeps the spans."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span

PATIENCE = 20
"""Seconds that a span may take."""


@dataclass
class Received:
    """What was sent to the collector."""

    address: str
    spans: Queue[Span] = field(default_factory=Queue)
    resources: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)

    def take(self, count: int) -> list[Span]:
        """The next spans, in the order in which they began."""
        return sorted(
            (self.spans.get(timeout=PATIENCE) for _ in range(count)), key=lambda span: span.start_time_unix_nano
        )


def attributes(of: Iterator[KeyValue] | list[KeyValue]) -> dict[str, str]:
    return {each.key: str(getattr(each.value, each.value.WhichOneof("value") or "")) for each in of}


@contextmanager
def otlp_receiver() -> Iterator[Received]:
    """A collector on a free port of this machine."""

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            received.paths.add(self.path)
            received.bodies.append(body)
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                received.resources.append(attributes(list(resource.resource.attributes)))
                for scope in resource.scope_spans:
                    for span in scope.spans:
                        received.spans.put(span)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    received = Received(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield received
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
