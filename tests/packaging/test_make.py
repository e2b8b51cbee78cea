"""What the Makefile and the locks promise."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ["requirements/run.txt", "requirements/dev.txt"]
HASHED = re.compile(r"[a-z0-9.-]+==[A-Za-z0-9.]+( \\\n    --hash=sha256:[0-9a-f]{64})+")


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as from a shell, even when make runs the tests."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def test_make_alone_lists_every_target_in_one_line_each() -> None:
    listed = make()
    lines = listed.stdout.splitlines()
    assert listed.returncode == 0
    assert listed.stderr == ""
    assert all(re.fullmatch(r"make [a-z-]+ {2,}\S.*", line) for line in lines)
    targets = set(re.findall(r"^\.PHONY: ([\w-]+)$", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {line.split()[1] for line in lines} == targets - {"system"}


def test_make_run_says_in_one_sentence_that_the_port_is_busy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        started = make("run", f"PORT={port}")
    said = [line for line in started.stderr.splitlines() if not line.startswith("make")]
    assert started.returncode != 0
    assert len(said) == 1
    assert port in said[0]


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_is_pinned_by_hash(name: str) -> None:
    pins = re.sub(r"^ *#.*\n", "", (ROOT / name).read_text(), flags=re.MULTILINE)
    assert pins.count("==") > 10
    assert HASHED.sub("", pins).strip() == ""


@pytest.mark.parametrize("name", [*REQUIREMENTS, "requirements/run.in", "requirements/dev.in"])
def test_no_requirement_names_a_host(name: str) -> None:
    assert re.findall(r"://|--(?:extra-)?index|--find-links|--trusted-host", (ROOT / name).read_text()) == []


def test_what_runs_and_what_tests_are_the_same_versions() -> None:
    run, dev = (set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(), re.MULTILINE)) for name in REQUIREMENTS)
    assert run <= dev


def test_the_node_lock_has_digests_and_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    del packages[""]
    assert packages
    assert all("integrity" in package and "resolved" not in package for package in packages.values())


def test_there_is_one_lock_for_python() -> None:
    assert list(ROOT.glob("uv.lock")) == []
