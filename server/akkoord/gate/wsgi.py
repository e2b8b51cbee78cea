"""The gate in front of a WSGI app."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .charset import PageRewriter
from .granted import KEY
from .visit import Asked, Visit

if TYPE_CHECKING:
    from .gate import Gate

Environ = dict[str, Any]
StartResponse = Callable[..., Callable[[bytes], object]]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]


class WsgiGate:
    """A WSGI app with the gate in front."""

    def __init__(self, gate: Gate, app: WsgiApp) -> None:
        self._gate, self._app = gate, app

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        visit = self._gate.visit(self._asked(environ))
        environ[KEY] = visit.granted
        for name, value in visit.request_headers().items():
            key = f"HTTP_{name.upper().replace('-', '_')}"
            if value or name not in visit.removable:
                environ[key] = value
            else:
                environ.pop(key, None)
        answer = _Answer(visit, start_response)
        chunks = self._app(environ, answer.start)
        # what is not rewritten is not touched: a file goes the server's short way
        return chunks if answer.started and not answer.rewriter else _Rewritten(answer, chunks)

    def _asked(self, environ: Environ) -> Asked:
        path = quote(environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""), "/;=,:@!$&'()*+~", "latin-1")
        query = environ.get("QUERY_STRING", "")
        origin = self._gate.origin_of(environ.get("HTTP_HOST", ""))
        return Asked(
            method=environ.get("REQUEST_METHOD", "GET"),
            page=origin + (path or "/") + (f"?{query}" if query else ""),
            cookie=environ.get("HTTP_COOKIE", ""),
            accept=environ.get("HTTP_ACCEPT", ""),
            destination=environ.get("HTTP_SEC_FETCH_DEST", ""),
            if_none_match=environ.get("HTTP_IF_NONE_MATCH", ""),
        )


class _Answer:
    """What the app began to answer."""

    def __init__(self, visit: Visit, start_response: StartResponse) -> None:
        self._visit, self._start_response = visit, start_response
        self.started = False
        self.rewriter: PageRewriter | None = None

    def start(self, status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Callable[[bytes], object]:
        out, rewriter = self._visit.answer(int(status[:3]), headers)
        write = self._start_response(status, out, *exc_info)
        self.started, self.rewriter = True, rewriter
        return lambda chunk: write(self.rewriter.feed(chunk) if self.rewriter else chunk)


class _Rewritten:
    """The body, piece by piece as the app makes it."""

    def __init__(self, answer: _Answer, chunks: Iterable[bytes]) -> None:
        self._answer, self._chunks = answer, chunks

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            ready = self._answer.rewriter.feed(chunk) if self._answer.rewriter else chunk
            if ready:
                yield ready
        if self._answer.rewriter:
            yield self._answer.rewriter.close()

    def close(self) -> None:
        """End the app's own body."""
        close = getattr(self._chunks, "close", None)
        if close:
            close()
