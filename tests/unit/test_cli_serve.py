"""``akkoord serve`` refuses to start on anything that would fail later, in words."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import free_port
from tests.unit.commands import CONFIG, KEY, Ended

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    config = tmp_path / "akkoord.toml"
    config.write_text(CONFIG)
    return config


def serve(directory: Path, *arguments: str, **settings: str) -> Ended:
    """Try to serve, in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AKKOORD_")}
    done = subprocess.run(
        [sys.executable, "-m", "akkoord", "serve", *arguments],
        cwd=directory,
        env={**environment, "PYTHONPATH": str(ROOT / "server"), **settings},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def test_serve_refuses_to_start_without_a_secret_key(config: Path) -> None:
    ended = serve(config.parent, "--port", str(free_port()))
    assert (ended.code, ended.out) == (1, "")
    sentence, hint = ended.err.splitlines()
    assert sentence == "akkoord: AKKOORD_SECRET_KEY is not set: without it no decision can be signed."
    assert "akkoord keys new" in hint
    assert not (config.parent / "akkoord.db").exists()


def test_serve_refuses_a_busy_port(config: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = serve(config.parent, "--port", str(port), AKKOORD_SECRET_KEY=KEY)
    assert (ended.code, ended.out) == (1, "")
    (sentence,) = ended.err.splitlines()
    assert sentence.startswith(f"akkoord: Port {port} on 127.0.0.1 cannot be used (address already in use): ")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"AKKOORD_SECRET_KEY": "short"}, "AKKOORD_SECRET_KEY has a key (number 1) of 5 characters"),
        ({"AKKOORD_WORKER": "2"}, "AKKOORD_WORKER is not a setting"),
        ({"AKKOORD_WORKERS": "many"}, "AKKOORD_WORKERS is not a whole number"),
        ({"AKKOORD_STORE": "mysql://root:hunter22@db/akkoord"}, "There is no store for mysql://"),
        ({"AKKOORD_STORE": "sqlite:///nowhere/akkoord.db"}, "A ledger needs a directory"),
        ({"AKKOORD_CONFIG": "elsewhere.toml"}, "elsewhere.toml: AK101 error"),
    ],
    ids=str,
)
def test_serve_refuses_to_start_on_what_would_fail_later(config: Path, settings: dict[str, str], told: str) -> None:
    ended = serve(config.parent, "--port", str(free_port()), **{"AKKOORD_SECRET_KEY": KEY, **settings})
    assert (ended.code, ended.out) == (1, "")
    assert told in ended.err
    assert "Traceback" not in ended.err
    assert "hunter22" not in ended.err
