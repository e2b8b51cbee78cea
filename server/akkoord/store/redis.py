"""The ledger in one Redis server, through redis-py. Each atomic change is one Lua script on one slot."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from ..errors import ConfigurationError, Detail, StoreError, UnknownNotice
from ..model import Decision, Notice, Tally
from .base import Counts
from .rows import PLAIN, choice_letters, choices_of, in_order, instant, milliseconds, utc_day

_SECONDS = 2.0
"""How long the server may take to answer."""
_BATCH = 500
"""How many decisions are erased in one script: nothing else runs meanwhile."""


class RedisStore:
    """A store in one Redis server."""

    def __init__(self, url: str) -> None:
        # A connection that turns out to be cut is replaced once; a server that keeps silent is not asked again.
        retry = Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,))
        try:
            self._redis: Any = redis.Redis.from_url(
                url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS, retry=retry
            )
        except ValueError as error:
            raise ConfigurationError("The store's URL cannot be read.", Detail("AKKOORD_STORE", str(error))) from error
        self._append = self._redis.register_script(_lua("count") + _lua("append"))
        self._tally = self._redis.register_script(_lua("count") + _lua("tally"))
        self._erase = self._redis.register_script(_lua("erase"))
        self._drop_notices = self._redis.register_script(_lua("drop_notices"))

    def publish(self, notice: Notice) -> None:
        row = json.dumps([notice.asked, notice.document], ensure_ascii=False)
        with _store_errors():
            self._redis.hsetnx(_key(notice.site, "notices"), notice.version, row)

    def notice(self, site: str, version: str) -> Notice | None:
        with _store_errors():
            row = self._redis.hget(_key(site, "notices"), version)
        if row is None:
            return None
        asked, document = json.loads(row)
        return Notice(site, version, tuple(asked), document)

    def append(self, decision: Decision, counts: Counts) -> Decision:
        site, day, id = decision.site, utc_day(decision.at), decision.id.bytes
        visitor = _visitor(site, decision.visitor)
        names = ("decisions", "times", "notices", "references")
        decisions, times, notices, references = (_key(site, name) for name in names)
        with _store_errors():
            earlier = self._append(
                [_day(site, day), _key(site, "days"), decisions, visitor, times, notices, references],
                [day, id, _row(decision), milliseconds(decision.at), decision.notice, *_fields(counts)],
            )
        if earlier is None:
            raise UnknownNotice(f"The store holds no notice {decision.notice}.")
        return _decision(site, id, earlier) if earlier else decision

    def find(self, site: str, decision: UUID) -> Decision | None:
        return next(iter(self._read(site, [decision.bytes])), None)

    def latest(self, site: str, visitor: str) -> Decision | None:
        return next(iter(self._of_visitor(site, visitor, -1)), None)

    def history(self, site: str, visitor: str) -> list[Decision]:
        return self._of_visitor(site, visitor, 0)

    def count(self, site: str, day: str, counts: Counts) -> None:
        with _store_errors():
            self._tally([_day(site, day), _key(site, "days")], [day, *_fields(counts)])

    def tally(self, site: str, first_day: str, last_day: str) -> list[Tally]:
        with _store_errors():
            days = self._redis.zrangebylex(_key(site, "days"), f"[{first_day}", f"[{last_day}")
            pipeline = self._redis.pipeline(transaction=False)
            for day in days:
                pipeline.hgetall(_day(site, day.decode()))
            counted = pipeline.execute()
        return in_order(
            Tally(site, day.decode(), dimension, value, int(count))
            for day, fields in zip(days, counted, strict=True)
            for field, count in fields.items()
            for dimension, value in [field.decode().split("=", 1)]
        )

    def forget(self, site: str, visitor: str) -> int:
        key = _visitor(site, visitor)
        with _store_errors():
            ids = self._redis.lrange(key, 0, -1)
            return sum(self._erase_batch(site, batch, [key] * len(batch)) for batch in _batches(ids))

    def prune(self, site: str, before: datetime, keep: str) -> int:
        times, limit = _key(site, "times"), f"({milliseconds(before)}"
        erased = 0
        with _store_errors():
            while ids := self._redis.zrangebyscore(times, "-inf", limit, start=0, num=_BATCH):
                rows = self._redis.hmget(_key(site, "decisions"), ids)
                visitors = [_visitor(site, json.loads(row)[len(PLAIN)] if row else "") for row in rows]
                erased += self._erase_batch(site, ids, visitors)
            self._drop_notices([_key(site, "notices"), _key(site, "references")], [keep])
        return erased

    def ping(self) -> None:
        with _store_errors():
            # Written, because a replica and a full server answer a mere ping as well.
            self._redis.set("akkoord:{ping}", "", px=1)

    def close(self) -> None:
        self._redis.close()

    def _read(self, site: str, ids: Sequence[bytes]) -> list[Decision]:
        if not ids:
            return []
        with _store_errors():
            rows = self._redis.hmget(_key(site, "decisions"), ids)
        return [_decision(site, id, row) for id, row in zip(ids, rows, strict=True) if row]

    def _of_visitor(self, site: str, visitor: str, start: int) -> list[Decision]:
        with _store_errors():
            ids = self._redis.lrange(_visitor(site, visitor), start, -1)
        return self._read(site, ids)

    def _erase_batch(self, site: str, ids: Sequence[bytes], visitors: Sequence[str]) -> int:
        keys = [_key(site, name) for name in ("decisions", "times", "references")]
        return int(self._erase([*keys, *visitors], ids))


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        raise StoreError("The Redis store did not answer.") from error


@cache
def _lua(name: str) -> str:
    return (Path(__file__).parent / "lua" / f"{name}.lua").read_text(encoding="utf-8")


def _key(site: str, name: str) -> str:
    # The braces put all keys of a site on one slot of a cluster.
    return f"akkoord:{{{site}}}:{name}"


def _day(site: str, day: str) -> str:
    return _key(site, f"tally:{day}")


def _visitor(site: str, visitor: str) -> str:
    return _key(site, f"visitor:{visitor}")


def _fields(counts: Counts) -> list[str]:
    return [f"{dimension}={value}" for dimension, value in counts]


def _batches(ids: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


def _row(decision: Decision) -> str:
    # The notice comes first: the script that erases reads it there.
    plain = [getattr(decision, name) for name in PLAIN]
    rest = [decision.visitor, milliseconds(decision.at), choice_letters(decision.choices)]
    return json.dumps([*plain, *rest], ensure_ascii=False, separators=(",", ":"))


def _decision(site: str, id: bytes, row: bytes) -> Decision:
    *plain, visitor, at, letters = json.loads(row)
    return Decision(
        site=site,
        id=UUID(bytes=id),
        visitor=visitor,
        at=instant(at),
        choices=choices_of(letters),
        **dict(zip(PLAIN, plain, strict=True)),
    )
