"""A site has a hash tree; what was recorded before waits to be sealed. A visitor can be restricted."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

UNSEALED = "-2147483648"
SITE = sa.String(32)


def upgrade() -> None:
    """Give decisions a place, and the tree its tables."""
    op.add_column("decision", sa.Column("idx", sa.BigInteger, nullable=False, server_default=sa.text(UNSEALED)))
    waits = sa.text("idx < 0")
    op.create_index("decision_unsealed", "decision", ["site", "seq"], sqlite_where=waits, postgresql_where=waits)
    op.create_table(
        "tree",
        sa.Column("site", SITE, primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tree_tile",
        sa.Column("site", SITE, primary_key=True),
        sa.Column("level", sa.SmallInteger, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("hashes", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "tree_line",
        sa.Column("site", SITE, primary_key=True),
        sa.Column("idx", sa.BigInteger, primary_key=True),
        sa.Column("line", sa.Text, nullable=False),
    )
    op.create_table(
        "waiting_line",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("site", SITE, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
    )
    op.create_table(
        "erased",
        sa.Column("site", SITE, primary_key=True),
        sa.Column("at", sa.BigInteger, primary_key=True),
        sa.Column("idx", sa.BigInteger, primary_key=True),
        sa.Column("why", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "checkpoint",
        sa.Column("site", SITE, primary_key=True),
        sa.Column("size", sa.BigInteger, primary_key=True),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_table(
        "restriction",
        sa.Column("site", SITE, primary_key=True),
        sa.Column("visitor", sa.LargeBinary(16), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
