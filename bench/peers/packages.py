"""Fetches the tools from npm, by exact version, into a directory of their own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from bench.peers.tools import Tool, filled

ESBUILD = "esbuild@0.25.0"


def install(packages: Iterable[str], directory: Path) -> Path:
    """Install packages, each with its version; returns where they are."""
    (directory / "package.json").write_text('{"private": true}')
    npm = ["npm", "install", "--no-audit", "--no-fund", "--save-exact", "--loglevel=error"]
    subprocess.run([*npm, *packages], cwd=directory, check=True, stdout=subprocess.DEVNULL)
    return directory / "node_modules"


def bundle(source: str, directory: Path, script: Path, *more: str) -> None:
    """Bundle a module with what is installed there; style sheets come to lie beside the script."""
    (directory / "entry.js").write_text(source)
    esbuild = [str(directory / "node_modules/.bin/esbuild"), "entry.js", "--bundle", "--minify", "--format=iife"]
    subprocess.run([*esbuild, f"--outfile={script}", "--log-level=error", *more], cwd=directory, check=True)


def fetch(tools: list[Tool], directory: Path) -> dict[str, tuple[str, bytes]]:
    """The files that the site serves of these tools."""
    packages = [tool.package for tool in tools] + [ESBUILD] * any(tool.bundled for tool in tools)
    installed = install(packages, directory)
    files: dict[str, tuple[str, bytes]] = {}
    for tool in tools:
        place = installed / tool.package.rpartition("@")[0]
        if tool.bundled:
            bundle(filled(tool.bundled), directory, place / "bundle.js")
        for name, path in tool.files.items():
            files[name] = ("text/javascript", (place / path).read_bytes())
    return files
