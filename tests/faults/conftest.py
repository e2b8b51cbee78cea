"""A shop whose backend runs on a store that will be harmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from akkoord.notice import make_notice
from akkoord.sites import load_sites, require
from tests.browser.backend import Backend
from tests.web.shop import CONFIG


@pytest.fixture
def config(tmp_path: Path) -> Path:
    config = tmp_path / "akkoord.toml"
    config.write_text(CONFIG)
    return config


@pytest.fixture
def notice(config: Path) -> str:
    """The version of what the shop asks."""
    return make_notice(require(load_sites(config))["shop"]).version


@pytest.fixture
def serve(tmp_path: Path, config: Path) -> Iterator[Callable[..., Backend]]:
    """Starts ``akkoord serve`` with two workers on a store."""
    started: list[Backend] = []

    def serve(store: str, ready: bool = True, **settings: str) -> Backend:
        environment = {"AKKOORD_CONFIG": str(config), "AKKOORD_STORE": store, "AKKOORD_WORKERS": "2", **settings}
        backend = Backend(tmp_path, "serve", environment)
        started.append(backend)
        backend.start("ready" if ready else "live")
        return backend

    yield serve
    for backend in started:
        backend.stop()
