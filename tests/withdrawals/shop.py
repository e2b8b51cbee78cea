"""A shop whose providers want to hear of withdrawals, and what its visitors do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from akkoord import tally
from akkoord.model import Decision, Service, Site
from akkoord.store import Store
from akkoord.tokens import Signer
from akkoord.withdrawals.entry import WAITING, Entry
from tests.samples import DECISION, NOW

SIGNER = Signer(["a-key-that-only-these-tests-know-of"])
KEYS = {"keys": SIGNER.public_keys()}


def service(id: str, category: str, withdrawal: str) -> Service:
    return Service(id, id.title(), category, f"{id} BV", "NL", "measure-audience", withdrawal=withdrawal)


def shop(*services: Service) -> Site:
    return Site("shop", ("https://www.shop.example",), "Shop BV", ("nl_NL_formal",), services)


SHOP = shop(
    service("counter", "analytics", "list"),
    service("pixel", "marketing", "https://pixel.example/withdrawn"),
    service("silent", "marketing", ""),
    service("cart", "necessary", "list"),
)


def decided(number: int, **choices: bool) -> Decision:
    """The visitor's decision of that number, a minute after the one before; what is left out is refused."""
    every = {"functional": False, "analytics": False, "marketing": False, **choices}
    return replace(DECISION, id=UUID(int=number + 1), at=NOW + timedelta(minutes=number), choices=every)


def append(store: Store, *decisions: Decision) -> None:
    """Record them as the ledger does, but for the entries: as one who is stopped just then."""
    for decision in decisions:
        marked = replace(decision, mark=tally.mark(decision, store.latest(decision.site, decision.visitor)))
        store.append(marked, tally.counts(marked))


def seen(entries: list[Entry]) -> list[Mapping[str, str]]:
    return [{"service": each.service, "what": each.what, "state": each.state} for each in entries]


def waiting(number: int = 0) -> Entry:
    """An entry that is due."""
    return Entry(f"{number:016x}", "shop", "pixel", "marketing", "withdrawn", NOW, str(DECISION.id), WAITING, due=NOW)
