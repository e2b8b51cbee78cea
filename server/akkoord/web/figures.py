"""The figures of a site, for whoever has an API key of it."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, request

from ..api_keys import ApiKeys
from ..errors import Detail, InvalidRequest, TokenMissing
from ..figures import figures
from ..figures_asked import SPLITS, asked, before
from ..figures_csv import csv_of
from ..figures_json import response_of
from ..model import utc_now
from .parts import parts
from .visitor_cookie import bearer

blueprint = Blueprint("figures", __name__)

DAYS = 30
"""How many days are told of if nothing else is asked; today is not over, and not among them."""
_TAKEN = {"from", "to", "by", "format", *SPLITS} - {"day"}


@blueprint.get("/api/v1/sites/<site>/stats")
def show_figures(site: str) -> Response:
    """Show what was counted in a period, and the rates of that, by one or two things."""
    ledger, store = parts().ledger, parts().store
    key = bearer()
    if key is None:
        raise TokenMissing("This needs an API key.", Detail("Authorization", "missing", "Authorization: Bearer <key>"))
    # also refuses a site that there is not
    ledger.lifetime(site)
    ApiKeys(store).check(key, site)
    for name in request.args:
        if name not in _TAKEN:
            raise InvalidRequest(f"There is no {name}.", Detail(name, "unknown", f"use {', '.join(sorted(_TAKEN))}"))
    today = utc_now().date()
    wanted = asked(
        request.args.get("from") or (today - timedelta(days=DAYS)).isoformat(),
        request.args.get("to") or (today - timedelta(days=1)).isoformat(),
        request.args.getlist("by"),
        {name: value for name in SPLITS if name != "day" and (value := request.args.get(name))},
    )
    ledger.fold(site)
    found = figures(store, site, wanted)
    response = (
        Response(csv_of(found), mimetype="text/csv")
        if _is_csv()
        else Response(
            response_of(site, found, figures(store, site, before(wanted))).model_dump_json(),
            mimetype="application/json",
        )
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept, Authorization"
    return response


def _is_csv() -> bool:
    form = request.args.get("format")
    if form not in (None, "json", "csv"):
        raise InvalidRequest("There is no such format.", Detail("format", "unknown", "json or csv"))
    if form is not None:
        return form == "csv"
    return request.accept_mimetypes.best_match(["application/json", "text/csv"]) == "text/csv"
