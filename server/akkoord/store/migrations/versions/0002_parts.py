"""A tally has parts, so that many can count at once."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the part one of the key's columns; SQLite changes a key by making the table anew."""
    op.rename_table("tally", "tally_1")
    op.create_table(
        "tally",
        sa.Column("site", sa.String(32), primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("dimension", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("part", sa.SmallInteger, primary_key=True, server_default="0"),
        sa.Column("count", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO tally (site, day, dimension, value, part, count) "
        "SELECT site, day, dimension, value, 0, count FROM tally_1"
    )
    op.drop_table("tally_1")
