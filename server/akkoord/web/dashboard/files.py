"""The style sheet and the scripts, under addresses that change with their content, so that browsers
keep them for a year."""

from __future__ import annotations

from pathlib import Path

from flask import Response

from ...errors import ConfigurationError, NotFound
from ..embed_files import STATIC, File
from ..forgetful import LOOK_FILES
from ..sending import send

_PAGES = Path(__file__).parent / "pages"
_LOOKS = Path(__file__).parents[1] / "demo" / "static"
_SCRIPTS = ("dashboard.js",)
_TYPES = {".css": "text/css", ".js": "text/javascript"}
CACHE = "public, max-age=31536000, immutable"


class Files:
    """What the pages are made up with."""

    def __init__(self) -> None:
        missing = [name for name in _SCRIPTS if not (STATIC / name).is_file()]
        if missing:
            raise ConfigurationError(f"The widget is not built: {missing[0]} is missing. Run `make build`.")
        paths = [
            *_PAGES.iterdir(),
            *(STATIC / name for name in _SCRIPTS),
            *(_LOOKS / name for name in LOOK_FILES.values()),
        ]
        self._files = {path.name: File(path.read_bytes()) for path in paths if path.suffix in _TYPES}

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
