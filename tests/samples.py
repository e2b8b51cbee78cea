"""A notice and a decision to start from; tests vary them with :func:`dataclasses.replace`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from akkoord.model import Decision, Notice

NOW = datetime(2026, 11, 22, 13, 14, 15, 678000, UTC)
LIFETIME = timedelta(days=180)
"""What the profile of Dutch law says, unless a site says otherwise."""
VISITOR = "AAECAwQFBgcICQoLDA0ODw"
OTHER_VISITOR = "_-DBwqOEhYaHiImKi4yNjg"

NOTICE = Notice(
    site="shop",
    version="0123456789ab",
    asked=("functional", "analytics", "marketing"),
    document='{"controller": "Café “De Brug”, ’s-Hertogenbosch"}',
)

DECISION = Decision(
    site="shop",
    id=UUID("6f1d8f7e-5f0e-4d0a-9f3b-1f0a2b3c4d5e"),
    visitor=VISITOR,
    at=NOW,
    choices={"functional": True, "analytics": False, "marketing": False},
    notice=NOTICE.version,
    language="nl_NL_formal",
    how="panel",
    device="narrow",
    widget="0.1.0",
)
