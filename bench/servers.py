"""Measure what a request costs on each WSGI server: CPU time, as the system accounts it, of all the server's processes.

Each server runs one worker of four threads around the same small Flask application, on this machine alone, and answers
a bounded number of requests over four connections that stay open. The lowest of several rounds counts: everything else
that the machine does can only add to it. Run it with ``PYTHONPATH=server python bench/servers.py``.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

THREADS = 4
CONNECTIONS = 4
REQUESTS = 4_000
ROUNDS = 3
START_SECONDS = 20

PYTHON = (sys.executable, str(Path(__file__).resolve()))
SERVERS = ("granian", "gunicorn gthread", "waitress")
BODY = json.dumps({"choices": {"functional": True, "analytics": False, "marketing": False}, "fill": "x" * 220}).encode()


def make_app() -> Any:
    """A Flask application with two addresses: one that only answers, and one that reads and answers JSON."""
    from flask import Flask, Response, jsonify, request

    app = Flask(__name__)

    @app.get("/")
    def answer() -> Response:
        return jsonify(status="ok")

    @app.post("/")
    def echo() -> Response:
        return jsonify(request.get_json())

    return app


def run(server: str, port: int) -> None:
    """Be that server."""
    if server == "granian":
        from akkoord.serving import serve
        from akkoord.settings import Settings

        serve("bench.servers:make_app", Settings(port=port), with_jobs=False)
    elif server == "waitress":
        import waitress  # type: ignore[import-untyped]

        # it would write a line for nearly every request, which costs
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        waitress.serve(make_app(), listen=f"127.0.0.1:{port}", threads=THREADS, _quiet=True)
    else:
        options = f"--workers 1 --worker-class gthread --threads {THREADS} --log-level error --bind 127.0.0.1:{port}"
        gunicorn = [sys.executable, "-m", "gunicorn", *options.split(), "bench.servers:make_app()"]
        os.execv(sys.executable, gunicorn)


@contextmanager
def serving(server: str) -> Iterator[tuple[int, int]]:
    """Start a server; its process group and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    root = Path(__file__).resolve().parents[1]
    environ = {**os.environ, "PYTHONPATH": f"{root}:{root / 'server'}"}
    process = subprocess.Popen([*PYTHON, server, str(port)], env=environ, start_new_session=True)
    try:
        wait_for(port, process)
        yield process.pid, port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            ask(port, "GET", 1)
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{process.args!r} does not answer")
            time.sleep(0.05)
        else:
            return


def ask(port: int, method: str, times: int) -> None:
    """Send requests, one after the other, over one connection."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    body, headers = (BODY, {"Content-Type": "application/json"}) if method == "POST" else (None, {})
    for _ in range(times):
        connection.request(method, "/", body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            sys.exit(f"{method} answers {answer.status}")
    connection.close()


def cpu_seconds(group: int) -> float:
    """The CPU time, user and system, of every living process of a group."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(server: str, method: str) -> float:
    """Microseconds of CPU per request."""
    with serving(server) as (group, port), ThreadPoolExecutor(CONNECTIONS) as clients:
        each = REQUESTS // CONNECTIONS
        ask(port, method, 200)
        before = cpu_seconds(group)
        list(clients.map(lambda _: ask(port, method, each), range(CONNECTIONS)))
        return (cpu_seconds(group) - before) / (each * CONNECTIONS) * 1e6


def main() -> None:
    best: dict[tuple[str, str], float] = {}
    for _ in range(ROUNDS):
        for server in SERVERS:
            for method in ("GET", "POST"):
                cost = measure(server, method)
                best[server, method] = min(cost, best.get((server, method), cost))
    print("| server | GET | POST of JSON |\n|---|---|---|")
    for server in SERVERS:
        print(f"| {server} | {best[server, 'GET']:.0f} | {best[server, 'POST']:.0f} |")


if __name__ == "__main__":
    if sys.argv[1:]:
        run(sys.argv[1], int(sys.argv[2]))
    else:
        main()
