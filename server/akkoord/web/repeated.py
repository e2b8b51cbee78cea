"""Answers for a site's script again what was answered before: to ask Flask for it takes most of the time."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.test import run_wsgi_app

from .first_visit import is_first_visit
from .watching import PLACE

ROUTE = "/sites/{site}/akkoord.js"
KEPT = 1024
"""How many answers are kept at most."""
HEADER_LIMIT = 512
"""How long, in letters, a request may be whose answer is kept."""


Key = tuple[str, str, str, str]


class Answer(NamedTuple):
    """An answer as WSGI has it."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


class Repeated:
    """A WSGI application around another whose scripts stay what they are.

    Only four things make a difference to a script's answer: its path, ``Accept-Encoding``, ``If-None-Match``, and
    whether the visit is a first one.

    :param sites: the ids of the sites that have a script.
    :param made: what the scripts are part of; another one makes other scripts.
    """

    def __init__(self, app: WSGIApplication, sites: Container[str], made: Callable[[], object] = lambda: None) -> None:
        self._app = app
        self._sites = sites
        self._made = made
        self._of: object = None
        self._kept: dict[Key, Answer] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        site = path.removeprefix("/sites/").removesuffix("/akkoord.js")
        if environ["REQUEST_METHOD"] != "GET" or path != f"/sites/{site}/akkoord.js" or site not in self._sites:
            return self._app(environ, start_response)
        environ[PLACE] = ROUTE, site
        kind = "first" if is_first_visit(environ) else ""
        key = (path, environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH", ""), kind)
        made = self._made()
        if made is not self._of:
            self._of, self._kept = made, {}
        # what is still answered of earlier scripts is kept with those, and so for nobody
        kept = self._kept
        answer = kept.get(key) or self._ask(kept, key, environ)
        start_response(answer.status, list(answer.headers))
        return [answer.body]

    def _ask(self, kept: dict[Key, Answer], key: Key, environ: WSGIEnvironment) -> Answer:
        parts, status, headers = run_wsgi_app(self._app, environ, buffered=True)
        answer = Answer(status, headers.to_wsgi_list(), b"".join(parts))
        if status[:3] in ("200", "304") and sum(map(len, key)) <= HEADER_LIMIT:
            if len(kept) >= KEPT:
                kept.clear()
            kept[key] = answer
        return answer
