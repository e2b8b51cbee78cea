"""Maps every error to HTTP, in one JSON shape."""

from __future__ import annotations

import logging

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from .. import errors
from ..masking import mask_tokens
from ..wire import ErrorBody, ErrorDetail, ErrorResponse
from .watching import ERROR_CODE, this_request

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
    errors.Forbidden: 403,
    errors.LoginFailed: 401,
    errors.TokenForOtherSite: 403,
    errors.TokenError: 401,
    errors.RequestError: 400,
    errors.StoreError: 503,
    errors.AkkoordError: 500,
}
"""Error -> HTTP status; an error that is not listed has that of its nearest ancestor."""

RETRY_AFTER = 2
"""Seconds after which a client may try again when the store was away."""


def status_of(error: errors.AkkoordError) -> int:
    """The HTTP status of an error."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def respond(status: int, code: str, message: str, *details: errors.Detail) -> Response:
    """An error as every client knows it."""
    body = ErrorResponse(
        error=ErrorBody(
            code=code,
            message=mask_tokens(message),
            details=[
                ErrorDetail(field=mask_tokens(d.field), problem=mask_tokens(d.problem), hint=d.hint) for d in details
            ],
        )
    )
    request.environ[ERROR_CODE] = code
    response = Response(body.model_dump_json(), status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def because(error: Exception) -> str:
    """An error with the first line of what led to it; the lines after it may hold what was to be stored."""
    reason = str(error.__cause__ or "").partition("\n")[0]
    return f"{error} {reason}".rstrip()


def register(app: Flask) -> None:
    """Answer every error of this application in the one shape."""

    @app.errorhandler(errors.AkkoordError)
    def expected(error: errors.AkkoordError) -> Response:
        if isinstance(error, errors.StoreError):
            log.error("store: %s", because(error), extra=this_request())
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
        log.exception("unexpected error", extra=this_request())
        return respond(500, "internal", "Something went wrong on our side; nothing was recorded.")
