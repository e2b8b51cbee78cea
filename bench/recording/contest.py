"""Application and floor in turn under the same load: what one decision costs each."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from akkoord.settings_reader import NAMES
from bench.recording.accounting import calibrate, cpu_seconds
from bench.recording.decisions import KEY
from bench.recording.load import Load
from bench.recording.places import Place
from bench.recording.served import APP, FLOOR, Served, served

CONNECTIONS = 64


@dataclass(frozen=True, slots=True)
class Sample:
    """One short load.

    :param cpu: CPU seconds of the worker for one decision.
    :param store: CPU seconds of the store's servers for one decision.
    :param machine: CPU seconds of the fixed loop, before and after.
    """

    cpu: float
    store: float
    rate: float
    p50: float
    p99: float
    machine: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was measured of one store; ``ratio`` is that of application to floor, 0 without a floor."""

    app: list[Sample]
    floor: list[Sample]
    ratio: float
    resident: int

    @classmethod
    def of(cls, app: list[Sample], floor: list[Sample], resident: int) -> Outcome:
        """What these samples say, each of the floor a neighbour of one of the application."""
        # the loop evens out what changed between the two
        ratios = [(own.cpu / own.machine) / (bare.cpu / bare.machine) for own, bare in zip(app, floor, strict=False)]
        return cls(app, floor, median(ratios) if ratios else 0, resident)

    def middle(self, name: str, of: str = "app") -> float:
        """The median of one figure."""
        samples: list[Sample] = getattr(self, of)
        return float(median(getattr(sample, name) for sample in samples))


def settings_for(place: Place, config: Path) -> dict[str, str]:
    """The environment of an application in production: behind a proxy, on a site's own domain."""
    settings = {
        "STORE": place.url,
        "SECRET_KEY": KEY,
        "CONFIG": str(config),
        "BASE_URL": "https://consent.shop.example",
        # all load comes from one address
        "RATE_LIMIT": "off",
    }
    return {f"AKKOORD_{name}": value for name, value in settings.items() if name in NAMES}


def contest(place: Place, config: Path, load: Load, rounds: int) -> Outcome:
    """Let them run in turn; the first round warms them up and counts for nothing."""
    with ExitStack() as started:
        runners = {"app": started.enter_context(served(APP, settings_for(place, config)))}
        if place.floor:
            runners["floor"] = started.enter_context(served(FLOOR, {"FLOOR_STORE": place.floor}))
        samples: dict[str, list[Sample]] = {"app": [], "floor": []}
        for number in range(rounds + 1):
            for name, runner in runners.items():
                sample = _sample(runner, place, load)
                if number:
                    samples[name].append(sample)
        resident = runners["app"].resident()
    return Outcome.of(samples["app"], samples["floor"], resident)


def _sample(runner: Served, place: Place, load: Load) -> Sample:
    before = calibrate()
    own, others = runner.cpu(), cpu_seconds(*place.processes)
    answers = load(runner.port, CONNECTIONS)
    own, others = runner.cpu() - own, cpu_seconds(*place.processes) - others
    each = answers.requests
    machine = (before + calibrate()) / 2
    return Sample(own / each, others / each, each / answers.seconds, answers.p50, answers.p99, machine)
