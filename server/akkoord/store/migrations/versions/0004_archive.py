"""What was shown is kept: showings, and the files that they are made of."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Give the archive its tables; of what was shown before nobody knows."""
    op.create_table(
        "showing",
        sa.Column("site", sa.String(32), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("version", sa.String(12), nullable=False),
        sa.Column("first_shown", sa.BigInteger, nullable=False),
        sa.Column("last_shown", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "archive",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
