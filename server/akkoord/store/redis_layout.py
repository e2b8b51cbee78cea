"""Where things lie in Redis, and how a decision is written there. Pure.

A site has :data:`PARTITIONS` partitions, each with a hash tag of its own, so that its visitors spread over all masters
of a cluster. A visitor, and an id of a decision, belong to the partition that their last byte names; a new visitor gets
the one of the first decision, so that both are written in one step (:func:`akkoord.store.rows.new_visitor`).

::

    akkoord:schema                      the version of this layout
    akkoord:{shop}:notices     hash     version -> what was asked
    akkoord:{shop}:tree        hash     size of the tree; the batch that was sealed and is not marked yet
    akkoord:{shop}:tiles       hash     tile -> its hashes, while it is not full
    akkoord:{shop}:lines       zset     sealed lines by place
    akkoord:{shop}:said        list     lines that wait to be sealed
    akkoord:{shop}:gone        zset     places of erased decisions that wait to be told, by time
    akkoord:{shop}:checkpoints zset     what was signed, by size of the tree
    akkoord:{shop:17}:ids      hash     id of a decision -> its visitor
    akkoord:{shop:17}:visitors hash     visitor -> records, one after the other, in the order of appending
    akkoord:{shop:17}:shapes   hash     number -> shape, and shape -> number
    akkoord:{shop:17}:known    set      versions that a decision may refer to
    akkoord:{shop:17}:references hash   version -> decisions that refer to it
    akkoord:{shop:17}:days     zset     days on which anything was counted
    akkoord:{shop:17}:tally:2026-11-22  hash  dimension=value -> count
    akkoord:{shop:17}:frozen:2026-11-20 hash  the same, on its way into the day; who takes it there, and after whom
    akkoord:{shop}:day:2026-11-20       hash  dimension -> values and counts as JSON; @ -> what was added last
    akkoord:{shop}:folded      zset     days of which there is one
    akkoord:{shop:17}:unsealed list     visitor and id of decisions that wait to be sealed
    akkoord:{shop:17}:erased   list     place, time and reason of sealed decisions that were erased
    akkoord:{shop:17}:marked   string   a digest of the marks that were made here last
    akkoord:{shop:17}:tiles    hash     tile -> its hashes, of the full ones
    akkoord:{shop:17}:restricted hash   visitor -> since when

A record has 30 bytes: the id, the time in milliseconds, the number of its shape, which is what many decisions have in
common, and its place in the tree. Redis keeps 30 bytes in the same memory as 26; 32 take more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from ..model import Decision
from .base import Counts
from .rows import PLAIN, choice_letters, choices_of, instant, milliseconds, utc_day, visitor_bytes, visitor_text

SCHEMA = 6
SCHEMA_KEY = "akkoord:schema"
PARTITIONS = 64
RECORD = 30
ID, AT, SHAPE, INDEX = slice(0, 16), slice(16, 22), slice(22, 26), slice(26, 30)
UNSEALED = b"\xff" * 4

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def site_key(site: str, name: str) -> str:
    """A key of the whole site."""
    return f"akkoord:{{{site}}}:{name}"


def key(site: str, partition: int, name: str) -> str:
    """A key of one partition."""
    return f"akkoord:{{{site}:{partition}}}:{name}"


@lru_cache(maxsize=4096)
def keys(site: str, partition: int, names: str) -> tuple[str, ...]:
    """Several keys of one partition, by names with spaces between them."""
    return tuple(key(site, partition, name) for name in names.split())


def partition_of(raw: bytes) -> int:
    """The partition of a visitor's or a decision's 16 bytes."""
    return raw[-1] % PARTITIONS


def record_start(decision: Decision) -> bytes:
    """Id and time, with which a record begins. Only the store gives numbers to the rest."""
    return decision.id.bytes + written(decision.at)


def written(at: datetime) -> bytes:
    """A time as it stands in a record."""
    return max(milliseconds(at), 0).to_bytes(6, "big")


def index_of(record: bytes) -> int | None:
    """The place in the tree; None if the decision is not sealed."""
    return None if record[INDEX] == UNSEALED else int.from_bytes(record[INDEX], "big")


def shape(decision: Decision) -> str:
    """What the decision has in common with many. The notice comes first: scripts read it there."""
    plain = [getattr(decision, name) for name in PLAIN]
    seldom = [decision.mark, decision.variant]
    while seldom and not seldom[-1]:
        seldom.pop()
    return _compact([*plain, choice_letters(decision.choices), *seldom])


def fields(counts: Counts) -> list[str]:
    """What is counted, as fields of a tally."""
    return [f"{dimension}={value}" for dimension, value in counts]


def append_arguments(decision: Decision, counts: Counts) -> tuple[list[str], list[str | bytes]]:
    """Keys and arguments of the script that appends."""
    site, day, visitor = decision.site, utc_day(decision.at), visitor_bytes(decision.visitor)
    here = partition_of(visitor)
    places = [key(site, here, f"tally:{day}"), *keys(site, here, "days ids visitors shapes known references unsealed")]
    written = (day, decision.id.bytes, visitor, record_start(decision), shape(decision), decision.notice)
    return places, [*written, *fields(counts)]


def decision_of(site: str, visitor: bytes, record: bytes, shape: bytes) -> Decision:
    """The decision that was written down."""
    *plain, letters, mark, variant = [*json.loads(shape), "", ""][: len(PLAIN) + 3]
    return Decision(
        site=site,
        id=UUID(bytes=record[ID]),
        visitor=visitor_text(visitor),
        at=instant(int.from_bytes(record[AT], "big")),
        choices=choices_of(letters),
        **dict(zip(PLAIN, plain, strict=True)),
        mark=mark,
        variant=variant,
    )


def records(joined: bytes) -> Iterable[bytes]:
    """The records of one visitor."""
    return (joined[start : start + RECORD] for start in range(0, len(joined), RECORD))
