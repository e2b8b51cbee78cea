"""The style sheet, under an address that changes with its content, so that browsers keep it for a year."""

from __future__ import annotations

from pathlib import Path

from flask import Response

from ...errors import NotFound
from ..embed_files import File
from ..sending import send

_PAGES = Path(__file__).parent / "pages"
_TYPES = {".css": "text/css", ".js": "text/javascript"}
CACHE = "public, max-age=31536000, immutable"


class Files:
    """What the pages are made up with."""

    def __init__(self) -> None:
        self._files = {path.name: File(path.read_bytes()) for path in _PAGES.iterdir() if path.suffix in _TYPES}

    def address(self, name: str) -> str:
        """Where a file is, as seen from the dashboard."""
        return f"files/{self._files[name].digest}/{name}"

    def send(self, digest: str, name: str) -> Response:
        """The answer with a file.

        :raises NotFound: there is none of that content.
        """
        file = self._files.get(name)
        if file is None or file.digest != digest:
            raise NotFound("There is no such file (any more).")
        return send(file, _TYPES[Path(name).suffix], CACHE)
