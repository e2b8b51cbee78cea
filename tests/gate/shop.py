"""A website behind the gate, and its visitors."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from akkoord.gate.gate import Gate
from akkoord.gate.judge import Judge
from akkoord.gate.rewrite import Rewriter
from akkoord.model import Cookie, Service, Site
from akkoord.notice import make_notice
from akkoord.tokens import Signer
from tests.samples import DECISION, NOW

ORIGIN = "https://www.shop.example"
BACKEND = "https://consent.shop.example"
SIGNER = Signer(["a-key-that-only-these-tests-know-of"])
STATS, ADS, CHAT = "https://stats.example/s", "https://ads.example/a", "https://chat.example/c"
NOBODY, NECESSARY = "https://nobody.test/n", "https://cdn.jsdelivr.net/npm/x"

CONFIG = """
[sites.shop]
origins = ["https://www.shop.example", "http://127.0.0.1:*"]
controller = "Winkel BV"
languages = ["nl"]
services = ["chat", "stats", "ads"]
"""


def _service(id: str, category: str, *hosts: str) -> Service:
    cookies = (Cookie(f"_{id}*", "1 year"), Cookie(f"{id}_id", "1 year"))
    return Service(id, id, category, f"{id} BV", "NL", "advertise", hosts=hosts, cookies=cookies)


SITE = Site(
    "shop",
    (ORIGIN, "http://127.0.0.1:*"),
    "Winkel BV",
    ("nl",),
    (
        _service("chat", "functional", "chat.example"),
        _service("stats", "analytics", "stats.example", "/own-stats/"),
        _service("ads", "marketing", "ads.example"),
    ),
)
NOTICE = make_notice(SITE)


def make_gate(site: Site = SITE, **options: Any) -> Gate:
    options.setdefault("clock", lambda: NOW)
    return Gate(site, SIGNER.public_keys(), BACKEND, **options)


def token(*granted: str, at: datetime = NOW, **other: Any) -> str:
    """What the cookie of a visitor holds who granted these."""
    choices = {category: category in granted for category in NOTICE.asked}
    decision = replace(DECISION, id=uuid4(), choices=choices, notice=NOTICE.version, at=at)
    return SIGNER.sign(replace(decision, **other))


def cookie(*granted: str, **other: Any) -> str:
    return f"akkoord={token(*granted, **other)}"


LATER = timedelta(days=181)


@cache
def _gate() -> Gate:
    return make_gate()


def judge(*granted: str, page: str = f"{ORIGIN}/heren/") -> Judge:
    gate = _gate()
    return gate.judge(gate.granted(cookie(*granted)), page)


def rewritten(html: str | bytes, *granted: str, step: int = 0) -> str:
    """What becomes of HTML; with a step, it comes in pieces of so many bytes."""
    text = html.encode() if isinstance(html, str) else html
    rewriter = Rewriter(judge(*granted))
    pieces = [text[at : at + step] for at in range(0, len(text), step)] if step else [text]
    return (b"".join(map(rewriter.feed, pieces)) + rewriter.close()).decode()


def write_config(directory: Path) -> Path:
    """The same site as a file."""
    services = "".join(
        f'[services.{service.id}]\nname = "{service.name}"\ncategory = "{service.category}"\n'
        f'provider = "{service.provider}"\ncountry = "NL"\npurpose = "advertise"\nhosts = {list(service.hosts)}\n'
        f"cookies = ["
        + ", ".join(f'{{ name = "{each.name}", lifetime = "{each.lifetime}" }}' for each in service.cookies)
        + "]\n"
        for service in SITE.services
    )
    path = directory / "akkoord.toml"
    path.write_text(CONFIG + services)
    return path
