"""Looks up one decision by the number of its receipt. Whoever does so is written down."""

from __future__ import annotations

import logging
from uuid import UUID

from flask import Response, request

from ...accounts.lookups import Lookup
from ...errors import ProofInvalid
from ...model import Decision, Notice, Site
from ...proof.checkpoints import Checkpoint
from ...proof.receipt_proof import prove
from ...receipt_page import receipt_page
from ...receipt_record import Asked
from ...receipts import Proofs, check, receipt
from ...translate import moment
from ..parts import parts
from ..visitor_cookie import own_address
from ..watching import this_request
from .desk import Desk
from .frame import visit
from .pages import Pages
from .shown import link

log = logging.getLogger("akkoord")


def register(pages: Pages, desk: Desk) -> None:
    """Add the pages."""

    @pages.page("/receipts", "auditor")
    def receipts() -> Response:
        return pages.frame.show("receipts.html", site=pages.frame.site())

    @pages.page("/receipts", "auditor", ["POST"])
    def look_up() -> Response:
        site, typed = pages.frame.site(), request.form.get("number", "").strip()
        number = _number(typed)
        if number is None:
            return pages.frame.show("receipts.html", 422, site=site, typed=typed, why="number")
        ledger, now = parts().ledger, desk.clock()
        decision = ledger.find(site, number)
        notice = None if decision is None else ledger.asked(site, decision.notice)
        found = decision is not None and notice is not None
        desk.door.lookups.note(Lookup(now, visit().user.name, site, str(number), found))
        if decision is None or notice is None:
            return pages.frame.show("receipts.html", 404, site=site, typed=typed, why="absent")
        proof, index, signed = _proof(desk.sites[site], notice, decision)
        language = pages.frame.language()
        shown = receipt_page(desk.sites[site], notice, decision, index, language, own_address().rstrip("/"))
        return pages.frame.show(
            "receipts.html",
            site=site,
            typed=str(number),
            receipt=shown,
            banner=link(parts().store, decision),
            proof=proof,
            index=index,
            now=moment(now, language),
            signed=moment(signed.at, language) if signed else "",
        )


def _number(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _proof(site: Site, notice: Notice, decision: Decision) -> tuple[str, int | None, Checkpoint | None]:
    """Whether the decision is as it was sealed: ``"holds"``, ``"waits"`` until it is sealed, or ``"broken"``."""
    signer = parts().signer
    try:
        inclusion = prove(parts().store, site.id, decision)
        made = receipt(decision, Asked(site, notice, own_address().rstrip("/")), Proofs(None, inclusion), signer)
        checked = check(made, signer.public_keys())
    except (LookupError, ProofInvalid) as error:
        log.error("the proof of a decision of %s does not hold: %s", site.id, error, extra=this_request())
        return "broken", None, None
    return ("waits" if checked.index is None else "holds"), checked.index, checked.checkpoint
