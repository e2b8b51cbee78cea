"""Measure what a page of the demo loads, as browsers get it (brotli 11); fail over the budget."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import brotli
from flask.testing import FlaskClient

from akkoord.settings import load_settings
from akkoord.web import create_app
from akkoord.web.demo.start import akkoord_app, complete

SITE_SCRIPT = "/sites/dentdinamo/akkoord.js"
LANGUAGE = "nl_NL_formal"
SIGNALS = "site script with the signals of Google and Meta"
FIRST = "site script of a first visit, banner included"
BUDGETS = {"site script": 12_100, FIRST: 17_500, "banner file": 6_000, "panel file": 5_000, SIGNALS: 12_700}

SHOP = """
[sites.shop]
origins = ["https://www.shop.example"]
controller = "Shop BV, Utrecht"
languages = ["nl_NL_formal"]
services = ["google-analytics", "meta-pixel"]
"""


def demo_client(directory: Path) -> FlaskClient:
    """A client of the demo, in this process. The one place here that knows how the demo is made."""
    environ = {"AKKOORD_STORE": f"sqlite:///{directory / 'akkoord.db'}"}
    complete(environ)
    return akkoord_app(load_settings(environ)).test_client()


def baked(script: str) -> Any:
    """What the backend baked into a script: the first argument of the call that the script ends with."""
    return json.JSONDecoder().raw_decode(script, script.index('})({"') + len("})("))[0]


def fetch(client: FlaskClient, path: str, headers: Mapping[str, str] | None = None) -> str:
    """The text at a path."""
    answer = client.get(path, headers=headers)
    if answer.status_code != 200:
        sys.exit(f"{path} answers {answer.status}")
    return answer.get_data(as_text=True)


def loaded(client: FlaskClient) -> dict[str, str]:
    """The files of a visitor's first page, by what they are called here."""
    script = fetch(client, SITE_SCRIPT)
    banner = fetch(client, "/" + baked(script)["languages"][LANGUAGE]["banner"])
    panel = fetch(client, "/" + baked(banner)["panel"])
    first = fetch(client, SITE_SCRIPT, {"Sec-Fetch-Site": "same-site"})
    return {"site script": script, FIRST: first, "banner file": banner, "panel file": panel}


def signalling(directory: Path) -> str:
    """The script of a site whose services listen to signals."""
    config = directory / "akkoord.toml"
    config.write_text(SHOP)
    environ = {
        "AKKOORD_CONFIG": str(config),
        "AKKOORD_STORE": f"sqlite:///{directory / 'shop.db'}",
        "AKKOORD_SECRET_KEY": "a-key-that-measures-and-signs-nothing",
    }
    return fetch(create_app(load_settings(environ)).test_client(), "/sites/shop/akkoord.js")


def main() -> int:
    with TemporaryDirectory() as directory:
        texts = loaded(demo_client(Path(directory)))
        texts[SIGNALS] = signalling(Path(directory))
    over = False
    for name, text in texts.items():
        plain = text.encode()
        size, budget = len(brotli.compress(plain, quality=11)), BUDGETS[name]
        over = over or size > budget
        print(f"{name}: {size:5,} bytes with brotli, at most {budget:,}{', TOO LARGE' if size > budget else ''}")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
