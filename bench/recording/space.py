"""What one decision of a new visitor takes, ledger, tally and hash tree included, when there are many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice, product
from uuid import uuid4

from akkoord import tally
from akkoord.model import Decision, Notice, utc_now
from akkoord.proof.sealing import seal
from akkoord.store import open_store
from akkoord.store.redis import RedisStore
from akkoord.store.redis_layout import append_arguments
from akkoord.store.rows import columns, new_visitor, utc_day
from akkoord.store.sql import SqlStore
from akkoord.store.sql_writing import Entry
from bench.recording.decisions import SITE
from bench.recording.places import Place

BATCH = 1000
DAYS = 30
"""Over how many days they are spread: each day has tallies of its own."""
CHOICES = list(product((True, False), repeat=3))


def bytes_per_decision(place: Place, notice: Notice, number: int) -> float:
    """Write so many into an empty store, in its own layout and by its own means, only more at once."""
    store = open_store(place.url)
    store.publish(notice)
    store.close()
    before = place.size()
    fill(place, visitors(notice, number))
    return (place.size() - before) / number


def fill(place: Place, made: Iterator[Decision], sealed: bool = True) -> None:
    """Write decisions into a store, and have them sealed."""
    store = open_store(place.url)
    # one in the usual way first: it brings the script
    first = next(made)
    store.append(first, tally.counts(first))
    while batch := list(islice(made, BATCH)):
        if isinstance(store, SqlStore):
            store.write_all([Entry(SITE, utc_day(one.at), tally.counts(one), columns(one)) for one in batch])
        elif isinstance(store, RedisStore) and place.url.startswith("redis:"):
            _append_all(store, batch)
        else:
            for one in batch:
                store.append(one, tally.counts(one))
        if sealed:
            seal(store, SITE, utc_now())
    store.close()


def _append_all(store: RedisStore, batch: list[Decision]) -> None:
    """The script of ``append``, many times in one go."""
    pipeline = store._redis.pipeline(transaction=False)
    for one in batch:
        keys, arguments = append_arguments(one, tally.counts(one))
        pipeline.evalsha(store._append.sha, len(keys), *keys, *arguments)
    if set(pipeline.execute()) != {b""}:
        raise AssertionError("not every decision was written")


def visitors(notice: Notice, number: int) -> Iterator[Decision]:
    """Decisions as visitors make them: all choices, two languages, two devices, four ways."""
    start = utc_now() - timedelta(days=DAYS)
    hows, devices, languages = ("banner", "panel", "api", "gpc"), ("narrow", "wide"), ("nl_NL_formal", "en")
    for index in range(number):
        id = uuid4()
        yield Decision(
            site=SITE,
            id=id,
            visitor=new_visitor(id),
            at=start + timedelta(seconds=index * DAYS * 86400 // number),
            choices=dict(zip(notice.asked, CHOICES[index % len(CHOICES)], strict=False)),
            notice=notice.version,
            language=languages[index // 2 % 2],
            how=hows[index // 3 % 4],
            device=devices[index // 5 % 2],
            widget="0.1.0",
        )
