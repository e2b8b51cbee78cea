"""The wheel alone, in an empty environment, serves the demo: no checkout, no Node."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from scripts.sizes import LANGUAGE, SITE_SCRIPT, baked

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree."""
    directory = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(directory))
    (built,) = directory.glob("akkoord-*.whl")
    return built


@pytest.fixture(scope="module")
def commands(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands are of an environment that holds the wheel and the pinned versions it runs with."""
    environment = tmp_path_factory.mktemp("environment")
    venv.create(environment, with_pip=True)
    pip = (str(environment / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(*pip, "--require-hashes", "--requirement", "requirements/run.txt")
    run(*pip, "--no-deps", "--no-index", str(wheel))
    return environment / "bin"


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_listens(process: subprocess.Popen[str], port: int) -> None:
    """Return once the port answers; fail if the process ends first, or after half a minute."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(f"it ended with {process.returncode}: {process.communicate()}")
    raise AssertionError(f"nothing listens on port {port}")


@contextmanager
def demo(commands: Path, directory: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The demo, as it runs with nothing but the environment's own commands on the path."""
    process = subprocess.Popen(
        [str(commands / "akkoord"), "demo", "--port", str(port)],
        cwd=directory,
        env={"PATH": str(commands), "HOME": str(directory)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until_it_listens(process, port)
        yield process
    finally:
        process.kill()
        process.communicate()


def get(port: int, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


def test_the_wheel_carries_what_is_built(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    catalogues = {f"akkoord/translations/{LANGUAGE}/LC_MESSAGES/{domain}.mo" for domain in ("akkoord", "demo")}
    static = {f"akkoord/web/static/{name}.js" for name in ("gate", "banner", "signals/google")}
    assert {"akkoord/py.typed", "akkoord/examples/dentdinamo/akkoord.toml"} | catalogues | static <= names


def test_the_wheel_carries_nothing_that_a_run_left_behind(wheel: Path) -> None:
    assert [name for name in ZipFile(wheel).namelist() if ".db" in name or "__pycache__" in name] == []


def test_the_wheel_serves_the_demo_without_node_and_ends_quietly(commands: Path, tmp_path: Path) -> None:
    port = free_port()
    with demo(commands, tmp_path, port) as process:
        assert "</html>" in get(port, "/")
        assert "What the vendors see" in get(port, "/en/")
        notice = baked(get(port, SITE_SCRIPT))
        assert notice["site"] == "dentdinamo"
        assert LANGUAGE in notice["languages"]
        get(port, "/" + notice["languages"][LANGUAGE]["banner"])
        process.send_signal(signal.SIGINT)
        said, complained = process.communicate(timeout=30)
    assert process.returncode == 0, complained
    assert complained == ""
    assert f"127.0.0.1:{port}" in said
