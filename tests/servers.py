"""Real servers for the tests, each in a temporary directory on a free port of this machine."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

_START_SECONDS = 20


@dataclass
class Server:
    """A server that was started, and answers."""

    url: str
    process: subprocess.Popen[bytes]
    how: dict[str, Any] = field(default_factory=dict)
    """How its process is started."""

    @property
    def place(self) -> str:
        """``host:port``."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    def stop(self) -> None:
        """Take the server away; it may be done twice."""
        self.process.send_signal(signal.SIGCONT)
        self.process.kill()
        self.process.wait()

    def kill(self) -> None:
        """As a power cut would: whatever it runs ends at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def start_again(self) -> None:
        """Start it as it was, on the same port and files."""
        self.process = start(self.process.args, **self.how)
        wait_for_port(int(self.place.rpartition(":")[2]), self.process)

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Let the server take connections, but answer nothing."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)


@contextmanager
def redis_server(directory: Path, *more: str) -> Iterator[Server]:
    """A Redis server that keeps nothing on disk, unless more options say so."""
    program = shutil.which("redis-server", path="/usr/bin:/usr/local/bin")
    if program is None:
        pytest.fail("redis-server is missing: install the package redis-server.", pytrace=False)
    port = free_port()
    options = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(directory), "--save", "", "--appendonly", "no"]
    process = start([program, *options, "--logfile", str(directory / "redis.log"), *more])
    server = Server(f"redis://127.0.0.1:{port}/0", process)
    try:
        wait_for_port(port, process)
        yield server
    finally:
        server.stop()


def start(command: Any, **how: Any) -> subprocess.Popen[bytes]:
    """Start a server in a session of its own, so that all its processes can be ended together."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
    return subprocess.Popen(command, start_new_session=True, **{**quiet, **how})


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once the process listens on the port; fail if it ends instead, or takes too long."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            # Waits a moment for the process to end, which it should not.
            try:
                process.wait(timeout=0.02)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail(f"{process.args!r} ended with {process.returncode} before it listened.", pytrace=False)
        else:
            return
    pytest.fail(f"{process.args!r} did not listen on port {port} in {_START_SECONDS} s.", pytrace=False)
