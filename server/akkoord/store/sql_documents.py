"""Small documents in an SQL database."""

from __future__ import annotations

import sqlalchemy as sa

from .sql_connections import SqlConnections
from .tables import metadata

table = sa.Table(
    "document",
    metadata,
    sa.Column("kind", sa.String(32), primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)


class SqlDocuments(SqlConnections):
    """What a store keeps beside the ledger."""

    def put_document(self, kind: str, id: str, text: str) -> None:
        insert = self._database.insert(table)
        put = insert.on_conflict_do_update(
            index_elements=table.primary_key.columns, set_={"text": insert.excluded.text}
        )
        with self._writing() as connection:
            connection.execute(put, {"kind": kind, "id": id, "text": text})

    def add_document(self, kind: str, id: str, text: str) -> bool:
        insert = self._database.insert(table).on_conflict_do_nothing().returning(table.c.id)
        with self._writing() as connection:
            return connection.scalar(insert, {"kind": kind, "id": id, "text": text}) is not None

    def document(self, kind: str, id: str) -> str | None:
        with self._reading() as connection:
            return connection.scalar(sa.select(table.c.text).where(table.c.kind == kind, table.c.id == id))

    def documents(self, kind: str) -> dict[str, str]:
        with self._reading() as connection:
            rows = connection.execute(sa.select(table.c.id, table.c.text).where(table.c.kind == kind)).all()
        return {row.id: row.text for row in sorted(rows, key=lambda row: str(row.id))}

    def drop_document(self, kind: str, id: str) -> bool:
        with self._writing() as connection:
            dropped = connection.execute(sa.delete(table).where(table.c.kind == kind, table.c.id == id))
        return dropped.rowcount > 0
