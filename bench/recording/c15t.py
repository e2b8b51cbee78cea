"""The peer: the backend of c15t 2.2.1, fetched from npm into a temporary directory, beside Akkoord on SQLite."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from akkoord.model import Notice
from bench.recording import load
from bench.recording.contest import CONNECTIONS, settings_for
from bench.recording.decisions import ORIGIN
from bench.recording.places import Place
from bench.recording.served import APP, Served, served, wait_until_it_answers
from tests.servers import free_port

PACKAGES = ("@c15t/backend@2.2.1", "kysely@0.28.19", "better-sqlite3@12.11.1")
PATH = "/subjects"
CONSENT = {
    "type": "cookie_banner",
    "subjectId": "sub_ID",
    "domain": "www.shop.example",
    "preferences": {"necessary": True, "measurement": True, "marketing": False},
    "givenAt": 1764000000000,
    "metadata": {},
}


def peer_cost(place: Place, config: Path, notice: Notice, directory: Path, seconds: int, rounds: int) -> float:
    """How many times Akkoord's CPU c15t's is for a recorded decision; both take turns, and the first round is lost."""
    own = load.decisions(notice.version, seconds)
    other = load.posts(PATH, ORIGIN, json.dumps(CONSENT), seconds, "short")
    with _c15t(directory) as peer, served(APP, settings_for(place, config)) as akkoord:
        pairs = [(_cost(peer, other), _cost(akkoord, own)) for _ in range(rounds + 1)]
    return median(theirs / ours for theirs, ours in pairs[1:])


def _cost(server: Served, act: load.Load) -> float:
    before = server.cpu()
    answers = act(server.port, CONNECTIONS)
    return (server.cpu() - before) / answers.requests


@contextmanager
def _c15t(directory: Path) -> Iterator[Served]:
    (directory / "package.json").write_text('{"private": true, "type": "module"}')
    npm = ["npm", "install", "--no-audit", "--no-fund", "--save-exact", "--loglevel=error", *PACKAGES]
    subprocess.run(npm, cwd=directory, check=True, stdout=subprocess.DEVNULL)
    shutil.copy(Path(__file__).with_name("c15t_server.mjs"), directory / "server.mjs")
    port = free_port()
    command = ["node", "server.mjs", str(port), str(directory / "c15t.db")]
    environment = {**os.environ, "NODE_ENV": "production"}
    process = subprocess.Popen(command, cwd=directory, env=environment, stderr=subprocess.PIPE)
    try:
        wait_until_it_answers(port, process, "/status")
        yield Served(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()
