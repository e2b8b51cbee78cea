"""Writes the website's files: a page for each candidate, the candidates' scripts, and the tracker's."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from bench.peers.packages import ESBUILD, bundle, install
from bench.widget.candidates import SETUPS, Addresses, Candidate

TRACKER_FILE = "meten.js"
TRACKER = "window.benchTells?.(JSON.stringify({ tracker: performance.now() }));"
"""All that the tracker does is to say when it runs."""


def write_site(candidates: Sequence[Candidate], directory: Path, npm: Path) -> None:
    """Write what does not depend on addresses: the scripts and style sheets.

    :param directory: the files of the website.
    :param npm: an empty directory, for what is fetched from npm.
    """
    (directory / TRACKER_FILE).write_text(TRACKER)
    shutil.copy(SETUPS / "floor.js.txt", directory / "floor.js")
    packages = [package for candidate in candidates for package in candidate.packages]
    if not packages:
        return
    installed = install([*packages, ESBUILD], npm)
    for candidate in candidates:
        for name, path in candidate.files.items():
            shutil.copy(installed / candidate.packages[0].rpartition("@")[0] / path, directory / name)
        if candidate.bundled:
            source = (SETUPS / candidate.bundled).read_text("utf-8")
            production = "--define:process.env.NODE_ENV='production'"
            bundle(source, npm, directory / f"{candidate.id}.js", production)


def write_pages(candidates: Sequence[Candidate], directory: Path, addresses: Addresses) -> None:
    """Write the pages."""
    for candidate in candidates:
        (directory / f"{candidate.id}.html").write_text(candidate.page(addresses), "utf-8")
