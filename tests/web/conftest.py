"""The application over a temporary ``akkoord.toml`` and a temporary ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkoord.notice import make_notice
from akkoord.settings import Settings
from akkoord.sites import load_sites, require
from akkoord.store import Store, open_store
from akkoord.web import create_app
from akkoord.web.parts import EXTENSION
from tests.web.checked import CheckedClient
from tests.web.shop import CONFIG, KEY

MakeApp = Callable[..., Flask]


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    """Where the ledger is."""
    return tmp_path / "akkoord.db"


@pytest.fixture
def settings(tmp_path: Path, ledger_file: Path) -> Settings:
    config = tmp_path / "akkoord.toml"
    config.write_text(CONFIG)
    return Settings(store=f"sqlite:///{ledger_file}", secret_keys=(KEY,), config=config)


@pytest.fixture
def make_app(settings: Settings) -> Iterator[MakeApp]:
    """Builds the application, with some settings changed; all of them share one ledger."""
    with ExitStack() as opened:

        def make(**changes: Any) -> Flask:
            app = create_app(replace(settings, **changes))
            app.test_client_class = CheckedClient
            opened.callback(app.extensions[EXTENSION].ledger.close)
            return app

        yield make


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client that keeps no cookies."""
    return app.test_client(use_cookies=False)


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A client that keeps cookies."""
    return app.test_client()


@pytest.fixture
def store(app: Flask, settings: Settings) -> Iterator[Store]:
    """The ledger's store, opened a second time."""
    with closing(open_store(settings.store)) as store:
        yield store


@pytest.fixture
def notice(settings: Settings) -> str:
    """The version of what the shop asks."""
    return make_notice(require(load_sites(settings.config))["shop"]).version
