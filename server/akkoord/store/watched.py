"""A store under watch: each call is timed, and what is counted is told, in one place for all stores."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ..model import Decision, Notice, Tally
from .base import Counts, CountsOf, OnDays, Pause, Showing, Store, no_counts, no_pause
from .risks import Risk
from .watched_documents import WatchedDocuments
from .watched_tree import Call


class StoreWatch(Protocol):
    """Is told what a store does."""

    @property
    def call(self) -> Call:
        """Stands around one call, whose method has the given name."""

    def counted(self, site: str, counts: Sequence[tuple[str, str]]) -> None:
        """These ``(dimension, value)`` pairs were counted, and are in the book."""


class WatchedStore(WatchedDocuments):
    """The given store, with somebody who watches."""

    def __init__(self, store: Store, watch: StoreWatch) -> None:
        super().__init__(store, watch.call)
        self._counted = watch.counted

    def sites(self) -> list[str]:
        with self._call("sites"):
            return self._store.sites()

    def publish(self, notice: Notice) -> None:
        with self._call("publish"):
            self._store.publish(notice)

    def notice(self, site: str, version: str) -> Notice | None:
        with self._call("notice"):
            return self._store.notice(site, version)

    def notices(self, site: str) -> list[Notice]:
        with self._call("notices"):
            return self._store.notices(site)

    def append(self, decision: Decision, counts: Counts) -> Decision:
        counts = tuple(counts)
        with self._call("append"):
            written = self._store.append(decision, counts)
        # of one that was there already, nothing was counted
        if written is decision:
            self._counted(decision.site, counts)
        return written

    def append_all(self, decisions: Sequence[Decision]) -> list[Decision]:
        with self._call("append_all"):
            return self._store.append_all(decisions)

    def find(self, site: str, decision: UUID) -> Decision | None:
        with self._call("find"):
            return self._store.find(site, decision)

    def find_all(self, site: str, ids: Sequence[UUID]) -> dict[UUID, Decision]:
        with self._call("find_all"):
            return self._store.find_all(site, ids)

    def latest(self, site: str, visitor: str) -> Decision | None:
        with self._call("latest"):
            return self._store.latest(site, visitor)

    def history(self, site: str, visitor: str) -> list[Decision]:
        with self._call("history"):
            return self._store.history(site, visitor)

    def decisions(self, site: str, first: datetime | None, last: datetime | None) -> Iterator[Decision]:
        # from the first to the last, so with what the reader does in between
        with self._call("decisions"):
            yield from self._store.decisions(site, first, last)

    def count(self, site: str, day: str, counts: Counts) -> None:
        counts = tuple(counts)
        with self._call("count"):
            self._store.count(site, day, counts)
        self._counted(site, counts)

    def tally(self, site: str, first_day: str, last_day: str, dimensions: Collection[str] | None = None) -> list[Tally]:
        with self._call("tally"):
            return self._store.tally(site, first_day, last_day, dimensions)

    def by_day(self, site: str, first_day: str, last_day: str, dimensions: Collection[str]) -> OnDays:
        with self._call("by_day"):
            return self._store.by_day(site, first_day, last_day, dimensions)

    def totals(
        self, site: str, first_day: str, last_day: str, dimensions: Collection[str]
    ) -> dict[tuple[str, str], int]:
        with self._call("totals"):
            return self._store.totals(site, first_day, last_day, dimensions)

    def fold(self, site: str, before: str) -> int:
        with self._call("fold"):
            return self._store.fold(site, before)

    def top_up(self, tallies: Iterable[Tally]) -> None:
        with self._call("top_up"):
            self._store.top_up(tallies)

    def forget(self, site: str, visitor: str, at: datetime, why: str = "visitor", counts: CountsOf = no_counts) -> int:
        with self._call("forget"):
            return self._store.forget(site, visitor, at, why, counts)

    def prune(
        self,
        site: str,
        before: datetime,
        keep: str,
        at: datetime,
        counts: CountsOf = no_counts,
        pause: Pause = no_pause,
    ) -> int:
        with self._call("prune"):
            return self._store.prune(site, before, keep, at, counts, pause)

    def scrub(self, thorough: bool = False) -> None:
        with self._call("scrub"):
            self._store.scrub(thorough)

    def restrict(self, site: str, visitor: str, at: datetime | None) -> None:
        with self._call("restrict"):
            self._store.restrict(site, visitor, at)

    def restricted(self, site: str, visitor: str) -> datetime | None:
        with self._call("restricted"):
            return self._store.restricted(site, visitor)

    def keep_showing(self, site: str, showing: Showing) -> bool:
        with self._call("keep_showing"):
            return self._store.keep_showing(site, showing)

    def showings(self, site: str) -> list[Showing]:
        with self._call("showings"):
            return self._store.showings(site)

    def keep_file(self, digest: str, content: bytes) -> None:
        with self._call("keep_file"):
            self._store.keep_file(digest, content)

    def file(self, digest: str) -> bytes | None:
        with self._call("file"):
            return self._store.file(digest)

    def ping(self) -> None:
        with self._call("ping"):
            self._store.ping()

    def risks(self, now: datetime) -> list[Risk]:
        with self._call("risks"):
            return self._store.risks(now)

    def close(self) -> None:
        self._store.close()
