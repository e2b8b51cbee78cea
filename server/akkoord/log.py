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

encode = json.JSONEncoder(separators=(",", ":")).encode


class JsonLines(logging.Formatter):
    """A record as one JSON object: ``time`` (UTC), ``level``, ``message``, the fields it came with, and ``stack``."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": utc_text(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            # a text without arguments is one of ours
            "message": mask(record.getMessage()) if record.args else record.msg,
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["stack"] = mask(self.formatException(record.exc_info))
        return encode(line)


class Stderr(logging.Handler):
    """Writes records to stderr."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            write_line(self.format(record))
        except Exception:
            self.handleError(record)


def utc_text(at: datetime) -> str:
    """A UTC time with milliseconds, as the lines have it."""
    return at.isoformat(timespec="milliseconds")[:-6] + "Z"


def write_line(line: str) -> None:
    """Write a line in one go to whatever stderr is now, so that those of several workers and threads do not mix."""
    sys.stderr.write(line + "\n")


def start_log() -> None:
    """Let everything under ``akkoord`` be written. Where somebody writes it already, this changes nothing."""
    log = logging.getLogger("akkoord")
    if not log.handlers:
        handler = Stderr()
        handler.setFormatter(JsonLines())
        log.addHandler(handler)
