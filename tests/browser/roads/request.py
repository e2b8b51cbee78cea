"""What comes in."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class Request:
    """One request."""

    method: str
    host: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def address(self) -> str:
        """Host, path and query, as people read them."""
        return self.host + unquote(self.path)
