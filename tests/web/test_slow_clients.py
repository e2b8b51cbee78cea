"""The production server against clients that take their time, or send too much."""

from __future__ import annotations

import json
import os
import re
import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from akkoord.serving import HEADERS_LIMIT, HEADERS_WITHIN, THREADS
from tests.browser.backend import ROOT, Backend
from tests.gate.front_server import running
from tests.servers import free_port
from tests.web.shop import CONFIG, DECISIONS, ME, decision, rows

REQUEST = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    return tmp_path / "akkoord.db"


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    config = tmp_path / "akkoord.toml"
    config.write_text(CONFIG)
    # this machine stands for the proxy; a hundredth of the limits is three reads a minute
    settings = {"AKKOORD_TRUSTED_PROXIES": "127.0.0.1", "AKKOORD_RATE_LIMIT": "0.01"}
    backend = Backend(tmp_path, "serve", {"AKKOORD_CONFIG": str(config), **settings})
    backend.start()
    yield backend
    backend.stop()


NGINX = """
daemon off;
{user}
pid {directory}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {directory}/body; fastcgi_temp_path {directory}/fastcgi; uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi; proxy_temp_path {directory}/proxy;
    server {{
        listen 127.0.0.1:{port};
        {documented}
    }}
}}
"""


@pytest.fixture
def front(backend: Backend, tmp_path: Path) -> Iterator[int]:
    """The port of an nginx in front, set up as the documentation says."""
    found = re.search(r"```nginx\n(.*?)```", (ROOT / "docs" / "operate.md").read_text("utf-8"), re.DOTALL)
    assert found is not None
    port, user = free_port(), "user root;" if os.geteuid() == 0 else ""
    documented = found[1].replace("127.0.0.1:8000", f"127.0.0.1:{backend.port}")
    file = tmp_path / "nginx.conf"
    file.write_text(NGINX.format(user=user, directory=tmp_path, port=port, documented=documented))
    with running("nginx", ["-c", str(file), "-p", str(tmp_path)], port, tmp_path):
        yield port


def connect(backend: Backend, opened: ExitStack, port: int = 0, source: str = "127.0.0.1") -> socket.socket:
    place = ("127.0.0.1", port or backend.port)
    connection = socket.create_connection(place, timeout=30, source_address=(source, 0))
    opened.callback(connection.close)
    return connection


def status(connection: socket.socket) -> int:
    """The status of the next answer, which is read to its end."""
    with HTTPResponse(connection) as answer:
        answer.begin()
        answer.read()
        return answer.status


def test_who_does_not_finish_the_headers_is_cut_off_and_nobody_else_notices(backend: Backend) -> None:
    with ExitStack() as opened:
        silent, trickling, idle = (connect(backend, opened) for _ in range(3))
        begun = time.monotonic()
        trickling.sendall(REQUEST + b"X-Slow: ")
        idle.sendall(REQUEST + b"\r\n")
        assert status(idle) == 200
        waiting = {silent: "silent", trickling: "trickling", idle: "idle"}
        cut: dict[str, float] = {}
        while waiting and time.monotonic() - begun < 3 * HEADERS_WITHIN:
            readable, _, _ = select.select(list(waiting), [], [], 0.5)
            for connection in readable:
                # or it was cut off while a byte was on its way
                with suppress(ConnectionResetError):
                    assert connection.recv(100) == b""
                cut[waiting.pop(connection)] = time.monotonic() - begun
            if trickling in waiting:
                # a byte now and then does not help
                trickling.sendall(b"a")
            with closing(HTTPConnection("127.0.0.1", backend.port, timeout=30)) as other:
                other.request("GET", "/health/live")
                assert other.getresponse().status == 200
        assert set(cut) == {"silent", "trickling", "idle"}
        assert all(HEADERS_WITHIN - 1 < seconds < 2 * HEADERS_WITHIN for seconds in cut.values()), cut


def test_a_slow_body_holds_up_nothing_but_itself(backend: Backend, notice: str, ledger_file: Path) -> None:
    """One of a worker's four threads waits for it; that four can hold up a worker is what a proxy is for."""
    body = json.dumps(decision(notice)).encode()
    head = f"POST {DECISIONS} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with ExitStack() as opened:
        slow, other = connect(backend, opened), connect(backend, opened)
        slow.sendall(head + body[:20])
        other.sendall(REQUEST + b"\r\n")
        assert status(other) == 200
        slow.sendall(body[20:])
        assert status(slow) == 201
        gone = connect(backend, opened)
        gone.sendall(head + body[:20])
    # who leaves in the middle is forgotten
    with ExitStack() as opened:
        other = connect(backend, opened)
        other.sendall(REQUEST + b"\r\n")
        assert status(other) == 200
    assert len(rows(ledger_file)) == 1


def test_behind_the_documented_nginx_slow_bodies_reach_no_worker(
    backend: Backend, front: int, notice: str, ledger_file: Path
) -> None:
    body = json.dumps(decision(notice)).encode()
    head = f"POST {DECISIONS} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with ExitStack() as opened:
        slow = [connect(backend, opened, front) for _ in range(THREADS * 3)]
        for connection in slow:
            connection.sendall(head + body[:20])
        through = connect(backend, opened, front)
        through.sendall(head + body)
        assert status(through) == 201
        slow[0].sendall(body[20:])
        assert status(slow[0]) == 201
    assert len(rows(ledger_file)) == 1


def test_the_documented_nginx_says_who_asks_whatever_the_visitor_says(backend: Backend, front: int) -> None:
    for number in range(5):
        with ExitStack() as opened:
            visitor = connect(backend, opened, front, "127.0.0.2")
            visitor.sendall(f"GET {ME} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 8.8.{number}.8\r\n\r\n".encode())
            assert status(visitor) == (429 if number >= 3 else 401)


BOUNDS: dict[str, tuple[bytes, int]] = {
    "90 headers": (b"".join(b"X-%d: 1\r\n" % number for number in range(90)), 200),
    "200 headers": (b"".join(b"X-%d: 1\r\n" % number for number in range(200)), 431),
    "long": (b"X-Long: " + b"a" * (HEADERS_LIMIT - 1000) + b"\r\n", 200),
    "too long": (b"X-Long: " + b"a" * 2 * HEADERS_LIMIT + b"\r\n", 431),
    "a null byte": (b"X-Line: a\x00b\r\n", 400),
    "a folded line": (b" folded\r\n", 400),
    "two lengths": (b"Content-Length: 3\r\nContent-Length: 4\r\n", 400),
    "a length that is none": (b"Content-Length: -1\r\n", 400),
    "an encoding that is none": (b"Transfer-Encoding: chunked, identity\r\n", 400),
}


def test_headers_are_bounded(backend: Backend) -> None:
    answers = {}
    for name, (more, _) in BOUNDS.items():
        with ExitStack() as opened:
            connection = connect(backend, opened)
            connection.sendall(REQUEST + more + b"\r\n")
            answers[name] = status(connection)
    assert answers == {name: expected for name, (_, expected) in BOUNDS.items()}


def test_the_proxy_says_who_asks_in_however_many_headers(backend: Backend) -> None:
    """What a visitor sends comes first, in a header of its own; the proxy's comes after it."""

    def look(forged: str, visitor: str) -> int:
        with closing(HTTPConnection("127.0.0.1", backend.port, timeout=30)) as connection:
            connection.putrequest("GET", ME)
            connection.putheader("X-Forwarded-For", forged)
            connection.putheader("X-Forwarded-For", visitor)
            connection.endheaders()
            return connection.getresponse().status

    assert [look(f"8.8.{number}.8", "203.0.113.7") for number in range(4)] == [401, 401, 401, 429]
    assert look("203.0.113.7", "198.51.100.7") == 401
    # without the header it is the proxy itself that asks, to see whether we live; it is not counted
    with closing(HTTPConnection("127.0.0.1", backend.port, timeout=30)) as connection:
        connection.request("GET", ME)
        assert connection.getresponse().status == 401
