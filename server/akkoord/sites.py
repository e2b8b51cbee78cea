"""``akkoord.toml`` -> sites, and numbered findings about what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from .errors import ConfigurationError, Detail
from .findings import Finding
from .model import Site
from .site_file import SiteFile
from .toml_lines import toml_lines


@dataclass(frozen=True, slots=True)
class Loaded:
    """The sites that can be used, and all that was found."""

    sites: dict[str, Site] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def load_sites(path: Path) -> Loaded:
    """Read ``akkoord.toml``; whatever is wrong with it becomes a finding."""
    file = SiteFile(str(path))
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        hint = "Set AKKOORD_CONFIG to the path of akkoord.toml."
        file.find("AK101", (), f"The file cannot be read: {error.strerror}.", hint)
        return Loaded(findings=file.findings)
    except UnicodeDecodeError:
        file.find("AK101", (), "The file is not UTF-8.", "Save it as UTF-8.")
        return Loaded(findings=file.findings)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"at line (\d+)", str(error))
        line = int(match[1]) if match else text.count("\n", 0, len(text.rstrip())) + 1
        file.find("AK102", (), f"This is not TOML: {error}.", line=line)
        return Loaded(findings=file.findings)
    file.lines = toml_lines(text)
    sites = file.read(tables)
    file.findings.sort(key=lambda finding: (finding.line or 0, finding.number))
    return Loaded(sites, file.findings)


def require(loaded: Loaded) -> dict[str, Site]:
    """The sites, or one :class:`ConfigurationError` that lists every error."""
    errors = [finding for finding in loaded.findings if finding.severity == "error"]
    if errors:
        details = [Detail(f"{error.file}:{error.line or 1} {error.key}", error.message, error.hint) for error in errors]
        raise ConfigurationError("\n".join(map(str, errors)), *details)
    return loaded.sites
