"""What one visitor allows, as the app asks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import NoGate
from ..holding import allows
from ..model import CATEGORIES

KEY = "akkoord.consent"
"""Where the app finds it: in the WSGI environment or the ASGI scope."""
HEADER = "Akkoord-Granted"
"""The request header that tells the app, and its caches, what is granted."""


class Granted:
    """What a visitor's recorded decision allows now.

    :param allowed: the categories that are open; ``necessary`` always is.
    :param asked: what the site asks.
    :param open: the categories that the visitor is still to be asked about, or to be asked about again.
    """

    __slots__ = ("allowed", "asked", "open", "was_read")

    def __init__(self, allowed: Sequence[str], asked: Sequence[str], open: Sequence[str] = ()) -> None:
        self.allowed, self.asked, self.open = tuple(allowed), tuple(asked), tuple(open)
        self.was_read = False
        """Whether the app made something depend on it."""

    def allows(self, category: str) -> bool:
        """Whether a category is open to this visitor.

        :raises ValueError: there is no such category.
        """
        if category not in CATEGORIES:
            raise ValueError(f"{category!r} is not a category. Known: {', '.join(CATEGORIES)}.")
        self.was_read = True
        return allows(category, self.allowed, self.asked)

    @property
    def ask(self) -> bool:
        """Whether the visitor is still to be asked anything."""
        return bool(self.open)

    @property
    def letters(self) -> str:
        """The granted categories by their first letters, such as ``am``; the same for all who granted the same."""
        return "".join(category[0] for category in self.asked if category in self.allowed)


def granted_of(request: Any) -> Granted:
    """What the visitor of a request allows.

    :param request: a WSGI environment, an ASGI scope, or a request of Flask, Django or Starlette.
    :raises NoGate: no gate stands in front of the app.
    """
    for place in (request, *(getattr(request, name, None) for name in ("environ", "META", "scope"))):
        if isinstance(place, Mapping) and isinstance(place.get(KEY), Granted):
            granted: Granted = place[KEY]
            return granted
    raise NoGate("No gate stands in front of this app: wrap it with gate.wsgi(app) or gate.asgi(app).")
