"""Shows a banner again as it was shown on a day, from the archive, run by the widget of that day."""

from __future__ import annotations

from flask import Response, request

from ...archive import read_file, read_showing, shown_at
from ...errors import NotFound
from ...model import Decision
from ...shown_again import page
from ...store import Showing, Store
from ..parts import parts
from ..security_headers import policy
from .desk import Desk
from .pages import Pages

ALONE = {
    "sandbox": "allow-scripts",
    "default-src": "'none'",
    "script-src": "'unsafe-inline' data:",
    "style-src": "'unsafe-inline'",
    "frame-ancestors": "'none'",
}
"""The policy of that page. Its scripts are of another day: no part of the dashboard, and they reach nothing of it."""


def register(pages: Pages, desk: Desk) -> None:
    """Add the page."""

    @pages.page("/shown", "auditor")
    def shown() -> Response:
        store, site = parts().store, pages.frame.site()
        showing = _showing(store, site, request.args.get("digest", ""))
        document = read_showing(store, showing)
        language = request.args.get("language", "")
        if document is None:
            raise NotFound("The archive has lost what was shown.")
        scripts = {name: read_file(store, digest) for name, digest in document["scripts"].items()}
        texts = {name: content.decode() for name, content in scripts.items() if content is not None}
        if len(texts) < len(scripts):
            raise NotFound("The archive has lost scripts of that widget.")
        spoken = language if language in document["languages"] else document["languages"][0]
        response = Response(page(document, texts, showing, spoken), mimetype="text/html")
        response.headers["Content-Security-Policy"] = policy(ALONE)
        return response


def link(store: Store, decision: Decision) -> str:
    """Where the page of a decision's banner is, below the dashboard; nothing if the archive does not have it."""
    showing = shown_at(store, decision.site, decision.notice, decision.at)
    if showing is None:
        return ""
    return f"shown?site={decision.site}&digest={showing.digest}&language={decision.language}"


def _showing(store: Store, site: str, digest: str) -> Showing:
    found = next((each for each in store.showings(site) if each.digest == digest), None)
    if found is None:
        raise NotFound("The archive has no such showing.")
    return found
