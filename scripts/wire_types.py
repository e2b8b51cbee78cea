"""Make the widget's types from the wire types, by way of OpenAPI; with ``--check``, fail if they are stale."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
TYPES = ROOT / "widget" / "src" / "wire.d.ts"


def run(*command: str) -> str:
    """What the command prints. It speaks for itself if it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)
    return done.stdout


def make() -> str:
    """The TypeScript of the wire types as they are now."""
    BUILD.mkdir(exist_ok=True)
    openapi, types = BUILD / "openapi.json", BUILD / "wire.d.ts"
    openapi.write_text(run(sys.executable, "-m", "akkoord.web.openapi"), encoding="utf-8")
    run("node_modules/.bin/openapi-typescript", str(openapi), "--output", str(types))
    return types.read_text(encoding="utf-8")


def main(arguments: list[str]) -> int:
    made = make()
    if arguments != ["--check"]:
        TYPES.write_text(made, encoding="utf-8")
        return 0
    if TYPES.exists() and TYPES.read_text(encoding="utf-8") == made:
        return 0
    print("widget/src/wire.d.ts is stale: run `make wire`.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
