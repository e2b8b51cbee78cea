"""The API under ``/api/v1``: parses and checks requests, maps results to HTTP, nothing else."""

from __future__ import annotations

from flask import Blueprint, Response, request

from ..errors import Detail, TokenMissing
from ..model import utc_now
from ..wire import (
    ConsentRecord,
    DecisionRequest,
    DisplayRequest,
    PrivacyControl,
    PublicKey,
    PublicKeys,
    UnknownRequest,
    VisitorResponse,
    Wire,
)
from .answers import decision_record, decision_text
from .bodies import read_body
from .openapi import document
from .parts import parts
from .visitor_cookie import bearer, presented_token, set_cookie

blueprint = Blueprint("api", __name__)

PRIVACY_CONTROL_SINCE = "2026-11-25"
"""When what Akkoord does on Global Privacy Control changed last."""


def _json(body: Wire) -> Response:
    return _text(body.model_dump_json())


def _text(body: str, status: int = 200) -> Response:
    response = Response(body, status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/api/v1/sites/<site>/decisions")
def record_decision(site: str) -> Response:
    """Record what a visitor chose."""
    body = read_body(DecisionRequest)
    # a token named on purpose goes before the cookie, which comes along by itself
    presented = presented_token() if body.token is None else bearer()
    token, decision = parts().ledger.record(site, body, presented, parts().country(request.environ))
    response = _text(decision_text(token, decision), 201)
    set_cookie(response, token, int(parts().ledger.lifetime(site).total_seconds()))
    return response


@blueprint.post("/api/v1/sites/<site>/displays")
def count_display(site: str) -> Response:
    """Count that a banner was shown."""
    parts().ledger.display(site, read_body(DisplayRequest), parts().country(request.environ))
    return Response(status=204)


@blueprint.post("/api/v1/sites/<site>/unknown")
def count_unknown(site: str) -> Response:
    """Count third parties that a page wanted to reach and that no service names."""
    parts().ledger.unknown(site, read_body(UnknownRequest))
    return Response(status=204)


def _visitor(site: str) -> str:
    token = presented_token()
    if token is None:
        raise TokenMissing(
            "This needs the visitor's token.",
            Detail("Authorization", "missing", "Authorization: Bearer <token>, or the cookie akkoord"),
        )
    return parts().signer.verify(token, site).visitor


@blueprint.get("/api/v1/sites/<site>/me")
def show_visitor(site: str) -> Response:
    """Show all that is kept of one visitor."""
    ledger = parts().ledger
    visitor = _visitor(site)
    history = ledger.history(site, visitor)
    consent = ledger.consent(site, visitor, utc_now())
    records = [decision_record(decision) for decision in history]
    return _json(
        VisitorResponse(
            visitor=visitor,
            consent=ConsentRecord.model_validate({"allowed": list(consent.allowed), "ask": consent.ask}),
            latest=records[-1] if records else None,
            history=records,
        )
    )


@blueprint.delete("/api/v1/sites/<site>/me")
def forget_visitor(site: str) -> Response:
    """Erase all that is kept of one visitor."""
    parts().ledger.forget(site, _visitor(site))
    response = Response(status=204)
    set_cookie(response, "", 0)
    return response


@blueprint.get("/.well-known/akkoord-keys.json")
def show_keys() -> Response:
    """Show the public keys with which tokens verify, oldest first."""
    keys = [PublicKey.model_validate(key) for key in parts().signer.public_keys()]
    response = _json(PublicKeys(keys=keys))
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/.well-known/gpc.json")
def show_privacy_control() -> Response:
    """Say that Global Privacy Control is honoured."""
    response = _json(PrivacyControl(lastUpdate=PRIVACY_CONTROL_SINCE))
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/api/v1/openapi.json")
def show_openapi() -> Response:
    """Describe this API."""
    return Response(document(), mimetype="application/json")
