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
from urllib.request import Request, urlopen

from akkoord.model import Notice
from bench.recording import load
from bench.recording.contest import CONNECTIONS, settings_for
from bench.recording.decisions import ORIGIN
from bench.recording.places import Place
from bench.recording.served import APP, Served, served, wait_until_it_answers
from tests.servers import free_port

PACKAGES = ("@c15t/backend@2.2.1", "kysely@0.28.19", "better-sqlite3@12.11.1")
SETUPS = {"plain": "", "packs": " with policy packs"}
PATH = "/subjects"
CONSENT = {
    "type": "cookie_banner",
    "subjectId": "sub_ID",
    "domain": "www.shop.example",
    "preferences": {"necessary": True, "measurement": True, "marketing": False},
    "givenAt": 1764000000000,
    "metadata": {},
}


def peer_cost(
    place: Place, config: Path, notice: Notice, directory: Path, setup: str, seconds: int, rounds: int
) -> float:
    """How many times Akkoord's CPU c15t's is for a recorded decision; both take turns, and the first round is lost.

    :param setup: ``plain``, or ``packs``: with policy packs, whose signed snapshot each decision brings along.
    """
    own = load.decisions(notice.version, seconds)
    with _c15t(directory, setup) as peer, served(APP, settings_for(place, config)) as akkoord:
        sent = CONSENT | ({"policySnapshotToken": _snapshot(peer.port)} if setup == "packs" else {})
        other = load.posts(PATH, ORIGIN, json.dumps(sent), seconds, "short")
        pairs = [(_cost(peer, other), _cost(akkoord, own)) for _ in range(rounds + 1)]
    return median(theirs / ours for theirs, ours in pairs[1:])


def _cost(server: Served, act: load.Load) -> float:
    before = server.cpu()
    answers = act(server.port, CONNECTIONS)
    return (server.cpu() - before) / answers.requests


def _snapshot(port: int) -> str:
    """The token that its script would get on its page view, and send back with the decision."""
    headers = {"Origin": ORIGIN, "X-C15t-Country": "NL"}
    with urlopen(Request(f"http://127.0.0.1:{port}/init", headers=headers), timeout=10) as answer:
        return str(json.load(answer)["policySnapshotToken"])


@contextmanager
def _c15t(directory: Path, setup: str) -> Iterator[Served]:
    (directory / "package.json").write_text('{"private": true, "type": "module"}')
    npm = ["npm", "install", "--no-audit", "--no-fund", "--save-exact", "--loglevel=error", *PACKAGES]
    subprocess.run(npm, cwd=directory, check=True, stdout=subprocess.DEVNULL)
    shutil.copy(Path(__file__).with_name("c15t_server.mjs"), directory / "server.mjs")
    port = free_port()
    command = ["node", "server.mjs", str(port), str(directory / f"{setup}.db"), setup]
    environment = {**os.environ, "NODE_ENV": "production"}
    process = subprocess.Popen(command, cwd=directory, env=environment, stderr=subprocess.PIPE)
    try:
        wait_until_it_answers(port, process, "/status")
        yield Served(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()
