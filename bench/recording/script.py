"""What it costs to deliver a site's script, and to say that it is still the same."""

from __future__ import annotations

from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from bench.recording import load
from bench.recording.contest import CONNECTIONS, settings_for
from bench.recording.decisions import SITE
from bench.recording.places import Place
from bench.recording.served import APP, Served, served

PATH = f"/sites/{SITE}/akkoord.js"


@dataclass(frozen=True, slots=True)
class ScriptCost:
    """CPU seconds of the worker for one answer; bytes as brotli."""

    delivered: float
    unchanged: float
    bytes: int


def script_cost(place: Place, config: Path, seconds: int, rounds: int) -> ScriptCost:
    """Ask for the script, and ask whether it is still the same, in turn."""
    with served(APP, settings_for(place, config)) as server:
        tag, size = _first(server)
        loads = {"delivered": load.gets(PATH, seconds), "unchanged": load.gets(PATH, seconds, tag)}
        costs: dict[str, list[float]] = {name: [] for name in loads}
        for _ in range(rounds):
            for name, each in loads.items():
                before = server.cpu()
                answers = each(server.port, CONNECTIONS)
                costs[name].append((server.cpu() - before) / answers.requests)
    return ScriptCost(median(costs["delivered"]), median(costs["unchanged"]), size)


def _first(server: Served) -> tuple[str, int]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", PATH, headers={"Accept-Encoding": "br"})
    answer = connection.getresponse()
    size = len(answer.read())
    connection.close()
    return answer.headers["ETag"], size
