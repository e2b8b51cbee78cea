"""Who is asking, what is kept of them, and the pages that show it: what the routes of :mod:`.rights` share."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from flask import Response, render_template, request

from .. import __version__
from ..errors import NotFound, TokenError, UnknownSite
from ..model import Decision, Notice, Site, utc_now
from ..rights_page import Kept, may_grant, rights_page
from ..translate import bcp47
from ..wire import DecisionRequest
from .guests import SESSION, Guest, Guests
from .parts import parts
from .receipts import private
from .visitor_cookie import cookie


class Rights:
    """The rights of the visitors of all sites."""

    def __init__(self, sites: Mapping[str, Site], notices: Mapping[str, Notice], guests: Guests) -> None:
        self._sites = sites
        self._notices = notices
        self.guests = guests

    def site(self, site: str) -> Site:
        """The site of that id.

        :raises UnknownSite: there is none.
        """
        if site not in self._sites:
            raise UnknownSite(f"There is no site {site!r}.")
        return self._sites[site]

    def language(self, site: str, language: str) -> str:
        """The language, if the site speaks it.

        :raises NotFound: it does not.
        """
        if language not in self.site(site).languages:
            raise NotFound("This site does not speak that language.")
        return language

    def guest(self, site: str) -> Guest | None:
        """Whom the request speaks for: what was entered on purpose goes before the browser's own cookie."""
        own = self._owner(site)
        entered = self.guests.of_session(site, request.cookies.get(SESSION))
        return own if entered is None or (own and own.visitor == entered.visitor) else entered

    def _owner(self, site: str) -> Guest | None:
        try:
            return Guest(parts().signer.verify(cookie(), site).visitor, here=True)
        except TokenError:
            return None

    def entered(self, site: str, code: str) -> Guest | None:
        """The visitor of a receipt's number, or of a token, if anything is kept."""
        try:
            guest = Guest(parts().signer.verify(code, site).visitor)
        except TokenError:
            decision = parts().ledger.find(site, number) if (number := _number(code)) else None
            return Guest(decision.visitor, by_number=True) if decision else None
        return guest if parts().ledger.latest(site, guest.visitor) else None

    def kept(self, site: str, guest: Guest | None) -> Kept | None:
        """All that is kept of a visitor."""
        ledger = parts().ledger
        history = ledger.history(site, guest.visitor) if guest else []
        if guest is None or not history:
            return None
        consent = ledger.consent(site, guest.visitor, utc_now())
        return Kept(guest.visitor, history, consent, ledger.restricted(site, guest.visitor))

    def decide(self, site: str, guest: Guest, kept: Kept, chosen: set[str], language: str) -> tuple[str, Decision]:
        """Record what a visitor chose; who has but a number can say no, and leave a yes as it is."""
        notice = self._notices[site]
        allowed = may_grant(notice, kept, guest.by_number)
        body = DecisionRequest.model_validate(
            {
                "id": uuid4(),
                "choices": {category: category in chosen and category in allowed for category in notice.asked},
                "notice": notice.version,
                "language": language,
                # the switches of the panel, on a page of their own
                "how": "panel",
                "device": kept.latest.device,
                "widget": __version__,
            }
        )
        return parts().ledger.record(site, body, parts().signer.sign(kept.latest))

    def page(self, site: str, language: str, template: str, depth: int, **said: str) -> Response:
        """One page, for whoever asks."""
        guest = self.guest(site)
        kept = self.kept(site, guest)
        shown = rights_page(self.site(site), self._notices[site], language, kept, bool(guest and guest.by_number))
        response = Response(
            render_template(
                template,
                page=shown,
                text=shown.texts.text,
                root="../" * depth,
                mark=self.guests.form(site, guest),
                entered=guest is not None and not guest.here,
                **{"said": "", "wrong": "", "elsewhere": "", **said},
            )
        )
        response.headers["Content-Language"] = bcp47(language)
        return private(response)


def _number(code: str) -> UUID | None:
    try:
        return UUID(code)
    except ValueError:
        return None
