"""Sends what was made beforehand: compressed as the browser likes it, and not again if it has it."""

from __future__ import annotations

from flask import Response, request

from .embed_files import File


def send(file: File, mimetype: str, cache: str, vary: str = "Accept-Encoding") -> Response:
    """The answer with a file.

    :param vary: the headers of the request that made it this file in this form.
    """
    accepted = request.accept_encodings
    if accepted["br"]:
        response = Response(file.brotli)
        response.headers["Content-Encoding"] = "br"
    elif accepted["gzip"]:
        response = Response(file.gzip)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(file.body)
    response.mimetype = mimetype
    response.headers["Cache-Control"] = cache
    response.headers["Vary"] = vary
    response.set_etag(file.digest, weak=True)
    response.make_conditional(request)
    return response
