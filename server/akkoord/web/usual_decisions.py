"""Records the usual decision without Flask, whose way to a view and back is most of what a decision would cost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.test import run_wsgi_app

from ..fetch_metadata import check_fetch
from ..ledger import Ledger
from ..model import Site
from ..wire import BODY_LIMIT, DecisionRequest
from .answers import decision_text
from .bodies import check_body
from .limited import Limits
from .watching import DECISIONS, ERROR_CODE, PLACE

BEGIN, END = DECISIONS.split("{site}")
KEPT = 1024
"""How many sets of headers are kept at most."""
TOKEN = "{token}"
"""Where the token stands in kept headers."""

TOLD = {
    "Origin": "HTTP_ORIGIN",
    "Sec-Fetch-Dest": "HTTP_SEC_FETCH_DEST",
    "Sec-Fetch-Mode": "HTTP_SEC_FETCH_MODE",
    "Sec-Fetch-Site": "HTTP_SEC_FETCH_SITE",
}
"""What a browser says of how a request came about -> where WSGI has it."""

Headers = list[tuple[str, str]]


class UsualDecisions:
    """A WSGI application around Flask's.

    A decision is usual if a page of the site sends it, in a body of known length, and no token comes in a header.
    Anything else is Flask's to answer, and so is every error. The headers of a recorded decision are Flask's as well:
    the first one from a page's origin goes that way, and those after it are answered with the same.

    :param app: the application of Flask, and what already stands around it.
    :param flask: asked to answer an error.
    :param country: says where a request comes from, if that is known.
    """

    def __init__(
        self,
        app: WSGIApplication,
        flask: Flask,
        ledger: Ledger,
        sites: Mapping[str, Site],
        limits: Limits,
        country: Callable[[WSGIEnvironment], str],
    ) -> None:
        self._app = app
        self._flask = flask
        self._ledger = ledger
        self._limits = limits
        self._country = country
        self._pages = {(site.id, origin) for site in sites.values() for origin in site.origins}
        self._kept: dict[tuple[str, str, str], Headers] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        site = environ["PATH_INFO"].removeprefix(BEGIN).removesuffix(END)
        origin = environ.get("HTTP_ORIGIN", "")
        if (site, origin) not in self._pages or not _is_usual(environ, site):
            return self._app(environ, start_response)
        page = (site, origin, environ.get("HTTP_HOST", ""))
        environ[PLACE] = DECISIONS, site
        headers = self._kept.get(page)
        if headers is None:
            return self._ask(page, environ, start_response)
        try:
            self._limits.check("decisions", environ)
            check_fetch({name: environ.get(key) for name, key in TOLD.items()})
            request = check_body(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])), DecisionRequest)
            token, decision = self._ledger.record(site, request, country=self._country(environ))
            body = decision_text(token, decision).encode()
        except Exception as error:
            return self._fail(error, environ, start_response)
        own = [(name, value.replace(TOKEN, token)) for name, value in headers]
        start_response("201 CREATED", [*own, ("Content-Length", str(len(body)))])
        return [body]

    def _ask(
        self, page: tuple[str, str, str], environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Let Flask answer, and keep the headers of that."""
        parts, status, answered = run_wsgi_app(self._app, environ, buffered=True)
        body, headers = b"".join(parts), answered.to_wsgi_list()
        if status.startswith("201"):
            token = json.loads(body)["token"]
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[page] = [
                (name, value.replace(token, TOKEN)) for name, value in headers if name != "Content-Length"
            ]
        else:
            # Flask had a copy of the environment, and said it there
            environ[ERROR_CODE] = json.loads(body)["error"]["code"]
        start_response(status, headers)
        return [body]

    def _fail(self, error: Exception, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as Flask does when a view raises that."""
        with self._flask.request_context(environ):
            answer = self._flask.finalize_request(self._flask.handle_user_exception(error))
            return answer(environ, start_response)


def _is_usual(environ: WSGIEnvironment, site: str) -> bool:
    length = environ.get("CONTENT_LENGTH") or ""
    return (
        environ["REQUEST_METHOD"] == "POST"
        and environ["PATH_INFO"] == f"{BEGIN}{site}{END}"
        and len(length) <= 4
        and length.isascii()
        and length.isdigit()
        and int(length) <= BODY_LIMIT
        and "HTTP_TRANSFER_ENCODING" not in environ
        and "HTTP_AUTHORIZATION" not in environ
        and "akkoord" not in environ.get("HTTP_COOKIE", "")
    )
