"""The application of the tests of the web."""

from __future__ import annotations

from tests.web.conftest import app, client, ledger_file, make_app, notice, settings

__all__ = ["app", "client", "ledger_file", "make_app", "notice", "settings"]
