"""One line of the log for each request."""

from __future__ import annotations

import logging

from .watching import Answered

log = logging.getLogger("akkoord.requests")


def write_request(answered: Answered) -> None:
    """Write how a request was answered; fields without a value are left out."""
    fields: dict[str, str | int | float] = {
        "request": answered.id,
        "method": answered.method,
        "route": answered.route,
        "status": answered.status,
        "ms": round(answered.seconds * 1000, 3),
    }
    if answered.site:
        fields["site"] = answered.site
    if answered.code:
        fields["code"] = answered.code
    if answered.trace:
        fields["trace"] = answered.trace
    # The record is made here, because `log.info` walks the stack to find out that it was called here. Whether it is
    # wanted was settled at start.
    record = logging.LogRecord(log.name, logging.INFO, __file__, 0, "request", (), None)
    record.fields = fields
    log.handle(record)
