"""Fetches the tools from npm, by exact version, into a directory of their own."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench.peers.tools import Tool, filled

ESBUILD = "esbuild@0.25.0"


def fetch(tools: list[Tool], directory: Path) -> dict[str, tuple[str, bytes]]:
    """The files that the site serves of these tools."""
    (directory / "package.json").write_text('{"private": true}')
    packages = [tool.package for tool in tools] + [ESBUILD] * any(tool.bundled for tool in tools)
    npm = ["npm", "install", "--no-audit", "--no-fund", "--save-exact", "--loglevel=error"]
    subprocess.run([*npm, *packages], cwd=directory, check=True, stdout=subprocess.DEVNULL)
    files: dict[str, tuple[str, bytes]] = {}
    for tool in tools:
        place = directory / "node_modules" / tool.package.rpartition("@")[0]
        if tool.bundled:
            (directory / "entry.js").write_text(filled(tool.bundled))
            esbuild = [
                str(directory / "node_modules/.bin/esbuild"),
                "entry.js",
                "--bundle",
                "--minify",
                "--format=iife",
            ]
            subprocess.run([*esbuild, f"--outfile={place}/bundle.js", "--log-level=error"], cwd=directory, check=True)
        for name, path in tool.files.items():
            files[name] = ("text/javascript", (place / path).read_bytes())
    return files
