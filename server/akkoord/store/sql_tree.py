"""The hash tree of each site in an SQL database. What is sealed at once is one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from ..model import Decision, Tile, utc_now
from .base import WHILE_SEALING, Erased, Waiting
from .rows import columns, decision_of, in_steps, instant, milliseconds
from .sql_erasing import SqlErasing
from .sql_reading import entries_in_steps, place_of
from .sql_writing import COLUMNS
from .tables import checkpoints, decisions, erased, lines, said, tiles, trees

_BATCH = 300
"""How many things are asked for in one statement."""
_WAITS = sa.text("idx < 0")
_UNSEALED = decisions.c.idx + 0 < 0
"""The same, but written so that nobody goes through all that waits to find one."""
_STEP = 1000
"""How many lines are read at once."""


def _is(name: str) -> str:
    return f"is_{name}"


# All of a decision is compared: another one may have come under the same id.
_PLACE_SAME = (
    sa.update(decisions)
    .where(_UNSEALED, *(decisions.c[name] == sa.bindparam(_is(name)) for name in COLUMNS))
    .values(idx=sa.bindparam("place"))
)


class SqlTree(SqlErasing):
    """What is sealed in a store, and what waits to be."""

    def say(self, site: str, line: str) -> None:
        with self._writing() as connection:
            connection.execute(said.insert(), {"site": site, "line": line})

    def waiting(self, site: str, limit: int) -> Waiting:
        decided = sa.select(decisions).where(decisions.c.site == site, _WAITS).order_by(decisions.c.seq).limit(limit)
        gone = sa.select(erased).where(erased.c.site == site).order_by(erased.c.at, erased.c.idx).limit(limit)
        told = sa.select(said.c.line).where(said.c.site == site).order_by(said.c.seq).limit(limit)
        with self._reading() as connection:
            # Before all else: whatever is sealed meanwhile changes it.
            size = _size(connection, site)
            return Waiting(
                size,
                [decision_of(row) for row in connection.execute(decided)],
                [Erased(row.idx, instant(row.at), row.why) for row in connection.execute(gone)],
                list(connection.scalars(told)),
            )

    def seal(
        self, site: str, size: int, entries: Sequence[UUID | str], taken: Waiting, tiles: Mapping[Tile, bytes]
    ) -> bool:
        placed = list(enumerate(entries, start=size))
        given = {one.id: one for one in taken.decisions}
        with self._writing() as connection:
            if not self._grow(connection, site, size, size + len(placed)):
                return False
            self._put_tiles(connection, site, tiles)
            told = [(index, entry) for index, entry in placed if isinstance(entry, str)]
            self._put_lines(connection, site, told)
            decided = [(given[entry], index) for index, entry in placed if isinstance(entry, UUID)]
            gone = self._place(connection, site, decided)
            now = utc_now()
            self._keep_erased(connection, site, [Erased(index, now, WHILE_SEALING) for index in gone])
            _take(connection, site, taken)
        return True

    def size(self, site: str) -> int:
        with self._reading() as connection:
            return _size(connection, site)

    def tiles(self, site: str, wanted: Collection[Tile]) -> dict[Tile, bytes]:
        place = sa.tuple_(tiles.c.level, tiles.c.number)
        found: dict[Tile, bytes] = {}
        with self._reading() as connection:
            for batch in in_steps(wanted, _BATCH):
                rows = connection.execute(sa.select(tiles).where(tiles.c.site == site, place.in_(batch)))
                found.update((Tile(row.level, row.number), row.hashes) for row in rows)
        return found

    def index(self, site: str, decision: UUID) -> int | None:
        query = sa.select(decisions.c.idx).where(decisions.c.site == site, decisions.c.id == decision.bytes)
        with self._reading() as connection:
            row = connection.execute(query).first()
        return place_of(row) if row else None

    def lines(self, site: str, first: int, last: int) -> Iterator[tuple[int, str]]:
        while True:
            query = sa.select(lines).where(lines.c.site == site, lines.c.idx.between(first, last))
            with self._reading() as connection:
                rows = connection.execute(query.order_by(lines.c.idx).limit(_STEP)).all()
            yield from ((row.idx, row.line) for row in rows)
            if len(rows) < _STEP:
                return
            first = rows[-1].idx + 1

    def entries(self, site: str) -> Iterator[tuple[Decision, int | None]]:
        return entries_in_steps(self._reading, site)

    def add_checkpoint(self, site: str, size: int, note: str) -> None:
        with self._writing() as connection:
            row = {"site": site, "size": size, "note": note}
            connection.execute(self._database.insert(checkpoints).on_conflict_do_nothing(), row)

    def checkpoints(self, site: str, first: int = 0, last: int | None = None) -> list[tuple[int, str]]:
        query = sa.select(checkpoints).where(checkpoints.c.site == site, checkpoints.c.size >= first)
        if last is not None:
            query = query.where(checkpoints.c.size <= last)
        with self._reading() as connection:
            return [(row.size, row.note) for row in connection.execute(query.order_by(checkpoints.c.size))]

    def restore(
        self,
        site: str,
        tiles: Mapping[Tile, bytes] | None = None,
        lines: Sequence[tuple[int, str]] = (),
        indexes: Sequence[tuple[UUID, int]] = (),
        erased: Sequence[Erased] = (),
    ) -> None:
        this = sa.and_(decisions.c.site == site, decisions.c.id == sa.bindparam("of"), _UNSEALED)
        with self._writing() as connection:
            self._put_tiles(connection, site, tiles or {})
            self._put_lines(connection, site, lines)
            if indexes:
                rows = [{"of": id.bytes, "place": index} for id, index in indexes]
                connection.execute(sa.update(decisions).where(this).values(idx=sa.bindparam("place")), rows)
            self._keep_erased(connection, site, erased)

    def restored(self, site: str, size: int) -> bool:
        with self._writing() as connection:
            return _size(connection, site) == size or self._grow(connection, site, 0, size)

    def _grow(self, connection: sa.Connection, site: str, size: int, after: int) -> bool:
        """Make the tree that large, if it has the first size. Who else would, waits until this transaction is over."""
        connection.execute(self._database.insert(trees).on_conflict_do_nothing(), {"site": site, "size": 0})
        this = sa.and_(trees.c.site == site, trees.c.size == size)
        return bool(connection.execute(sa.update(trees).where(this).values(size=after)).rowcount)

    def _put_tiles(self, connection: sa.Connection, site: str, those: Mapping[Tile, bytes]) -> None:
        insert = self._database.insert(tiles)
        put = insert.on_conflict_do_update(
            index_elements=tiles.primary_key.columns, set_={"hashes": insert.excluded.hashes}
        )
        rows = [{"site": site, **tile._asdict(), "hashes": hashes} for tile, hashes in those.items()]
        if rows:
            connection.execute(put, rows)

    def _put_lines(self, connection: sa.Connection, site: str, those: Iterable[tuple[int, str]]) -> None:
        rows = [{"site": site, "idx": index, "line": line} for index, line in those]
        if rows:
            connection.execute(self._database.insert(lines).on_conflict_do_nothing(), rows)

    def _place(self, connection: sa.Connection, site: str, those: Sequence[tuple[Decision, int]]) -> list[int]:
        """Give decisions their places; the places of those that are gone."""
        rows = [{"place": place, **{_is(name): value for name, value in columns(one).items()}} for one, place in those]
        if not rows or connection.execute(_PLACE_SAME, rows).rowcount == len(rows):
            return []
        gone = []
        for one, place in those:
            this = (decisions.c.site == site, decisions.c.id == one.id.bytes)
            if connection.execute(sa.select(decisions.c.idx).where(*this)).scalar() != place:
                gone.append(place)
        return gone


def _take(connection: sa.Connection, site: str, taken: Waiting) -> None:
    """What was taken waits no longer."""
    if taken.erased:
        this = (erased.c.at == sa.bindparam("when"), erased.c.idx == sa.bindparam("place"))
        rows: list[dict[str, Any]] = [{"when": milliseconds(one.at), "place": one.index} for one in taken.erased]
        connection.execute(sa.delete(erased).where(erased.c.site == site, *this), rows)
    if taken.lines:
        first = sa.select(sa.func.min(said.c.seq)).where(said.c.site == site, said.c.line == sa.bindparam("text"))
        rows = [{"text": line} for line in taken.lines]
        connection.execute(sa.delete(said).where(said.c.seq == first.scalar_subquery()), rows)


def _size(connection: sa.Connection, site: str) -> int:
    return int(connection.execute(sa.select(trees.c.size).where(trees.c.site == site)).scalar() or 0)
