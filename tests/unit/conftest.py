"""What several tests of the commands share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from akkoord import cli
from tests.unit.commands import CONFIG, Akkoord, Ended


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``akkoord.toml`` of a shop, in the directory where the commands run."""
    monkeypatch.chdir(tmp_path)
    config = tmp_path / "akkoord.toml"
    config.write_text(CONFIG)
    return config


@pytest.fixture
def akkoord(config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Akkoord:
    """Runs a command within this process."""

    def run(*arguments: str, **settings: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["akkoord", *arguments])
        monkeypatch.setattr(os, "environ", {"PATH": os.environ["PATH"], **settings})
        code: object = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
        assert isinstance(code, int)
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return run
