"""The application, or its floor, on the production server with one worker, in processes of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench.recording.accounting import cpu_seconds, resident_bytes
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
APP = "akkoord.web:create_app"
FLOOR = "bench.recording.floor:make_app"
START_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers."""

    port: int
    process: int

    def cpu(self) -> float:
        """CPU seconds that it has used until now."""
        return cpu_seconds(self.process)

    def resident(self) -> int:
        """Bytes of memory that its worker has now."""
        return resident_bytes(self.process)


@contextmanager
def served(target: str, settings: Mapping[str, str], port: int | None = None) -> Iterator[Served]:
    """Start it, wait until it answers, and end it.

    :param target: ``module:factory``.
    :param settings: its environment, on top of ours.
    :param port: where it listens; a free one if not given.
    """
    port = port or free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("AKKOORD_")}
    environment = {**own, **settings, "AKKOORD_PORT": str(port), "PYTHONPATH": f"{ROOT}:{ROOT / 'server'}"}
    command = [sys.executable, "-m", "bench.recording.served", target]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, stderr=subprocess.PIPE)
    try:
        wait_until_it_answers(port, process)
        yield Served(port, process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate()


def wait_until_it_answers(port: int, process: subprocess.Popen[bytes], path: str = "/health/live") -> None:
    """Return once it does.

    :raises SystemExit: it ended instead, or takes too long.
    """
    deadline = time.monotonic() + START_SECONDS
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path)
            connection.getresponse().read()
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                complaint = process.stderr.read().decode() if process.poll() is not None and process.stderr else ""
                sys.exit(f"{process.args!r} does not answer. {complaint}")
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()


def main() -> None:
    """Be that server."""
    from akkoord.serving import serve
    from akkoord.settings import Settings

    serve(sys.argv[1], Settings(port=int(os.environ["AKKOORD_PORT"])), with_jobs=sys.argv[1] == APP)


if __name__ == "__main__":
    main()
