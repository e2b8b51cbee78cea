"""A dated report of what was checked, for whoever has to show it: HTML to read and print, JSON to keep."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from ..errors import ConfigurationError
from ..findings import Finding
from ..sites import Loaded
from .facts import Facts, facts


def write_report(
    loaded: Loaded, shown: Mapping[str, Sequence[Finding]], version: str, now: datetime, directory: Path
) -> tuple[Path, Path]:
    """Write the report of a day; the paths of its HTML and its JSON.

    :param shown: site -> what was found on its shown banner.
    :param version: of Akkoord.
    :raises ConfigurationError: it cannot be written there.
    """
    told = facts(loaded, shown, version, now)
    paths = tuple(directory / f"akkoord-report-{now:%Y-%m-%d}.{kind}" for kind in ("html", "json"))
    try:
        directory.mkdir(parents=True, exist_ok=True)
        paths[0].write_text(html(told), encoding="utf-8")
        paths[1].write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"The report cannot be written to {directory}: {error.strerror}.") from None
    return paths[0], paths[1]


def html(told: Facts) -> str:
    """The report as one page that needs nothing else."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((files(__name__) / "report.html").read_text("utf-8")).render(told)
