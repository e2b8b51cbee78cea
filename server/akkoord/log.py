"""What the backend writes on stderr: one JSON object a line, in which no token, id or password stands.

Modules write to the loggers under ``akkoord``. ``extra={"fields": {...}}`` adds fields to a line; their values are
written as they are.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from .masking import mask

_encode = json.JSONEncoder(separators=(",", ":")).encode


class JsonLines(logging.Formatter):
    """A record as one JSON object: ``time`` (UTC), ``level``, ``message``, the fields it came with, and ``stack``."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {
            "time": time[:-6] + "Z",
            "level": record.levelname.lower(),
            # a text without arguments is one of ours
            "message": mask(record.getMessage()) if record.args else record.msg,
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["stack"] = mask(self.formatException(record.exc_info))
        return _encode(line)


class Stderr(logging.Handler):
    """Writes each record in one go to whatever stderr is now, so that the lines of several workers do not mix."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:
            self.handleError(record)


def start_log() -> None:
    """Let everything under ``akkoord`` be written. Where somebody writes it already, this changes nothing."""
    log = logging.getLogger("akkoord")
    if not log.handlers:
        handler = Stderr()
        handler.setFormatter(JsonLines())
        log.addHandler(handler)
