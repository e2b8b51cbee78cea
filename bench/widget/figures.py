"""What was measured: the table, and the bars."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from bench.bars import Bar
from bench.table import columns
from bench.widget.candidates import AKKOORD, FLOOR, PEERS, PRELOADED, Candidate
from bench.widget.visits import First, Returning


@dataclass
class Figures:
    """What was measured of each candidate, by its id, a value for each round.

    ``loops`` are the CPU seconds of the fixed loop, ``loads`` the programs that waited for a core.
    """

    first: dict[str, list[First]] = field(default_factory=lambda: defaultdict(list))
    cold: dict[str, list[Returning]] = field(default_factory=lambda: defaultdict(list))
    warm: dict[str, list[Returning]] = field(default_factory=lambda: defaultdict(list))
    pressed: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    loops: list[float] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)


Samples = Sequence[First] | Sequence[Returning]


def middle(samples: Samples, name: str) -> float:
    """The median of one figure."""
    return float(median(getattr(sample, name) for sample in samples))


def ratio(ours: Samples, theirs: Samples, name: str) -> float:
    """How many times theirs ours is: the median over pairs of the same round."""
    return float(median(getattr(own, name) / getattr(other, name) for own, other in zip(ours, theirs, strict=True)))


def table(candidates: Sequence[Candidate], found: Figures) -> str:
    """Medians; milliseconds where nothing else is said."""
    heads = ("", "banner", "middle half", "bytes", "requests", "script", "longest task", "shift", "largest paint")
    rows = [
        [
            each.name,
            f"{middle(samples, 'banner'):.0f}",
            _half([sample.banner for sample in samples]),
            f"{middle(samples, 'bytes'):,.0f}",
            f"{middle(samples, 'requests'):.0f}",
            f"{middle(samples, 'script'):.0f}",
            _task(samples),
            f"{max(sample.shift for sample in samples):.3f}",
            "not the page's" if any(sample.largest for sample in samples) else "the page's",
        ]
        for each in candidates
        if (samples := found.first[each.id])
    ]
    later = [
        [
            each.name,
            *(
                cell
                for visits in (found.cold[each.id], found.warm[each.id])
                for cell in (f"{middle(visits, 'tracker'):.0f}", f"{middle(visits, 'script'):.0f}", _task(visits))
            ),
        ]
        for each in candidates
        if found.cold[each.id]
    ]
    kinds = ("tracker runs", "script", "longest task")
    return (
        f"A first visit:\n\n{columns([heads, *rows])}\n\nA visitor who has granted all, with an empty cache and with a "
        f"warm one:\n\n{columns([['', *kinds, *kinds], *later])}"
    )


def _half(values: Sequence[float]) -> str:
    """Between which values the middle half of them lies."""
    if len(values) < 2:
        return "-"
    low, _, high = quantiles(values, n=4, method="inclusive")
    return f"{low:.0f}-{high:.0f}"


def _task(samples: Samples) -> str:
    """The browser tells of tasks of 50 ms and more alone."""
    longest = middle(samples, "longest")
    return f"{longest:.0f}" if longest else "<50"


def machine(found: Figures) -> str:
    """How even the machine was."""
    times = [seconds * 1000 for seconds in found.loops]
    return (
        f"A fixed loop took {min(times):.1f} to {max(times):.1f} ms of CPU, median {median(times):.1f}. "
        f"The load was {min(found.loads):.1f} to {max(found.loads):.1f} on {os.cpu_count()} cores."
    )


def bars(candidates: Sequence[Candidate], found: Figures) -> Iterator[Bar]:
    """The bars of what was measured."""
    ids = {each.id for each in candidates}
    if AKKOORD.id not in ids:
        return
    first, cold, warm = found.first[AKKOORD.id], found.cold[AKKOORD.id], found.warm[AKKOORD.id]
    kinds: list[tuple[str, dict[str, list[First]] | dict[str, list[Returning]], str]] = [
        ("time to banner", found.first, "banner"),
        ("granted script, empty cache", found.cold, "tracker"),
        ("granted script, warm cache", found.warm, "tracker"),
    ]
    for what, kind, name in kinds:
        if FLOOR.id in ids:
            yield Bar(f"{what}, beside the floor", ratio(kind[AKKOORD.id], kind[FLOOR.id], name), 1.2, "times")
            if PRELOADED.id in ids:
                preloaded = ratio(kind[PRELOADED.id], kind[FLOOR.id], name)
                yield Bar(f"{what}, with the banner preloaded", preloaded, 1.2, "times")
        for peer in PEERS:
            if peer.id in ids:
                share = ratio(kind[peer.id], kind[AKKOORD.id], name)
                yield Bar(f"{what}, of {peer.name} in ours", share, 1, "times", least=True)
    yield Bar("layout shift", max(sample.shift for sample in first), 0)
    yield Bar("rounds in which the banner was the largest paint", sum(sample.largest for sample in first), 0)
    for what, visits in (("first visit", first), ("later, empty cache", cold), ("later, warm cache", warm)):
        yield Bar(f"longest task, {what}", middle(visits, "longest"), 50, "ms")
    for button, times in found.pressed.items():
        yield Bar(f"from a click on {button} to the next frame", median(times), 50, "ms")
