"""The real backend as a process of its own, that tests can stop, kill and start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Backend:
    """``akkoord serve`` or ``akkoord demo`` on a port of its own."""

    directory: Path
    command: str
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    arguments: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, until: str = "ready") -> None:
        """Start it, and return once it is ready to record, or lives."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AKKOORD_")}
        environment |= {
            "PYTHONPATH": str(ROOT / "server"),
            "AKKOORD_SECRET_KEY": "a-key-that-only-these-tests-know-of",
            "AKKOORD_STORE": f"sqlite:///{self.directory / 'akkoord.db'}",
            **self.settings,
        }
        log = (self.directory / "backend.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "akkoord", self.command, "--port", str(self.port), *self.arguments],
            cwd=self.directory,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        for _ in range(200):
            try:
                with urlopen(f"{self.address}/health/{until}", timeout=5):
                    return
            except (URLError, ConnectionError, TimeoutError):
                try:
                    self.process.wait(timeout=0.05)
                except subprocess.TimeoutExpired:
                    continue
                break
        raise AssertionError((self.directory / "backend.log").read_text())

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in good order."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=15)
        self.process = None
        # its workers end a moment later
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) != 0:
                    return
        raise AssertionError("a worker lives on")
