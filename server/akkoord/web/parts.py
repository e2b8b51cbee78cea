"""What the application was built from, for its blueprints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from wsgiref.types import WSGIEnvironment

from flask import current_app

from ..ledger import Ledger
from ..settings import Settings
from ..store import Store
from ..tokens import Signer
from .embedded import Embedded
from .unrecorded import Unrecorded

EXTENSION = "akkoord"


@dataclass(frozen=True, slots=True)
class Parts:
    """The built parts of one application."""

    settings: Settings
    signer: Signer
    ledger: Ledger
    store: Store
    embedded: Embedded
    crowded: frozenset[str]
    country: Callable[[WSGIEnvironment], str]
    unrecorded: Unrecorded


def parts() -> Parts:
    """The parts of the application that answers the current request."""
    return cast(Parts, current_app.extensions[EXTENSION])
