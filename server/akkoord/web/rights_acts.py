"""What the forms of the rights pages do. Each answers with a redirect, so that a reload does nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from flask import Response, redirect, request

from ..model import Site, utc_now
from ..rights_page import Kept
from .guests import SESSION, SESSION_SECONDS, Guest
from .parts import parts
from .receipts import private
from .visitor_cookie import own_address, set_cookie_of
from .visitor_rights import Rights


def back(done: str) -> Response:
    """To the page again, which says what was done."""
    here = request.path.rpartition("/")[0].rpartition("/")[2]
    response = redirect(f"../{here}" + (f"?done={done}" if done else ""), 303)
    assert isinstance(response, Response)
    return private(response)


def refused(rights: Rights, site: str, language: str, why: str, status: int) -> Response:
    """The page again, with what is wrong."""
    response = rights.page(site, language, "rights.html", 4, wrong=why)
    response.status_code = status
    return response


def _session(response: Response, site: str, value: str, seconds: int) -> Response:
    response.set_cookie(
        SESSION,
        value,
        max_age=seconds,
        path=f"{urlsplit(own_address()).path.rstrip('/')}/sites/{site}/me",
        secure=urlsplit(own_address()).scheme == "https",
        httponly=True,
        samesite="Strict",
    )
    return response


def leave(response: Response, site: str) -> Response:
    """Forget what was entered."""
    return _session(response, site, "", 0) if SESSION in request.cookies else response


def enter(rights: Rights, site: str, language: str) -> Response:
    """Remember whose number or token was entered, for a quarter of an hour."""
    guest = rights.entered(site, request.form.get("code", "").strip())
    if guest is None:
        return refused(rights, site, language, "rights_unknown", 404)
    return _session(back(""), site, rights.guests.session(site, guest), SESSION_SECONDS)


def _choose(rights: Rights, site: Site, language: str, guest: Guest, kept: Kept) -> Response:
    return _decided(rights, site, language, guest, kept, set(request.form.getlist("yes")))


def _withdraw(rights: Rights, site: Site, language: str, guest: Guest, kept: Kept) -> Response:
    return _decided(rights, site, language, guest, kept, set())


def _decided(rights: Rights, site: Site, language: str, guest: Guest, kept: Kept, chosen: set[str]) -> Response:
    token, _ = rights.decide(site.id, guest, kept, chosen, language)
    response = back("saved")
    if guest.here:
        # the gate in the site's pages follows this cookie
        set_cookie_of(response, site, token, int(parts().ledger.lifetime(site.id).total_seconds()))
    return response


def _erase(rights: Rights, site: Site, language: str, guest: Guest, kept: Kept) -> Response:
    parts().ledger.forget(site.id, guest.visitor)
    response = leave(back("erased"), site.id)
    if guest.here:
        set_cookie_of(response, site, "", 0)
    return response


def _restrict(rights: Rights, site: Site, language: str, guest: Guest, kept: Kept) -> Response:
    if kept.restricted is None:
        parts().ledger.restrict(site.id, guest.visitor, utc_now())
    return back("restricted")


def _lift(rights: Rights, site: Site, language: str, guest: Guest, kept: Kept) -> Response:
    if guest.by_number:
        return refused(rights, site.id, language, "rights_by_number", 403)
    parts().ledger.restrict(site.id, guest.visitor, None)
    return back("lifted")


ACTS: Mapping[str, Callable[[Rights, Site, str, Guest, Kept], Response]] = {
    "choose": _choose,
    "withdraw": _withdraw,
    "erase": _erase,
    "restrict": _restrict,
    "lift": _lift,
}
"""What a form asks for -> how it is done."""
