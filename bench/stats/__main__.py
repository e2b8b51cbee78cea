"""``python -m bench.stats``: how long it takes to read the figures of a large site, on every store.

The tallies are of the shape that 100 million decisions leave behind: 400 days with 250,000 decisions each, in eight
languages, 30 countries, two classes of devices and two notices a day. They are written as they are counted, into any
part or partition; then old days are folded, and figures are read.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa

from akkoord import tally
from akkoord.figures import figures
from akkoord.figures_asked import Asked
from akkoord.model import Decision, Display
from akkoord.store import Store, open_store
from akkoord.store.redis import RedisStore
from akkoord.store.redis_layout import PARTITIONS, fields, key
from akkoord.store.sql import SqlStore
from bench.bars import Bar
from bench.recording.places import PLACES
from bench.table import columns
from tests.samples import DECISION

SITE = "shop"
DAYS = 400
A_DAY = 250_000
FIRST = date(2025, 10, 1)
LANGUAGES = ("nl", "nl_NL_formal", "en", "de", "fr", "pl", "tr", "ar")
COUNTRIES = [f"{one}{other}" for one, other in product("ABCDE", "UVWXYZ")]
CHOICES = ("FAM", "fam", "Fam", "fAm", "FAm")
FACTS = [
    *(("FAM", "", "banner"), ("fam", "", "banner"), ("fam", "", "gpc"), ("Fam", "", "panel"), ("fAm", "", "panel")),
    *(("FAm", "", "panel"), ("FAM", "", "panel"), ("fam", "", "panel"), ("fam", "w", "panel"), ("Fam", "w", "panel")),
    *(("FAM", "n", "banner"), ("fam", "n", "banner"), ("FAM", "a", "panel"), ("fam", "r", "panel")),
]
ONE = ("language", "device", "notice", "country", "how", "day")
"""By what figures are told apart: each thing alone. Nobody here was shown a variant."""
SPLITS = [(), *((each,) for each in ONE), ("language", "device"), ("language", "country")]
BAR = 0.1
"""Seconds, for the whole site and for each thing alone."""


def a_day() -> Counter[tuple[str, str]]:
    """What one day counts, each combination as often as any other: more rows than a real day has."""
    found: Counter[tuple[str, str]] = Counter()
    groups = list(product(LANGUAGES, COUNTRIES, ("narrow", "wide"), ("0123456789ab", "ba9876543210")))
    each = max(1, A_DAY // (len(groups) * len(FACTS)))
    for language, country, device, notice in groups:
        shown = Display(notice, language, device, "0.1.0", country)
        for pair in tally.display_counts(shown):
            found[pair] += each * len(FACTS)
        for letters, mark, how in FACTS:
            choices = {name: name[0].upper() in letters for name in ("functional", "analytics", "marketing")}
            one = Decision(
                *(SITE, DECISION.id, DECISION.visitor, DECISION.at, choices, notice, language, how, device, "0.1.0"),
                country,
                mark,
            )
            for pair in tally.counts(one):
                found[pair] += each
    return found


def days() -> list[str]:
    return [(FIRST + timedelta(days=number)).isoformat() for number in range(DAYS)]


def fill(store: Store, counted: Counter[tuple[str, str]]) -> None:
    """Write the tallies into the parts in which they would be counted."""
    if isinstance(store, SqlStore):
        _fill_sql(store, counted)
    elif isinstance(store, RedisStore):
        _fill_redis(store._redis, counted)


def _fill_sql(store: SqlStore, counted: Counter[tuple[str, str]]) -> None:
    parts = store._database.PARTS
    statement = sa.text("INSERT INTO tally (site, day, dimension, value, part, count) VALUES (:s, :d, :n, :v, :p, :c)")
    for number, day in enumerate(days()):
        with store._writing() as connection:
            # all but the last days are folded already: to fill them in parts would take longer than all the rest
            spread = parts if number >= DAYS - 1 else 1
            rows = [
                {"s": SITE, "d": day, "n": name, "v": value, "p": part, "c": count // spread + 1}
                for (name, value), count in sorted(counted.items())
                for part in range(spread)
            ]
            connection.execute(statement, rows)
    # else the database would look at all that came at once just when it is read
    store.scrub()


def _fill_redis(client: Any, counted: Counter[tuple[str, str]]) -> None:
    random.seed(7)
    for number, day in enumerate(days()):
        spread = PARTITIONS if number >= DAYS - 1 else 1
        pipeline = client.pipeline(transaction=False)
        for partition in range(spread):
            row = dict(zip(fields(counted), (count // spread + 1 for count in counted.values()), strict=True))
            pipeline.hset(key(SITE, partition, f"tally:{day}"), mapping=row)
            pipeline.zadd(key(SITE, partition, "days"), {day: 0})
        pipeline.execute()


def seconds(act: Callable[[], object], rounds: int = 5) -> float:
    """Median of some rounds, by the clock on the wall."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return median(taken)


def label(by: tuple[str, ...]) -> str:
    """How a split is called."""
    return f"the site by {' and '.join(by)}" if by else "the whole site"


def read(store: Store, wanted: Asked) -> object:
    """Read what such figures are made of, and make none of it."""
    cell = "_".join(each for each in wanted.by if each in tally.THINGS)
    if cell not in tally.CELLS:
        cell = "language_device" if cell == "language" else "device_notice"
    ask = store.by_day if "day" in wanted.by else store.totals
    return ask(SITE, wanted.first, wanted.last, [cell, tally.DISPLAY + cell])


def measured(name: str, directory: Path, counted: Counter[tuple[str, str]]) -> Iterator[tuple[str, float]]:
    """What is measured of one store, by name."""
    with tempfile.TemporaryDirectory(dir=directory) as own, PLACES[name](Path(own)) as place:
        store = open_store(place.url)
        fill(store, counted)
        last = days()[-1]
        yield (
            "read the last day before it is folded",
            seconds(lambda: store.totals(SITE, last, last, ["device_notice"])) * 1000,
        )
        start = time.perf_counter()
        store.fold(SITE, "9999-12-31")
        yield "fold all days", (time.perf_counter() - start) * 1000
        for by in SPLITS:
            wanted = Asked(days()[0], last, by)
            yield f"read {label(by)}", seconds(partial(read, store, wanted)) * 1000
            yield f"figures of {label(by)}", seconds(partial(figures, store, SITE, wanted)) * 1000
        print("  ".join([name, time.strftime("%X")]), file=sys.stderr, flush=True)
        store.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.stats", description=__doc__)
    parser.add_argument("--store", action="append", choices=list(PLACES), help="only this one")
    given = parser.parse_args()
    counted = a_day()
    print(f"{len(counted)} tallies a day, {DAYS} days")
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="akkoord-bench-") as directory:
        for name in given.store or list(PLACES):
            print(f"{name} ...", file=sys.stderr, flush=True)
            found[name] = dict(measured(name, Path(directory), counted))
    names = list(next(iter(found.values())))
    print(columns([["ms", *found], *([each, *(f"{of[each]:.1f}" for of in found.values())] for each in names)]))
    for store, of in found.items():
        for by in ((), *((each,) for each in ONE)):
            for what in (f"read {label(by)}", f"figures of {label(by)}"):
                print(Bar(f"{what}, {DAYS} days, {store}", of[what] / 1000, BAR, "s").line())


if __name__ == "__main__":
    main()
