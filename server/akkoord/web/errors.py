"""Maps every error to HTTP, in one JSON shape."""

from __future__ import annotations

import logging

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from .. import errors
from ..masking import mask
from ..wire import ErrorBody, ErrorDetail, ErrorResponse

log = logging.getLogger("akkoord")

STATUS: dict[type[errors.AkkoordError], int] = {
    errors.BodyTooLarge: 413,
    errors.InvalidRequest: 422,
    errors.UnknownSite: 404,
    errors.UnknownOrigin: 403,
    errors.NotFetched: 403,
    errors.RateLimited: 429,
    errors.UnknownNotice: 422,
    errors.UnknownLanguage: 422,
    errors.DecisionConflict: 409,
    errors.NotFound: 404,
    errors.TokenForOtherSite: 403,
    errors.TokenError: 401,
    errors.RequestError: 400,
    errors.StoreError: 503,
    errors.AkkoordError: 500,
}
"""Error -> HTTP status; an error that is not listed has that of its nearest ancestor."""

RETRY_AFTER = 2
"""Seconds after which a client may try again when the store was away."""


class MaskTokens(logging.Filter):
    """Keeps tokens out of the log, also out of the traces in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = mask(logging.Formatter().formatException(record.exc_info))
        return True


log.addFilter(MaskTokens())


def status_of(error: errors.AkkoordError) -> int:
    """The HTTP status of an error."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def respond(status: int, code: str, message: str, *details: errors.Detail) -> Response:
    """An error as every client knows it."""
    body = ErrorResponse(
        error=ErrorBody(
            code=code,
            message=mask(message),
            details=[ErrorDetail(field=mask(d.field), problem=mask(d.problem), hint=d.hint) for d in details],
        )
    )
    response = Response(body.model_dump_json(), status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def register(app: Flask) -> None:
    """Answer every error of this application in the one shape."""

    @app.errorhandler(errors.AkkoordError)
    def expected(error: errors.AkkoordError) -> Response:
        if isinstance(error, errors.StoreError):
            log.error("store: %s", error)
        response = respond(status_of(error), error.code, error.message, *error.details)
        if isinstance(error, errors.RateLimited):
            response.headers["Retry-After"] = str(error.retry_after)
        return response

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        code = (error.name or "error").lower().replace(" ", "_")
        if error.code == 413:
            code = errors.BodyTooLarge.code
        response = respond(error.code or 500, code, error.description or error.name)
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After"):
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        log.exception("unexpected error")
        return respond(500, "internal", "Something went wrong on our side; nothing was recorded.")
