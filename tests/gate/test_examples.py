"""The small apps in ``examples/`` run as they stand there, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gate.shop import SIGNER, write_config

ROOT = Path(__file__).resolve().parents[2]
ASK = """
answer = {}
environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT": "text/html",
    "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "wsgi.url_scheme": "http",
    "wsgi.input": __import__("io").BytesIO()}
body = app(environ, lambda status, headers, *_: answer.update(headers, status=status))
print(answer["status"], answer["Content-Security-Policy"], b"".join(body).decode())
"""


@pytest.mark.parametrize(
    ("folder", "program"),
    [("flask", "from app import app"), ("django", "from shop import application as app")],
)
def test_an_example_serves_a_page_behind_the_gate(folder: str, program: str, tmp_path: Path) -> None:
    write_config(tmp_path)
    (tmp_path / "akkoord-keys.json").write_text(json.dumps({"keys": SIGNER.public_keys()}))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program + ASK],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{ROOT / 'server'}:{ROOT / 'examples' / folder}"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.startswith("200 OK default-src "), done.stderr
    assert "Bezoeken worden niet geteld." in done.stdout
    assert '<script async data-akkoord-src="https://www.googletagmanager.com/gtag/js?id=G-1">' in done.stdout
