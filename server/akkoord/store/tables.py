"""The tables of the ledger in SQL, the same in every database."""

from __future__ import annotations

import sqlalchemy as sa

from .rows import PLAIN

SCHEMA = 6
"""The version of these tables; ``migrations/`` leads to it from each older one."""
UNSEALED = -(2**31)
"""The place of a decision that is not in the tree yet. SQLite keeps it in as many bytes as any place that it will be
given: rows that grew later would have to be moved apart."""

metadata = sa.MetaData()

notices = sa.Table(
    "notice",
    metadata,
    sa.Column("site", sa.String(32), primary_key=True),
    sa.Column("version", sa.String(12), primary_key=True),
    sa.Column("asked", sa.Text, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
)

decisions = sa.Table(
    "decision",
    metadata,
    # The order of seq is the order of appending.
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("site", sa.String(32), nullable=False),
    sa.Column("id", sa.LargeBinary(16), nullable=False),
    sa.Column("visitor", sa.LargeBinary(16), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("choices", sa.String(4), nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in PLAIN),
    sa.Column("idx", sa.BigInteger, nullable=False, server_default=sa.text(str(UNSEALED))),
    # What it came down to, if it was not the visitor's first: the one before it may be erased by the time it is asked.
    sa.Column("mark", sa.String(1), nullable=False, server_default=""),
    sa.Column("variant", sa.String(32), nullable=False, server_default=""),
    sa.UniqueConstraint("site", "id"),
    # A decision always leads to the question that was asked.
    sa.ForeignKeyConstraint(["site", "notice"], ["notice.site", "notice.version"]),
    # Answers latest and history, so neither needs a table of its own.
    sa.Index("decision_of_visitor", "site", "visitor", "seq"),
    # Small: it has only what waits. Its condition must stand in a query word for word.
    sa.Index("decision_unsealed", "site", "seq", sqlite_where=sa.text("idx < 0"), postgresql_where=sa.text("idx < 0")),
)

tallies = sa.Table(
    "tally",
    metadata,
    sa.Column("site", sa.String(32), primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("dimension", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    # Where many write at once each takes any part: a row that all have to change would have them wait in line.
    sa.Column("part", sa.SmallInteger, primary_key=True, server_default="0"),
    sa.Column("count", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

trees = sa.Table(
    "tree",
    metadata,
    sa.Column("site", sa.String(32), primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

tiles = sa.Table(
    "tree_tile",
    metadata,
    sa.Column("site", sa.String(32), primary_key=True),
    sa.Column("level", sa.SmallInteger, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("hashes", sa.LargeBinary, nullable=False),
)

lines = sa.Table(
    "tree_line",
    metadata,
    sa.Column("site", sa.String(32), primary_key=True),
    sa.Column("idx", sa.BigInteger, primary_key=True),
    sa.Column("line", sa.Text, nullable=False),
)

said = sa.Table(
    "waiting_line",
    metadata,
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("site", sa.String(32), nullable=False),
    sa.Column("line", sa.Text, nullable=False),
)
"""Lines that are not in the tree yet."""

erased = sa.Table(
    "erased",
    metadata,
    # In the order in which it is read: what was pruned at once is told at once.
    sa.Column("site", sa.String(32), primary_key=True),
    sa.Column("at", sa.BigInteger, primary_key=True),
    sa.Column("idx", sa.BigInteger, primary_key=True),
    sa.Column("why", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

checkpoints = sa.Table(
    "checkpoint",
    metadata,
    sa.Column("site", sa.String(32), primary_key=True),
    sa.Column("size", sa.BigInteger, primary_key=True),
    sa.Column("note", sa.Text, nullable=False),
)

restrictions = sa.Table(
    "restriction",
    metadata,
    sa.Column("site", sa.String(32), primary_key=True),
    sa.Column("visitor", sa.LargeBinary(16), primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

showings = sa.Table(
    "showing",
    metadata,
    sa.Column("site", sa.String(32), primary_key=True),
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("version", sa.String(12), nullable=False),
    sa.Column("first_shown", sa.BigInteger, nullable=False),
    sa.Column("last_shown", sa.BigInteger, nullable=False),
)

files = sa.Table(
    "archive",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

version = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True))
"""Alembic's own: the one row in it says which version these tables have."""
