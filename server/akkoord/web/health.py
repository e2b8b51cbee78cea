"""Whether the backend lives, and whether it can record decisions."""

from __future__ import annotations

from flask import Blueprint, Response

from ..errors import StoreError
from ..wire import HealthResponse
from .parts import parts

blueprint = Blueprint("health", __name__)


def _answer(health: HealthResponse, status: int) -> Response:
    response = Response(health.model_dump_json(), status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/health/live")
def live() -> Response:
    """Say that this process answers."""
    return _answer(HealthResponse(status="ok"), 200)


@blueprint.get("/health/ready")
def ready() -> Response:
    """Say whether a decision could be recorded now, and if not, why."""
    try:
        parts().ledger.ping()
    except StoreError as error:
        return _answer(HealthResponse(status="unavailable", reason=error.message), 503)
    return _answer(HealthResponse(status="ok"), 200)
