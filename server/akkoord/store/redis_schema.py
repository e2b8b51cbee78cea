"""The version of the layout in Redis, and how an older one is brought up to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from ..errors import SchemaError
from ..model import Decision
from .redis_layout import PARTITIONS, RECORD, SCHEMA, SCHEMA_KEY, key, site_key
from .redis_reading import BATCH, sites
from .rows import PLAIN, choices_of, instant

_BEGUN = "upgrading"
"""Says of a partition that its visitors are on their way to the third layout, or there."""
_MARKED = 5


def require(client: Any) -> None:
    """Return if the store has this layout, or nothing yet: then it has this one from now on.

    :raises akkoord.errors.SchemaError: it has another one.
    """
    found = client.get(SCHEMA_KEY)
    version = int(found) if found else (1 if any(_first_sites(client)) else 0)
    if version not in (0, SCHEMA):
        raise SchemaError.of(version, SCHEMA)
    if not version:
        client.set(SCHEMA_KEY, SCHEMA, nx=True)


class Steps(NamedTuple):
    """What an upgrade is made of.

    :param append: takes a decision without counting it.
    :param know: says that decisions may refer to a version of a site's notice.
    :param widen: the script that gives the decisions of visitors of the second layout a place in the tree.
    :param remark: the script that says of their later decisions what they came down to.
    """

    append: Callable[[Decision], Any]
    know: Callable[[str, str, Collection[int]], None]
    widen: Any
    remark: Any


def upgrade(client: Any, steps: Steps) -> None:
    """Bring an older layout up to this one; each step may be done twice, so a broken run is simply run again."""
    version = int(client.get(SCHEMA_KEY) or 1)
    if version > SCHEMA:
        raise SchemaError.of(version, SCHEMA)
    if version == 1:
        _from_first(client, steps)
    elif version == 2:
        for site in sites(client):
            for partition in range(PARTITIONS):
                _from_second(client, steps, site, partition)
    # since the fifth layout decisions say themselves what they came down to; the sixth only adds to new ones
    if version < _MARKED:
        for site in sites(client):
            for partition in range(PARTITIONS):
                _remark(client, steps, site, partition)
    client.set(SCHEMA_KEY, SCHEMA)
    for site in sites(client):
        for partition in range(PARTITIONS):
            client.unlink(key(site, partition, _BEGUN))


def _from_second(client: Any, steps: Steps, site: str, partition: int) -> None:
    """Records get a place in the tree, which they wait for. Visitors go from one hash into another meanwhile."""
    now, before, begun = (key(site, partition, name) for name in ("visitors", "visitors:2", _BEGUN))
    if not client.exists(begun):
        if client.exists(now) and not client.exists(before):
            client.rename(now, before)
        client.set(begun, "")
    cursor: Any = None
    while cursor != 0:
        cursor, visitors = client.hscan(before, cursor or 0, count=BATCH)
        if visitors:
            steps.widen([now, before, key(site, partition, "unsealed")], list(visitors))


def _remark(client: Any, steps: Steps, site: str, partition: int) -> None:
    places = [key(site, partition, name) for name in ("visitors", "shapes")]
    cursor: Any = None
    while cursor != 0:
        cursor, visitors = client.hscan(places[0], cursor or 0, count=BATCH)
        several = [visitor for visitor, joined in visitors.items() if len(joined) > RECORD]
        if several:
            steps.remark(places, several)


def _from_first(client: Any, steps: Steps) -> None:
    found = sorted(_first_sites(client))
    for site in found:
        for version in client.hkeys(site_key(site, "notices")):
            steps.know(site, version.decode(), range(PARTITIONS))
        for visitor in client.scan_iter(site_key(site, "visitor:*"), count=1000):
            for id in client.lrange(visitor, 0, -1):
                row = client.hget(site_key(site, "decisions"), id)
                if row:
                    steps.append(_first_decision(site, id, row))
        for day in client.zrange(site_key(site, "days"), 0, -1):
            _move_tally(client, site, day.decode())
    for site in found:
        for visitor in client.scan_iter(site_key(site, "visitor:*"), count=1000):
            client.unlink(visitor)
        for name in ("decisions", "times", "references", "days"):
            client.unlink(site_key(site, name))


def _first_sites(client: Any) -> Iterator[str]:
    """Sites of the first layout, which had no version: each had all its decisions in one hash."""
    for name in client.scan_iter("akkoord:{*}:decisions", count=1000):
        yield name.decode().removeprefix("akkoord:{").removesuffix("}:decisions")


def _first_decision(site: str, id: bytes, row: bytes) -> Decision:
    *plain, visitor, at, letters = json.loads(row)
    return Decision(
        site=site,
        id=UUID(bytes=id),
        visitor=visitor,
        at=instant(at),
        choices=choices_of(letters),
        **dict(zip(PLAIN, plain, strict=True)),
    )


def _move_tally(client: Any, site: str, day: str) -> None:
    # set, not added to: a day that was moved already stays what it is
    for field, count in client.hgetall(site_key(site, f"tally:{day}")).items():
        client.hset(key(site, 0, f"tally:{day}"), field, count)
    client.zadd(key(site, 0, "days"), {day: 0})
    client.unlink(site_key(site, f"tally:{day}"))
