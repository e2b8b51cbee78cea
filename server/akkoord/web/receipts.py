"""Serves the proof of a decision: as JSON-LD, as a page to be printed, and the page that checks it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, render_template

from ..banner import Words
from ..errors import NotFound, TokenError
from ..model import Decision, Site
from ..negotiation import choose_language
from ..page_texts import VERIFY_TEXTS
from ..proof.receipt_proof import prove
from ..receipt_page import receipt_page
from ..receipt_record import Asked
from ..receipts import Proofs, receipt
from ..translate import Translation, available, bcp47, direction
from .declarations import wanted_languages
from .embed_files import STATIC, File
from .parts import parts
from .sending import send
from .visitor_cookie import bearer, cookie, own_address
from .watching import this_request

log = logging.getLogger("akkoord")

NAME = "receipts"
JSON_LD = "application/ld+json"
SCRIPT_CACHE = "public, max-age=300"


def private(response: Response) -> Response:
    """An answer that is about one visitor: kept by no cache, found by no search, told to no other page."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def found(site: str, number: UUID) -> Decision:
    """The decision of that number.

    :raises NotFound: there is none, or it was erased.
    """
    decision = parts().ledger.find(site, number)
    if decision is None:
        raise NotFound("There is no receipt of that number (any more).")
    return decision


def _shown_token(decision: Decision) -> str | None:
    """The decision's token, for who has shown one of the same visitor."""
    presented, signer = bearer(), parts().signer
    if presented is None:
        # a cookie comes along by itself: one that is of no use here is not the asker's fault
        try:
            visitor = signer.verify(cookie(), decision.site).visitor
        except TokenError:
            return None
    else:
        visitor = signer.verify(presented, decision.site).visitor
    return signer.sign(decision) if visitor == decision.visitor else None


def _place(decision: Decision) -> dict[str, object] | None:
    """The proof of the decision's place in the tree; none before it is sealed, or where the tree is damaged."""
    try:
        return prove(parts().store, decision.site, decision)
    except LookupError as error:
        log.error("the tree of %s is damaged: %s", decision.site, error, extra=this_request())
        return None


def _before(decision: Decision) -> Decision | None:
    """The visitor's decision before this one."""
    earlier = None
    for each in parts().ledger.history(decision.site, decision.visitor):
        if each.id == decision.id:
            return earlier
        earlier = each
    return None


def blueprint(sites: Mapping[str, Site]) -> Blueprint:
    """The receipts of the sites."""
    made = Blueprint(NAME, __name__, template_folder="templates")

    @made.get("/api/v1/sites/<site>/receipts/<uuid:decision>")
    def show_receipt(site: str, decision: UUID) -> Response:
        """Show the receipt of one decision."""
        ledger, shown = parts().ledger, found(site, decision)
        notice = ledger.asked(site, shown.notice)
        if notice is None:
            raise NotFound("There is no receipt of that number (any more).")
        asked = Asked(sites[site], notice, own_address().rstrip("/"), _before(shown))
        proofs = Proofs(_shown_token(shown), _place(shown))
        body = json.dumps(receipt(shown, asked, proofs, parts().signer), ensure_ascii=False, indent=1)
        return private(Response(body, mimetype=JSON_LD))

    def page(site: str, number: UUID, language: str | None) -> Response:
        ledger, root = parts().ledger, "../../../../" if language else "../../../"
        decision = ledger.find(site, number)
        notice = ledger.asked(site, decision.notice) if decision else None
        languages = sites[site].languages
        spoken = language or choose_language(languages, wanted_languages())
        if spoken not in languages:
            raise NotFound("This site does not speak that language.")
        if decision is None or notice is None:
            return gone(site, spoken, root)
        inclusion = _place(decision)
        index = None if inclusion is None else int(str(inclusion["index"]))
        shown = receipt_page(sites[site], notice, decision, index, spoken, own_address().rstrip("/"))
        response = Response(render_template("receipt.html", page=shown, text=shown.texts.text, root=root))
        response.headers["Content-Language"] = bcp47(spoken)
        if not language:
            response.headers["Vary"] = "Accept-Language"
        return private(response)

    def gone(site: str, language: str, root: str) -> Response:
        """What a visitor reads whose choice was erased, or never was."""
        text = Words(sites[site], language).text
        page = {"lang": bcp47(language), "dir": direction(language), "site": site, "languages": ()}
        body = render_template("gone.html", text=text, page=page, root=root)
        response = Response(body, 404)
        response.headers["Content-Language"] = bcp47(language)
        return private(response)

    @made.get("/sites/<site>/receipts/<uuid:decision>")
    def negotiated(site: str, decision: UUID) -> Response:
        """The receipt on paper, in the language that the visitor's browser asks for."""
        return page(site, decision, None)

    @made.get("/sites/<site>/receipts/<uuid:decision>/<language>")
    def named(site: str, decision: UUID, language: str) -> Response:
        """The receipt on paper, in one language."""
        return page(site, decision, language)

    verifying: dict[tuple[str, str], File] = {}

    def verify_page(language: str, root: str) -> File:
        if (language, root) not in verifying:
            translation = Translation(language)
            text = {key: translation.gettext(message) for key, message in VERIFY_TEXTS.items()}
            body = render_template("verify.html", text=text, lang=bcp47(language), dir=direction(language), root=root)
            verifying[language, root] = File(body.encode())
        return verifying[language, root]

    @made.get("/receipts/verify")
    def verify_negotiated() -> Response:
        """The page that checks a receipt, in the language that the visitor's browser asks for."""
        # no owner has put them in order here: strangers are addressed formally
        languages = sorted(available(), key=lambda each: not each.endswith("_formal"))
        language = choose_language(("en", *languages), wanted_languages())
        return send(verify_page(language, "../"), "text/html", SCRIPT_CACHE, "Accept-Encoding, Accept-Language")

    @made.get("/receipts/verify/<language>")
    def verify_named(language: str) -> Response:
        """The page that checks a receipt, in one language."""
        if language not in available():
            raise NotFound("There are no texts in that language.")
        return send(verify_page(language, "../../"), "text/html", SCRIPT_CACHE)

    @made.get("/receipts/verify.js")
    def verify_script() -> Response:
        """The script of that page."""
        return send(File((STATIC / "verify.js").read_bytes()), "text/javascript", SCRIPT_CACHE)

    return made
