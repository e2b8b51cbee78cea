"""A visitor who has decided, without a page in between."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

from playwright.sync_api import BrowserContext

from tests.browser.backend import Backend


@dataclass(frozen=True)
class Decided:
    """What the backend answered."""

    backend: Backend
    site: str
    token: str
    number: str

    def put_into(self, context: BrowserContext) -> None:
        """Let a browser be that of the visitor."""
        context.add_cookies([{"name": "akkoord", "value": self.token, "url": self.backend.address}])

    def receipt(self) -> str:
        """The receipt, as the visitor downloads it."""
        address = f"{self.backend.address}/api/v1/sites/{self.site}/receipts/{self.number}"
        with urlopen(Request(address, headers={"Authorization": f"Bearer {self.token}"})) as answer:
            text: str = answer.read().decode()
        return text


def decide(backend: Backend, site: str, language: str, token: str | None = None, **choices: bool) -> Decided:
    """Record a decision."""
    with urlopen(f"{backend.address}/sites/{site}/akkoord.js") as answer:
        notice = re.search(r'"notice":"([0-9a-f]{12})"', answer.read().decode())
    assert notice
    body: dict[str, Any] = {
        "id": str(uuid4()),
        "choices": choices,
        "notice": notice[1],
        "language": language,
        "how": "banner",
        "device": "wide",
        "widget": "0.1.0",
    }
    if token:
        body["token"] = token
    with urlopen(Request(f"{backend.address}/api/v1/sites/{site}/decisions", json.dumps(body).encode())) as answer:
        recorded = json.load(answer)
    return Decided(backend, site, recorded["token"], recorded["decision"]["id"])
