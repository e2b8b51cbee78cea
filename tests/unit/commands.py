"""A shop to run the commands for, and how they end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

KEY = "a-key-that-only-these-tests-know-of"
CONFIG = """
[sites.shop]
origins = ["https://www.shop.example"]
controller = "Winkel BV, Utrecht"
languages = ["nl_NL_formal", "en"]
services = ["google-analytics"]
privacy = "/privacy"
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Akkoord = Callable[..., Ended]
"""Runs a command with these arguments and settings."""
