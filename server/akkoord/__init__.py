"""Akkoord: a self-hosted cookie-consent banner and tracking gate.

Public are :func:`create_app`, :func:`verify_token` with what it returns and raises, and ``__version__``; nothing else.
Importing this package does not import Flask: whoever only verifies tokens needs no web server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import TokenError as TokenError
from .errors import TokenForOtherSite as TokenForOtherSite
from .errors import TokenInvalid as TokenInvalid
from .tokens import Token as Token
from .tokens import verify_token as verify_token

if TYPE_CHECKING:
    from .web import create_app as create_app

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "create_app":
        from .web import create_app

        return create_app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
