"""Adds a service to a site in ``akkoord.toml``: everything else stays as it is, comments and layout too."""

from __future__ import annotations

import os
import tomllib
from collections.abc import MutableMapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, cast

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array

from .errors import ConfigurationError
from .toml_lines import toml_lines

BY_HAND = "Add the id to the site's services by hand."


def add_service(text: str, site: str, id: str) -> str:
    """The text of ``akkoord.toml`` with one more id at the end of the site's services.

    :raises ConfigurationError: the text is written in a way that cannot be changed without changing more.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    plain = text.removeprefix(mark).replace("\r\n", "\n")
    # a file that mixes its line ends keeps the mixture
    newline = "\r\n" if text.count("\n") == text.count("\r\n") else "\n"
    text = plain if newline == "\r\n" else text.removeprefix(mark)
    wanted = tomllib.loads(text)
    table = wanted["sites"][site]
    try:
        changed = _appended(text, site, id) if "services" in table else _under_header(text, site, id)
        table["services"] = [*table.get("services", []), id]
        found = tomllib.loads(changed)
    except (TOMLKitError, tomllib.TOMLDecodeError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"The file cannot be changed safely: {error}. {BY_HAND}") from None
    if found != wanted:
        raise ConfigurationError(f"The file cannot be changed without changing more than the services. {BY_HAND}")
    return mark + changed.replace("\n", newline)


def _appended(text: str, site: str, id: str) -> str:
    """The text with the id at the end of the list, in the layout of the list."""
    document = tomlkit.parse(text)
    services = cast(MutableMapping[str, Any], document["sites"])[site]["services"]
    if isinstance(services, Array) and "\n" in services.as_string():
        services.add_line(id, indent=_indent(services.as_string()))
    else:
        services.append(id)
    return tomlkit.dumps(document)


def _under_header(text: str, site: str, id: str) -> str:
    """The text with a list of services where the site's table begins, so that no comment changes its place."""
    line = toml_lines(text)["sites", site]
    lines = text.split("\n")
    if lines[line - 1].lstrip().startswith("["):
        lines.insert(line, f'services = ["{id}"]')
        return "\n".join(lines)
    document = tomlkit.parse(text)
    cast(MutableMapping[str, Any], document["sites"])[site]["services"] = [id]
    return tomlkit.dumps(document)


def _indent(array: str) -> str:
    """What the last item of an array over several lines is indented with."""
    lines = [line for line in array.splitlines()[1:] if line.strip().startswith(("'", '"'))]
    return lines[-1][: len(lines[-1]) - len(lines[-1].lstrip())] if lines else "    "


def write(path: Path, text: str) -> None:
    """Put a text into a file in one go: whoever reads it finds the old one or the new one, whole.

    :raises OSError: it cannot be written; the file is as it was.
    """
    target = path.resolve()
    mode = target.stat().st_mode & 0o7777 if target.exists() else None
    with NamedTemporaryFile("wb", dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        try:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
            os.chmod(file.name, 0o644 if mode is None else mode)
            os.replace(file.name, target)
        except BaseException:
            os.unlink(file.name)
            raise
