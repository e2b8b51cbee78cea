"""The site of these measurements, and what its visitors send."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID, uuid4

from akkoord.model import Notice
from akkoord.notice import make_notice
from akkoord.sites import load_sites, require

SITE = "shop"
ORIGIN = "https://www.shop.example"
PATH = f"/api/v1/sites/{SITE}/decisions"
KEY = "a-key-that-only-this-bench-knows-of"
CONFIG = f"""
[sites.{SITE}]
origins = ["{ORIGIN}"]
controller = "Winkel BV, Utrecht"
languages = ["nl_NL_formal", "en"]
services = ["google-analytics", "meta-pixel", "youtube"]
"""


def write_config(directory: Path) -> Path:
    """The site's ``akkoord.toml``."""
    path = directory / "akkoord.toml"
    path.write_text(CONFIG)
    return path


def notice_of(config: Path) -> Notice:
    """What the site asks."""
    return make_notice(require(load_sites(config))[SITE])


def body(notice: str, id: UUID | None = None) -> bytes:
    """What a page sends for a visitor who decides for the first time."""
    decision = {
        "id": str(id or uuid4()),
        "choices": {"functional": True, "analytics": True, "marketing": False},
        "notice": notice,
        "language": "nl_NL_formal",
        "how": "banner",
        "device": "wide",
        "widget": "0.1.0",
    }
    return json.dumps(decision, separators=(",", ":")).encode()
