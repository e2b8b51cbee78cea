"""What is to be told whom of a decision, of an erasure, and of a stretch of the ledger where something was missed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from ..model import ON_A_LIST, OPTIONAL_CATEGORIES, Decision, Service, Site
from ..store import Store
from ..store.rows import utc_day
from .book import Book
from .entry import ERASED, LISTED, WAITING, WITHDRAWN, Entry, entry_id


def told_services(site: Site) -> tuple[Service, ...]:
    """The services whose providers hear of withdrawals; one that needs no consent has none to lose."""
    return tuple(each for each in site.services if each.withdrawal and each.category in OPTIONAL_CATEGORIES)


def of_decision(site: Site, decision: Decision, previous: Decision | None) -> list[Entry]:
    """An entry for each service that was granted before and is refused now."""
    granted = () if previous is None else previous.granted
    gone = {category for category in granted if decision.choices.get(category) is False}
    return [
        _entry(site, service, WITHDRAWN, decision, decision.at, str(decision.id))
        for service in (told_services(site) if gone else ())
        if service.category in gone
    ]


def of_erasure(site: Site, history: Iterable[Decision], at: datetime) -> list[Entry]:
    """An entry for each service that was ever granted. It has no receipt number: what that names is about to go."""
    granting = {category: decision for decision in history for category in decision.granted}
    return [
        # the id comes of the decision that granted last, so that to erase again makes no other entry
        _entry(site, service, ERASED, granting[service.category], at, "")
        for service in told_services(site)
        if service.category in granting
    ]


def sweep(store: Store, site: Site, first: datetime, last: datetime, pause: Callable[[], object]) -> int:
    """Make the entries that are missing: whoever made a decision may have been stopped before its entries were made.

    Reads all of the ledger if something was withdrawn on those days, so it is done at night.

    :param pause: is called time and again.
    :return: how many were missing.
    """
    if not told_services(site) or not _withdrawn(store, site.id, first, last):
        return 0
    book, made = Book(store), 0
    for number, decision in enumerate(store.decisions(site.id, first, last)):
        if number % 1000 == 0:
            pause()
        for entry in missed(store, site, decision):
            made += add(store, book, entry, decision)
    return made


def add(store: Store, book: Book, entry: Entry, decision: Decision) -> bool:
    """Add an entry of a decision; its receipt number goes again if the decision is erased by now."""
    added = book.add(entry)
    if added and store.find(decision.site, decision.id) is None:
        book.unname([entry.receipt])
    return added


def missed(store: Store, site: Site, decision: Decision) -> Iterator[Entry]:
    """The entries of a decision that was made before, whether they are there or not."""
    if all(decision.choices.get(service.category) is not False for service in told_services(site)):
        return
    previous = None
    for each in store.history(site.id, decision.visitor):
        if each.id == decision.id:
            yield from of_decision(site, decision, previous)
            return
        previous = each


def _withdrawn(store: Store, site: str, first: datetime, last: datetime) -> bool:
    found = store.tally(site, utc_day(first), utc_day(last))
    return any((each.dimension, each.value) == ("outcome", "withdraw") for each in found)


def _entry(site: Site, service: Service, what: str, decision: Decision, at: datetime, receipt: str) -> Entry:
    id = entry_id(what, site.id, decision.id, service.id)
    state = LISTED if service.withdrawal == ON_A_LIST else WAITING
    return Entry(
        id, site.id, service.id, service.category, what, at, receipt, state, due=at if state == WAITING else None
    )
