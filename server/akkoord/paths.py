"""Where the files are that go with the package but are no Python."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def built(name: str) -> Path:
    """The directory ``translations`` or ``examples``: beside the code in a wheel, at the top of a checkout."""
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parents[1] / name
