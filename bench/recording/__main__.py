"""``make bench``: what a recorded decision costs on every store, and whether the bars hold.

Figures are CPU time as the system accounts it, medians of short loads; application and floor take turns. Compare only
within one run: machines differ, and one machine differs from minute to minute.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.bars import Bar
from bench.recording import load
from bench.recording.c15t import SETUPS, peer_cost
from bench.recording.contest import Outcome, contest
from bench.recording.decisions import notice_of, write_config
from bench.recording.parts import pure_parts, settings_of, store_parts
from bench.recording.places import PLACES, Place
from bench.recording.script import ScriptCost, script_cost
from bench.recording.space import bytes_per_decision
from bench.table import columns


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is done.

    :param seconds: of each load.
    :param rounds: loads of each contestant.
    :param visitors: store -> how many it is filled with.
    """

    seconds: int
    rounds: int
    times: int
    visitors: dict[str, int]


FULL = Scale(2, 9, 300, {"SQLite": 300_000, "PostgreSQL": 200_000, "Redis": 1_000_000, "Redis Cluster": 100_000})
QUICK = Scale(1, 2, 50, dict.fromkeys(PLACES, 20_000))


@dataclass(frozen=True, slots=True)
class Measured:
    """All that is known of one store."""

    outcome: Outcome
    parts: dict[str, float]
    space: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.recording", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a minute instead of ten: to see that it runs")
    parser.add_argument("--store", action="append", choices=list(PLACES), help="only this one")
    parser.add_argument("--peer", action="store_true", help="c15t's backend too, from npm: six minutes more")
    given = parser.parse_args()
    scale = QUICK if given.quick else FULL
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="akkoord-bench-") as directory:
        measured, script, pure = run(scale, given.store or list(PLACES), Path(directory))
        print(table(measured, script, pure), end="\n\n")
        for bar in bars_of(measured, script):
            print(bar.line(), flush=True)
        if given.peer:
            for setup, called in SETUPS.items():
                ratio = run_peer(scale, Path(directory), setup)
                print(
                    Bar(
                        f"CPU per decision of c15t 2.2.1{called}, SQLite, in ours", ratio, 6, "times", least=True
                    ).line()
                )
    print(f"\n{time.monotonic() - start:.0f} s. Filled with: {scale.visitors}")
    if given.quick:
        print("Too short to say anything about the bars; run it without --quick for that.")


def run(scale: Scale, stores: list[str], directory: Path) -> tuple[dict[str, Measured], ScriptCost, dict[str, float]]:
    """Measure one store after the other, each on a server that is started for it and filled after the load."""
    config = write_config(directory)
    notice = notice_of(config)
    decisions = load.decisions(notice.version, scale.seconds)
    measured: dict[str, Measured] = {}
    for name in stores:
        print(f"{name} ...", file=sys.stderr, flush=True)
        with _empty(name, directory) as place:
            space = bytes_per_decision(place, notice, scale.visitors[name])
        with _empty(name, directory) as place:
            parts = store_parts(place, settings_of(place, config), notice, scale.times)
            measured[name] = Measured(contest(place, config, decisions, scale.rounds), parts, space)
    print("akkoord.js ...", file=sys.stderr, flush=True)
    with _empty("SQLite", directory) as place:
        script = script_cost(place, config, scale.seconds, scale.rounds // 2 + 1)
    return measured, script, pure_parts(notice, scale.times)


def run_peer(scale: Scale, directory: Path, setup: str) -> float:
    """The peer beside us, in one of its set-ups."""
    config = write_config(directory)
    print(f"c15t, {setup} ...", file=sys.stderr, flush=True)
    with _empty("SQLite", directory) as place, tempfile.TemporaryDirectory(dir=directory) as own:
        return peer_cost(place, config, notice_of(config), Path(own), setup, scale.seconds * 2, scale.rounds // 2 + 1)


@contextmanager
def _empty(name: str, directory: Path) -> Iterator[Place]:
    """A store with nothing in it."""
    with tempfile.TemporaryDirectory(dir=directory) as own, PLACES[name](Path(own)) as place:
        yield place


def table(measured: dict[str, Measured], script: ScriptCost, pure: dict[str, float]) -> str:
    """All figures. Times are microseconds of CPU, where nothing else is said."""
    rows = [["", *measured]]

    def row(name: str, cells: list[str]) -> None:
        rows.append([name, *cells])

    outcomes = [each.outcome for each in measured.values()]
    row("decisions per second", [f"{each.middle('rate'):.0f}" for each in outcomes])
    row("p50, ms", [f"{each.middle('p50') * 1e3:.0f}" for each in outcomes])
    row("p99, ms", [f"{each.middle('p99') * 1e3:.0f}" for each in outcomes])
    row("CPU per decision, worker", [f"{each.middle('cpu') * 1e6:.0f}" for each in outcomes])
    row("  the floor's", [f"{each.middle('cpu', 'floor') * 1e6:.0f}" if each.floor else "-" for each in outcomes])
    row("  ratio", [f"{each.ratio:.2f}" if each.floor else "-" for each in outcomes])
    row("CPU per decision, store's servers", [f"{each.middle('store') * 1e6:.0f}" for each in outcomes])
    row("fixed loop meanwhile, ms", [f"{each.middle('machine') * 1e3:.1f}" for each in outcomes])
    row("bytes per decision", [f"{each.space:.0f}" for each in measured.values()])
    row("worker's memory, MB", [f"{each.resident / 1e6:.0f}" for each in outcomes])
    for name, what in (
        ("in process", "in process, no server"),
        ("store", "  of it the store"),
        ("latest", "reading the latest decision"),
    ):
        row(what, [f"{each.parts[name] * 1e6:.0f}" for each in measured.values()])
    alone = ", ".join(f"{name} {seconds * 1e6:.0f}" for name, seconds in pure.items())
    return (
        f"{columns(rows)}\n\nParts without a store: {alone}.\nakkoord.js, {script.bytes} bytes: delivered "
        f"{script.delivered * 1e6:.0f}, unchanged (304) {script.unchanged * 1e6:.0f}."
    )


def bars_of(measured: dict[str, Measured], script: ScriptCost) -> Iterator[Bar]:
    """The bars of what was measured."""
    for name, each in measured.items():
        if each.outcome.floor:
            yield Bar(f"CPU per decision beside the floor, {name}", each.outcome.ratio, 1.5)
        yield Bar(f"p99 at 64 connections, one worker, {name}", each.outcome.middle("p99") * 1e3, 150, "ms")
    if "SQLite" in measured:
        yield Bar("SQLite file per decision", measured["SQLite"].space, 220, "bytes")
    if "Redis" in measured:
        yield Bar("Redis memory per visitor with one decision", measured["Redis"].space, 260, "bytes")
    yield Bar("CPU per delivered akkoord.js", script.delivered * 1e3, 0.15, "ms")


if __name__ == "__main__":
    main()
