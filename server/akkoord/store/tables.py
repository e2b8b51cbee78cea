"""The tables of the ledger in SQL, the same in every database."""

from __future__ import annotations

import sqlalchemy as sa

from .rows import PLAIN

SCHEMA = 2
"""The version of these tables; ``migrations/`` leads to it from each older one."""

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
    sa.UniqueConstraint("site", "id"),
    # A decision always leads to the question that was asked.
    sa.ForeignKeyConstraint(["site", "notice"], ["notice.site", "notice.version"]),
    # Answers latest and history, so neither needs a table of its own.
    sa.Index("decision_of_visitor", "site", "visitor", "seq"),
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

version = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True))
"""Alembic's own: the one row in it says which version these tables have."""
