"""The site of these tests in another look: its configuration changed, and a backend for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.backend import Backend
from tests.browser.conftest import CONFIG
from tests.browser.lab import Lab

LAYOUTS = ("box", "bar", "centred")
PARAGRAPHS = "<p>Tekst van de winkel, die gelezen kan worden terwijl er iets gevraagd wordt.</p>" * 60


def looking(lab: Lab, layout: str = "box", theme: str = "", languages: str = '"nl_NL_formal", "nl", "en"') -> str:
    """The configuration of a site that looks so.

    :param theme: the inside of an inline table, such as ``scheme = "dark"``.
    """
    config = CONFIG.format(origin=lab.origin).replace('"nl_NL_formal", "nl", "en"', languages)
    return config.replace("privacy =", f'layout = "{layout}"\ntheme = {{ {theme} }}\nprivacy =', 1)


@contextmanager
def served(directory: Path, config: str) -> Iterator[str]:
    """A backend with this configuration; gives the one tag."""
    (directory / "akkoord.toml").write_text(config)
    backend = Backend(directory, "serve", {"AKKOORD_CONFIG": str(directory / "akkoord.toml")})
    backend.start()
    try:
        yield f'<script src="{backend.address}/sites/shop/akkoord.js"></script>'
    finally:
        backend.stop()
