"""Stands around every request, and tells those who watch how it was answered. Of the visitor it knows nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from random import getrandbits
from time import perf_counter
from types import TracebackType
from typing import Any, NamedTuple, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import request
from werkzeug import Request

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "other"
"""The method that nobody knows, and the route of what no route leads to: whoever asks must not make up names here."""

DECISIONS = "/api/v1/sites/{site}/decisions"
"""The route on which decisions come."""

REQUEST_ID = "akkoord.request"
ERROR_CODE = "akkoord.error_code"
PLACE = "akkoord.place"
"""Keys of the WSGI environment."""


class Answered(NamedTuple):
    """How one request was answered.

    :param route: the pattern of the address, such as ``/sites/{site}/akkoord.js``.
    :param site: empty if the address names no site that there is.
    :param code: of the error, if it was answered with one.
    :param seconds: until the answer could be sent.
    :param id: random; an error is answered with it, as ``X-Request-Id``.
    :param trace: the trace that it is part of, if there is one.
    """

    method: str
    route: str
    site: str
    status: int
    code: str
    seconds: float
    id: str
    trace: str


class Watching:
    """WSGI middleware around the whole application.

    :param sites: the ids of the sites that there are.
    :param watches: each is told of each answer.
    :param around: stands around each request, and gives its trace.
    """

    def __init__(
        self,
        app: WSGIApplication,
        sites: Container[str],
        watches: Sequence[Callable[[Answered], None]],
        around: Callable[[], AbstractContextManager[str]] | None = None,
    ) -> None:
        self._app = app
        self._sites = sites
        self._watches = watches
        self._around = around or _nothing_around

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = perf_counter()
        id = environ[REQUEST_ID] = f"{getrandbits(64):016x}"
        status, place = 500, (OTHER, "")

        def start(
            line: str,
            headers: list[tuple[str, str]],
            error: tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None = None,
            /,
        ) -> Callable[[bytes], object]:
            nonlocal status, place
            status = int(line[:3])
            if self._watches:
                # now, because Flask forgets the request once it is answered
                place = _place(environ, self._sites)
            # never on what a browser keeps: there it would be a mark
            if status >= 400:
                headers.append(("X-Request-Id", id))
            return start_response(line, headers, error) if error else start_response(line, headers)

        with self._around() as trace:
            try:
                return self._app(environ, start)
            finally:
                if self._watches:
                    self._tell(environ, place, status, began, trace)

    def _tell(self, environ: WSGIEnvironment, place: tuple[str, str], status: int, began: float, trace: str) -> None:
        method = environ["REQUEST_METHOD"]
        code = environ.get(ERROR_CODE, "internal" if status == 500 else "")
        seconds = perf_counter() - began
        answered = Answered(
            method if method in METHODS else OTHER, *place, status, code, seconds, environ[REQUEST_ID], trace
        )
        for watch in self._watches:
            watch(answered)


def this_request() -> Mapping[str, Any]:
    """What a line of the log says of the request that is being answered."""
    environ = request.environ
    return {"fields": {"request": environ.get(REQUEST_ID, ""), "route": _pattern(request)}}


def _nothing_around() -> AbstractContextManager[str]:
    return _NOTHING


_NOTHING = nullcontext("")


def _place(environ: WSGIEnvironment, sites: Container[str]) -> tuple[str, str]:
    """Route and site of a request; who answers without Flask says them."""
    if PLACE in environ:
        return cast(tuple[str, str], environ[PLACE])
    found = cast(Request | None, environ.get("werkzeug.request"))
    if found is None:
        return OTHER, ""
    site = (getattr(found, "view_args", None) or {}).get("site", "")
    return _pattern(found), site if site in sites else ""


def _pattern(found: Any) -> str:
    rule = getattr(found, "url_rule", None)
    return _braces(rule.rule) if rule else OTHER


@cache
def _braces(rule: str) -> str:
    """``/sites/<site>`` as the documentation writes it, ``/sites/{site}``."""
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", r"{\1}", rule)
