"""What anybody may ask of a site's tree: the checkpoints, and proofs that it only ever grew."""

from __future__ import annotations

from flask import Blueprint, Response, request

from ..errors import Detail, InvalidRequest, NotFound
from ..proof.searching import newest
from ..proof.telling import checkpoints, growth, membership
from ..store import Store
from ..wire import Wire
from .parts import parts

blueprint = Blueprint("evidence", __name__)

LIST = "/sites/<site>/checkpoints"
LATEST = "/sites/<site>/checkpoints/latest"
PROOF = "/api/v1/sites/<site>/proof"
INCLUSION = "/api/v1/sites/<site>/inclusion"


@blueprint.get(LIST)
def list_checkpoints(site: str) -> Response:
    """List what was signed of the tree, by its size."""
    return _json(checkpoints(_store(site), site, _number("first") or 0))


@blueprint.get(LATEST)
def show_latest(site: str) -> Response:
    """Show the newest checkpoint as a signed note."""
    found = newest(_store(site), site)
    if found is None:
        raise NotFound(f"Nothing of {site} was signed yet.")
    return _open(Response(found[1], mimetype="text/plain"))


@blueprint.get(PROOF)
def prove_growth(site: str) -> Response:
    """Prove that the tree of one size grew into that of another."""
    return _json(growth(_store(site), site, _number("first"), _number("second")))


@blueprint.get(INCLUSION)
def prove_inclusion(site: str) -> Response:
    """Prove that an entry is in the tree of a size."""
    return _json(membership(_store(site), site, _number("index"), _number("size")))


def _store(site: str) -> Store:
    # also refuses a site that there is not
    parts().ledger.lifetime(site)
    return parts().store


def _number(name: str) -> int | None:
    text = request.args.get(name)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise InvalidRequest(f"{name} is not a number.", Detail(name, "not a whole number from 0 on"))
    return int(text)


def _json(body: Wire) -> Response:
    return _open(Response(body.model_dump_json(), mimetype="application/json"))


def _open(response: Response) -> Response:
    """For the scripts of any page: it is said to everybody."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
