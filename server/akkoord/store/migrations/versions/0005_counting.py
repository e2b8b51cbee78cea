"""Small documents beside the ledger; a decision that was not a visitor's first says what it came down to."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_BEFORE = """
UPDATE decision SET mark = CASE
  WHEN {withdrawn} THEN 'w'
  WHEN decision.choices = before.choices THEN 'n'
  WHEN decision.choices = lower(decision.choices) THEN 'r'
  WHEN decision.choices = upper(decision.choices) THEN 'a'
  ELSE 's' END
FROM (
  SELECT seq, lag(choices) OVER (PARTITION BY site, visitor ORDER BY seq) AS choices FROM decision
) AS before
WHERE before.seq = decision.seq AND before.choices IS NOT NULL
"""


def upgrade() -> None:
    """Only who decided more than once has decisions that are marked: of most rows nothing changes."""
    op.create_table(
        "document",
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.add_column("decision", sa.Column("mark", sa.String(1), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX tally_in_parts ON tally (site, day) WHERE part > 0")
    # a category that was granted, and is refused now; a letter is there if the text without it is another one
    withdrawn = " OR ".join(
        f"(replace(before.choices, '{letter.upper()}', '') <> before.choices"
        f" AND replace(decision.choices, '{letter}', '') <> decision.choices)"
        for letter in "fam"
    )
    op.execute(_BEFORE.format(withdrawn=withdrawn))
