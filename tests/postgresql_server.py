"""A real PostgreSQL server for the tests, on a free port of this machine."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.servers import Server, free_port, start, wait_for_port

USER = "akkoord"


@dataclass
class PostgresqlServer(Server):
    """A server that was started, and answers."""

    def stop(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        # at once, and without the children that it would leave behind if it were killed
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    @contextmanager
    def silent(self) -> Iterator[None]:
        # each connection is served by a child, which leaves the server's group
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        stopped = [self.process.pid, *map(int, children)]
        for process in stopped:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in stopped:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

    def start_again(self) -> None:
        super().start_again()
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        """It listens a moment before it takes anybody in."""
        while True:
            try:
                return self.run("SELECT 1")
            except psycopg.OperationalError as error:
                if not re.search("starting up|recovery|not yet accepting", str(error)):
                    raise

    def empty(self) -> None:
        """Take everything out."""
        self.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    def run(self, sql: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql)


@contextmanager
def postgresql_server(*options: str) -> Iterator[PostgresqlServer]:
    """A server with one empty database.

    :param options: settings, each ``name=value``.
    """
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        pytest.fail("PostgreSQL is missing: install the package postgresql.", pytrace=False)
    # PostgreSQL does not run as root, and needs a directory that its user can reach
    user = pwd.getpwnam("postgres").pw_name if os.geteuid() == 0 else None
    directory = Path(tempfile.mkdtemp(prefix="akkoord-postgresql-"))
    if user:
        shutil.chown(directory, user)
    port = free_port()
    try:
        flags = ["--no-sync", "--auth=trust", f"--username={USER}", "--encoding=UTF8", "-D", str(directory)]
        subprocess.run(
            [programs[-1] / "initdb", *flags],
            check=True,
            capture_output=True,
            user=user,
            cwd="/",
        )
        settings = ["listen_addresses=127.0.0.1", f"unix_socket_directories={directory}", "fsync=off", *options]
        command = [programs[-1] / "postgres", "-D", directory, "-p", str(port), *(f"-c{each}" for each in settings)]
        how = {"user": user, "cwd": "/"}
        server = PostgresqlServer(f"postgresql://{USER}@127.0.0.1:{port}/postgres", start(command, **how), how)
        try:
            wait_for_port(port, server.process)
            server.wait_until_it_answers()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(directory, ignore_errors=True)
