"""The parts of recording a decision, each alone, so that the next hot spot is seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from akkoord import tally
from akkoord.model import Notice
from akkoord.settings import Settings, load_settings
from akkoord.store import open_store
from akkoord.tokens import Signer
from akkoord.web import create_app
from akkoord.wire import DecisionRequest
from bench.recording.contest import settings_for
from bench.recording.decisions import KEY, body
from bench.recording.in_process import spent
from bench.recording.places import Place
from bench.recording.space import visitors

ROUNDS = 7


def pure_parts(notice: Notice, times: int) -> dict[str, float]:
    """Seconds of CPU of what needs no store."""
    signer = Signer([KEY])
    one = next(visitors(notice, 1))
    token, text = signer.sign(one), body(notice.version)
    return {
        "parse": _each(lambda _: DecisionRequest.model_validate_json(text), [None] * times),
        "sign": _each(lambda _: signer.sign(one), [None] * times),
        "verify": _each(lambda _: signer.verify(token), [None] * times),
    }


def store_parts(place: Place, settings: Settings, notice: Notice, times: int) -> dict[str, float]:
    """Seconds of CPU in this process of what a store does, one after the other, and of the whole application."""
    store = open_store(place.url)
    store.publish(notice)
    made = [list(visitors(notice, times)) for _ in range(ROUNDS)]
    figures = {
        "store": min(_each(lambda one: store.append(one, tally.counts(one)), some, 1) for some in made),
        "latest": _each(lambda one: store.latest(one.site, one.visitor), made[0]),
    }
    store.close()
    app: Any = create_app(settings)
    samples = [spent(app, [body(notice.version) for _ in range(times)]) for _ in range(ROUNDS)]
    return {**figures, "in process": median(samples[1:])}


def _each(act: Callable[[Any], object], of: list[Any], rounds: int = ROUNDS) -> float:
    """Seconds of CPU for one: the least of some rounds, as everything else can only add to it."""
    least = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for each in of:
            act(each)
        least = min(least, (time.process_time() - start) / len(of))
    return least


def settings_of(place: Place, config: Any) -> Settings:
    """The settings of that application, in this process."""
    return load_settings(settings_for(place, config))
