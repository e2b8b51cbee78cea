"""Serves ``/sites/{site}/me``, where visitors see, take, correct and erase what is kept of them. No script needed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import StringIO
from urllib.parse import urlsplit

from flask import Blueprint, Response, request

from ..errors import NotFound
from ..export_csv import write_csv
from ..fetch_metadata import check_form
from ..negotiation import choose_language
from ..rights_page import Kept
from .answers import decision_record
from .declarations import wanted_languages
from .receipts import private
from .rights_acts import ACTS, back, enter, leave, refused
from .visitor_cookie import own_address
from .visitor_rights import Rights

DONE: Mapping[str, str] = {
    "saved": "recorded",
    "erased": "rights_erased",
    "restricted": "",
    "lifted": "rights_lifted",
}
"""What was done, as an address says it -> the key of its text."""


def blueprint(rights: Rights) -> Blueprint:
    """The rights pages of the sites."""
    made = Blueprint("rights", __name__, template_folder="templates")

    @made.get("/sites/<site>/me")
    def negotiated(site: str) -> Response:
        """What is kept of a visitor, in the language that the browser asks for."""
        language = choose_language(rights.site(site).languages, wanted_languages())
        response = rights.page(site, language, "rights.html", 2)
        response.headers["Vary"] = "Accept-Language, Cookie"
        return response

    @made.get("/sites/<site>/me/<language>")
    def named(site: str, language: str) -> Response:
        """What is kept of a visitor, in one language."""
        done = request.args.get("done", "")
        said = DONE.get(done, "")
        guest = rights.guest(site)
        elsewhere = "rights_elsewhere" if done == "saved" and guest and not guest.here else ""
        return rights.page(site, rights.language(site, language), "rights.html", 3, said=said, elsewhere=elsewhere)

    @made.get("/sites/<site>/me/<language>/erase")
    def confirm(site: str, language: str) -> Response:
        """What erasing means, before it is done."""
        return rights.page(site, rights.language(site, language), "erase.html", 4)

    @made.get("/sites/<site>/me/akkoord.<any(json, csv):form>")
    def download(site: str, form: str) -> Response:
        """All that is kept of a visitor, as a file."""
        kept = rights.kept(rights.site(site).id, rights.guest(site))
        if kept is None:
            raise NotFound("Nothing is kept of whoever asks.")
        response = _csv(kept) if form == "csv" else _json(kept)
        response.headers["Content-Disposition"] = f'attachment; filename="akkoord-{site}.{form}"'
        return private(response)

    @made.post("/sites/<site>/me/<language>/<any(enter, leave, choose, withdraw, erase, restrict, lift):act>")
    def act(site: str, language: str, act: str) -> Response:
        """Do what a form of these pages asks for."""
        base = urlsplit(own_address())
        check_form(dict(request.headers), f"{base.scheme}://{base.netloc}")
        rights.language(site, language)
        guest = rights.guest(site)
        if not rights.guests.is_form_of(site, guest, request.form.get("mark")):
            return refused(rights, site, language, "rights_again", 403)
        if act == "enter":
            return enter(rights, site, language)
        kept = rights.kept(site, guest)
        if act == "leave" or guest is None or kept is None:
            return leave(back(""), site)
        return ACTS[act](rights, rights.site(site), language, guest, kept)

    return made


def _json(kept: Kept) -> Response:
    body = {
        "visitor": kept.visitor,
        "restricted": kept.restricted.isoformat() if kept.restricted else None,
        "decisions": [decision_record(each).model_dump(mode="json") for each in kept.history],
    }
    return Response(json.dumps(body, ensure_ascii=False, indent=1), mimetype="application/json")


def _csv(kept: Kept) -> Response:
    out = StringIO()
    write_csv(out, kept.history)
    return Response(out.getvalue(), content_type="text/csv; charset=utf-8")
