"""``akkoord.toml`` -> sites, and numbered findings about what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .catalog import catalog
from .errors import ConfigurationError, Detail
from .findings import Finding, errors
from .lint import as_findings, lint
from .model import Service, Site
from .site_file import SiteFile
from .toml_lines import toml_lines

FURTHER = "catalog"
"""The key of ``akkoord.toml`` that names a file of further services."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The sites that can be used, the services that they can list, and all that was found.

    :param findings: what is wrong with the file.
    :param breaches: what breaks a rule of the law.
    """

    sites: dict[str, Site] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    breaches: list[Finding] = field(default_factory=list)
    services: Mapping[str, Service] = field(default_factory=catalog)


def load_sites(path: Path) -> Loaded:
    """Read ``akkoord.toml``; whatever is wrong with it becomes a finding."""
    file = SiteFile(str(path))
    tables = _tables(path, file, "Set AKKOORD_CONFIG to the path of akkoord.toml.")
    if tables is None:
        return Loaded(findings=file.findings)
    further = tables.pop(FURTHER, None)
    found: list[Finding] = []
    if isinstance(further, str) and further:
        found = _read_further(path.parent / further, file)
    elif further is not None:
        file.find("AK104", (FURTHER,), "This must be the path of a file.", 'For example catalog = "further.toml".')
    sites = file.read(tables)
    breaches = as_findings((breach for site in sites.values() for breach in lint(site)), file.name, file.lines)
    return Loaded(sites, [*found, *_in_order(file)], breaches, file.known)


def _in_order(file: SiteFile) -> list[Finding]:
    """What was found in a file, from its top to its end."""
    return sorted(file.findings, key=lambda finding: (finding.line or 0, finding.number))


def _read_further(path: Path, file: SiteFile) -> list[Finding]:
    """Let the file know the services of a further file; what is wrong with that one is found there."""
    further = SiteFile(str(path))
    tables = _tables(path, further, "Name it as seen from akkoord.toml; `akkoord catalog import` makes one.")
    if tables is not None:
        file.known = {**file.known, **further.read_further(tables)}
    return _in_order(further)


def _tables(path: Path, file: SiteFile, hint: str) -> dict[str, Any] | None:
    """The tables of a file; none, with a finding, if it cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        file.find("AK101", (), f"The file cannot be read: {error.strerror}.", hint)
        return None
    except UnicodeDecodeError:
        file.find("AK101", (), "The file is not UTF-8.", "Save it as UTF-8.")
        return None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        tables = tomllib.loads(text)
        file.lines = toml_lines(text)
    except RecursionError:
        file.find("AK102", (), "This cannot be read: it is nested too deeply.")
        return None
    except ValueError as error:
        # TOML that is none, or a number that is too long to be one
        match = re.search(r"at line (\d+)", str(error))
        line = int(match[1]) if match else text.count("\n", 0, len(text.rstrip())) + 1
        file.find("AK102", (), f"This is not TOML: {error}.", line=line)
        return None
    return tables


def require(loaded: Loaded) -> dict[str, Site]:
    """The sites, or one :class:`ConfigurationError` that lists every error."""
    wrong = errors([*loaded.findings, *loaded.breaches])
    if wrong:
        details = [Detail(f"{error.file}:{error.line or 1} {error.key}", error.message, error.hint) for error in wrong]
        raise ConfigurationError("\n".join(map(str, wrong)), *details)
    return loaded.sites
