"""The append-only book of decisions. Nothing else makes any; :mod:`akkoord.moving` copies what is written in it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from . import tally
from .change import earlier_answers
from .consent import Consent, consent
from .errors import (
    DecisionConflict,
    Detail,
    InvalidRequest,
    StoreError,
    UnknownLanguage,
    UnknownNotice,
    UnknownOrigin,
    UnknownSite,
)
from .law import lifetime_of
from .model import Decision, Display, Notice, Site, utc_now
from .notice import is_genuine
from .proof.entries import publication_line
from .store import Store
from .store.base import Pause, no_pause
from .store.rows import new_visitor, utc_day
from .tokens import Signer
from .variants import variant_ids
from .wire import DecisionRequest, DisplayRequest, UnknownRequest
from .withdrawals.book import Book
from .withdrawals.entry import Entry
from .withdrawals.making import add, missed, of_decision, of_erasure

log = logging.getLogger("akkoord.ledger")
UNKNOWN_KEPT = 500
"""How many unknown third parties one site has on one day at most."""


class Ledger:
    """Records what visitors choose, under the rules of their site, and tells it again.

    :param notices: site id -> what that site asks today.
    :param sites: site id -> site.
    :param clock: the server's clock.
    """

    def __init__(
        self,
        store: Store,
        signer: Signer,
        notices: Mapping[str, Notice],
        sites: Mapping[str, Site],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._signer = signer
        self._notices = notices
        self._sites = sites
        self._clock = clock

    def check_origin(self, site: str, origin: str | None, own: str) -> None:
        """Refuse a page that is not one of the site's.

        :param origin: the browser's ``Origin`` header, if there was one; other programs send none.
        :param own: the origin of the backend itself.
        """
        allowed = self._site(site).origins
        if origin is not None and origin != own and not any(_fits(origin, pattern) for pattern in allowed):
            detail = Detail("Origin", f"{origin} is not an origin of this site", "add it to the site's origins")
            raise UnknownOrigin(f"Site {site} is not shown on that origin.", detail)

    def record(
        self, site: str, request: DecisionRequest, token: str | None = None, country: str = ""
    ) -> tuple[str, Decision]:
        """Record a decision once, and prove it: the token, and the decision as it stands in the book.

        :param token: the visitor's token; goes before the one in the request.
        :param country: where it came from, if a proxy that is believed says it.
        """
        notice = self._asked(site, request.notice, request.language)
        choices = _choices(request, notice)
        proof = token if token is not None else request.token
        visitor = None if proof is None else self._signer.verify(proof, site).visitor
        decision = Decision(
            site=site,
            id=request.id,
            # A visitor exists from the first decision on, never before.
            visitor=new_visitor(request.id) if visitor is None else visitor,
            at=self._clock(),
            choices=choices,
            notice=notice.version,
            language=request.language,
            how=request.how,
            device=request.device,
            widget=request.widget,
            country=country,
            # what a page decides by itself, no banner asked
            variant="" if request.how == "api" else self._variant(site, request.variant),
        )
        previous = None if visitor is None else self._store.latest(site, visitor)
        if visitor is not None:
            decision = replace(decision, mark=tally.mark(decision, previous))
        counts = [*tally.counts(decision), *tally.seconds_counts(request.seconds if visitor is None else None)]
        recorded = self._append(decision, notice, counts)
        if recorded is not decision:
            _check_same(recorded, decision, visitor)
            # perhaps nobody got an answer because we were stopped just then
            self._tell(recorded, missed(self._store, self._site(site), recorded))
        else:
            self._tell(recorded, of_decision(self._site(site), decision, previous))
        return self._signer.sign(recorded), recorded

    def display(self, site: str, request: DisplayRequest, country: str = "") -> None:
        """Count that a banner was shown."""
        notice = self._asked(site, request.notice, request.language)
        variant = self._variant(site, request.variant)
        shown = Display(notice.version, request.language, request.device, request.widget, country, variant)
        self._store.count(site, utc_day(self._clock()), tally.display_counts(shown))

    def unknown(self, site: str, request: UnknownRequest) -> None:
        """Count the third parties that a page wanted to reach and that no service names.

        Anybody can send names: once a day has :data:`UNKNOWN_KEPT` of them, new ones are no longer kept.
        """
        day = utc_day(self._clock())
        found = self._store.tally(self._site(site).id, day, day, ["unknown"])
        kept = {each.value for each in found}
        hosts = [host for host in request.hosts if host in kept or len(kept) < UNKNOWN_KEPT]
        self._store.count(site, day, tally.unknown_counts(hosts))

    def unknown_hosts(self, site: str, first_day: str, last_day: str) -> dict[str, int]:
        """Host of an unknown third party -> on how many pages it was held, the most frequent first."""
        found = self._store.totals(self._site(site).id, first_day, last_day, ["unknown"])
        counts = {host: count for (_, host), count in found.items()}
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def consent(self, site: str, visitor: str, now: datetime | None = None) -> Consent:
        """What the visitor's latest decision allows now."""
        notice, latest = self._notice(site), self.latest(site, visitor)
        answered = None if latest is None else self._store.notice(site, latest.notice)
        earlier = earlier_answers(notice, [answered] if answered and is_genuine(answered) else [])
        return consent(latest, notice, now or self._clock(), self.lifetime(site), earlier)

    def lifetime(self, site: str) -> timedelta:
        """How long a decision holds there."""
        return lifetime_of(self._site(site))

    def latest(self, site: str, visitor: str) -> Decision | None:
        """The visitor's newest decision."""
        return self._store.latest(self._site(site).id, visitor)

    def history(self, site: str, visitor: str) -> list[Decision]:
        """All of the visitor's decisions, oldest first."""
        return self._store.history(self._site(site).id, visitor)

    def find(self, site: str, decision: UUID) -> Decision | None:
        """The decision of that id, which is also the number of its receipt."""
        return self._store.find(self._site(site).id, decision)

    def asked(self, site: str, version: str) -> Notice | None:
        """What the site asks, or once asked, in that version."""
        current = self._notice(site)
        return current if version == current.version else self._store.notice(site, version)

    def forget(self, site: str, visitor: str) -> int:
        """Erase a visitor; the number of decisions erased."""
        now, history, book = self._clock(), self.history(site, visitor), Book(self._store)
        # before anything is erased: what is cut off in between is found, and made once, when it is done again
        for entry in of_erasure(self._site(site), history, now):
            book.add(entry)
        gone = self._store.forget(site, visitor, now, counts=tally.erased_counts)
        if history:
            book.unname({str(decision.id) for decision in history})
        return gone

    def prune(self, site: str, before: datetime, pause: Pause = no_pause) -> int:
        """Erase the decisions older than ``before`` and the notices only they referred to; the number of decisions.

        :param pause: is called after each step, which leaves nothing half done; it may raise to end it.
        """
        self.fold(site)
        return self._store.prune(site, before, self._notice(site).version, self._clock(), tally.erased_counts, pause)

    def restrict(self, site: str, visitor: str, since: datetime | None) -> None:
        """Only store what is kept of a visitor from then on; None lifts it."""
        self._store.restrict(self._site(site).id, visitor, since)

    def restricted(self, site: str, visitor: str) -> datetime | None:
        """Since when what is kept of a visitor is only stored."""
        return self._store.restricted(self._site(site).id, visitor)

    def fold(self, site: str) -> None:
        """Bring what was counted on days that are over together. What comes late is, the next time."""
        self._store.fold(self._site(site).id, utc_day(self._clock()))

    def scrub(self, thorough: bool = False) -> None:
        """Take what was erased out of the store's files as well."""
        self._store.scrub(thorough)

    def ping(self) -> None:
        """Return if a decision could be recorded now."""
        self._store.ping()

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def _site(self, site: str) -> Site:
        found = self._sites.get(site)
        if found is None:
            detail = Detail("site", "not configured", "use the id of a [sites.…] table of akkoord.toml")
            raise UnknownSite(f"There is no site {site}.", detail)
        return found

    def _variant(self, site: str, id: str | None) -> str:
        """A variant that the site has. A page may name one that is gone meanwhile: no decision fails by that."""
        return id if id in variant_ids(self._site(site)) else ""

    def _notice(self, site: str) -> Notice:
        return self._notices[self._site(site).id]

    def _asked(self, site: str, version: str, language: str) -> Notice:
        """The notice that the site asks, or once asked, in that version."""
        notice = self.asked(site, version)
        if notice is None:
            hint = f"the current one is {self._notice(site).version}"
            raise UnknownNotice(f"Site {site} never asked that.", Detail("notice", "unknown version", hint))
        if language not in self._site(site).languages:
            hint = f"use one of: {', '.join(self._site(site).languages)}"
            raise UnknownLanguage(f"Site {site} does not speak that.", Detail("language", "not offered", hint))
        return notice

    def _tell(self, decision: Decision, entries: Iterable[Entry]) -> None:
        """Have third parties told of what was withdrawn. The decision stands by now, whatever becomes of this."""
        try:
            for entry in entries:
                add(self._store, Book(self._store), entry, decision)
        except StoreError as error:
            log.error("A withdrawal waits for the daily work to tell third parties of it: %s", error.message)

    def _append(self, decision: Decision, notice: Notice, counts: list[tuple[str, str]]) -> Decision:
        try:
            return self._store.append(decision, counts)
        except UnknownNotice:
            # Pruned by a newer version of this program, or the store was emptied: we still know what was asked.
            _publish(self._store, notice, self._clock())
            return self._store.append(decision, counts)


def publish(store: Store, notices: Mapping[str, Notice], clock: Callable[[], datetime] = utc_now) -> None:
    """Keep what each site asks today, for the decisions that will refer to it."""
    for notice in notices.values():
        _publish(store, notice, clock())


def _publish(store: Store, notice: Notice, at: datetime) -> None:
    """Keep what is asked. That it was published, and what it is, is told in the tree."""
    if store.notice(notice.site, notice.version) is None:
        digest = sha256(notice.document.encode()).hexdigest()
        # before it is kept: of two that come at once both say it, which harms nothing
        store.say(notice.site, publication_line("notice", notice.version, digest, at))
        store.publish(notice)


def _check_same(recorded: Decision, decision: Decision, visitor: str | None) -> None:
    """Of a decision that comes again, only clock, network and variant may differ, and the visitor if none was named."""
    who = recorded.visitor if visitor is None else visitor
    same = replace(
        decision,
        **{name: getattr(recorded, name) for name in ("at", "country", "mark", "variant")},
        visitor=who,
    )
    if recorded != same:
        detail = Detail("id", "used before, with other content", "make a new id for each decision")
        raise DecisionConflict("That decision exists already and says something else.", detail)


def _choices(request: DecisionRequest, notice: Notice) -> dict[str, bool]:
    """What was chosen of what was asked; left out is a no."""
    if request.choices.get("necessary") is False:
        detail = Detail("choices.necessary", "cannot be refused", "leave it out")
        raise InvalidRequest("Necessary cookies are always on.", detail)
    if request.how == "gpc" and request.choices.get("marketing"):
        detail = Detail("choices.marketing", "granted by how = gpc", "leave it out, or say how the visitor granted it")
        raise InvalidRequest("Global Privacy Control refuses; it grants nothing.", detail)
    given = {str(category): yes for category, yes in request.choices.items()}
    return {category: given.get(category, False) for category in notice.asked}


def _fits(origin: str, pattern: str) -> bool:
    """Whether an origin is the configured one, or has its host where any port will do (``http://localhost:*``)."""
    if not pattern.endswith(":*"):
        return origin == pattern
    host, any_port = pattern[:-2], origin.removeprefix(pattern[:-1])
    return origin == host or (any_port != origin and any_port.isascii() and any_port.isdigit())
