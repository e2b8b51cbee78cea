"""The first tables, which had no version: made by `create_all`, in SQLite alone."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """They are there."""
