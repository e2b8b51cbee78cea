"""A decision says which variant of the banner asked for it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("decision", sa.Column("variant", sa.String(32), nullable=False, server_default=""))
