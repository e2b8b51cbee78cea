"""The OpenAPI document, made from the wire types. ``python -m akkoord.web.openapi`` prints it."""

from __future__ import annotations

from functools import cache
from typing import Any

from openapi_pydantic import OpenAPI
from openapi_pydantic.util import PydanticSchema, construct_open_api_with_schema_class

from .. import __version__, baked, wire
from ..figures_asked import SPLITS
from ..receipt_schema import RECEIPT

SITE = {"name": "site", "in": "path", "required": True, "schema": {"type": "string"}, "description": "The site's id."}

DECISION = {
    "name": "decision",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
    "description": "The decision's id, which is the receipt's number.",
}


def _query(name: str, description: str) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 0, "maximum": 999_999_999_999_999}
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


FROM = _query("first", "The smaller size of the tree; 0 if left out.")
TO = _query("second", "The larger size; if left out, the size that it has now.")
INDEX = {**_query("index", "The place of the entry, from 0."), "required": True}
SIZE = _query("size", "The size of the tree; if left out, the size that it has now.")
SINCE = _query("first", "The least size that is listed.")


def _text(name: str, description: str, **schema: Any) -> dict[str, Any]:
    schema = {"type": "string", **schema}
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


FIGURES = (
    _text("from", "The first UTC day; if left out, 30 days ago.", format="date"),
    _text("to", "The last UTC day; if left out, yesterday.", format="date"),
    {
        **_text("by", f"By what they are told apart: {', '.join(SPLITS)}. It may be given twice."),
        "schema": {"type": "array", "items": {"type": "string", "enum": list(SPLITS)}, "maxItems": 2},
    },
    *(_text(name, "Of these alone.", maxLength=64) for name in SPLITS if name != "day"),
    _text("format", "In place of the header Accept.", enum=["json", "csv"]),
)


def _content(shape: type[wire.Wire]) -> dict[str, Any]:
    return {"application/json": {"schema": PydanticSchema(schema_class=shape)}}


def _operation(
    id: str,
    summary: str,
    answers: dict[str, type[wire.Wire] | None],
    body: type[wire.Wire] | None = None,
    token: bool = False,
    parameters: tuple[dict[str, Any], ...] = (SITE,),
) -> dict[str, Any]:
    """One operation; ``answers`` maps a status to what its body is."""
    operation: dict[str, Any] = {
        "operationId": id,
        "summary": summary,
        "parameters": list(parameters),
        "responses": {
            status: {"description": (shape.__doc__ or "") if shape else "Nothing.", "content": _content(shape)}
            if shape
            else {"description": "No body."}
            for status, shape in answers.items()
        },
    }
    if body is not None:
        operation["requestBody"] = {
            "required": True,
            "description": f"At most {wire.BODY_LIMIT} bytes; any content type is read as JSON.",
            "content": _content(body),
        }
    if token:
        operation["security"] = [{"bearer": []}, {"cookie": []}]
    return operation


def _receipt(operation: dict[str, Any]) -> dict[str, Any]:
    """The operation that answers with a receipt, which needs no token."""
    operation["security"].append({})
    content = {"application/ld+json": {"schema": RECEIPT}}
    operation["responses"] = {"200": {"description": RECEIPT["description"], "content": content}} | operation[
        "responses"
    ]
    return operation


def _latest() -> dict[str, Any]:
    """The one answer that is no JSON: a signed note."""
    operation = _operation(
        "showLatestCheckpoint", "Show the newest checkpoint as a signed note.", {"200": None, **_errors(404, 429, 503)}
    )
    note = {"schema": {"type": "string"}}
    operation["responses"]["200"] = {
        "description": "A signed note (C2SP tlog-checkpoint).",
        "content": {"text/plain": note},
    }
    return operation


def _figures() -> dict[str, Any]:
    """Figures, as JSON or as a table."""
    operation = _operation(
        "showFigures",
        "Show what was counted in a period, and the rates of that, by one or two things.",
        {"200": wire.StatsResponse, **_errors(401, 403, 404, 422, 429, 503)},
        parameters=(SITE, *FIGURES),
    )
    operation["security"] = [{"key": []}]
    operation["responses"]["200"]["content"]["text/csv"] = {"schema": {"type": "string"}}
    return operation


def _errors(*statuses: int) -> dict[str, type[wire.Wire] | None]:
    return {str(status): wire.ErrorResponse for status in statuses}


@cache
def document() -> str:
    """The OpenAPI 3.1 document as JSON."""
    site = "/api/v1/sites/{site}"
    api = OpenAPI.model_validate(
        {
            "openapi": "3.1.0",
            "info": {"title": "Akkoord", "version": __version__, "license": {"name": "MIT", "identifier": "MIT"}},
            "components": {
                "securitySchemes": {
                    "bearer": {"type": "http", "scheme": "bearer"},
                    "key": {"type": "http", "scheme": "bearer", "description": "An API key: akkoord key add."},
                    "cookie": {"type": "apiKey", "in": "cookie", "name": "akkoord"},
                }
            },
            "paths": {
                f"{site}/decisions": {
                    "post": _operation(
                        "recordDecision",
                        "Record what a visitor chose.",
                        {"201": wire.DecisionResponse, **_errors(401, 403, 404, 409, 413, 422, 429, 503)},
                        wire.DecisionRequest,
                    )
                },
                f"{site}/displays": {
                    "post": _operation(
                        "countDisplay",
                        "Count that a banner was shown.",
                        {"204": None, **_errors(403, 404, 413, 422, 429, 503)},
                        wire.DisplayRequest,
                    )
                },
                f"{site}/unknown": {
                    "post": _operation(
                        "countUnknown",
                        "Count third parties that a page wanted to reach and that no service names.",
                        {"204": None, **_errors(403, 404, 413, 422, 429, 503)},
                        wire.UnknownRequest,
                    )
                },
                f"{site}/me": {
                    "get": _operation(
                        "showVisitor",
                        "Show all that is kept of one visitor.",
                        {"200": wire.VisitorResponse, **_errors(401, 403, 404, 429, 503)},
                        token=True,
                    ),
                    "delete": _operation(
                        "forgetVisitor",
                        "Erase all that is kept of one visitor.",
                        {"204": None, **_errors(401, 403, 404, 429, 503)},
                        token=True,
                    ),
                },
                f"{site}/receipts/{{decision}}": {
                    "get": _receipt(
                        _operation(
                            "showReceipt",
                            "Show the proof of one decision; its token only to who shows one of the same visitor.",
                            _errors(401, 403, 404, 429, 503),
                            token=True,
                            parameters=(SITE, DECISION),
                        )
                    )
                },
                f"{site}/stats": {"get": _figures()},
                f"{site}/proof": {
                    "get": _operation(
                        "proveGrowth",
                        "Prove that the tree of one size grew into that of another.",
                        {"200": wire.ConsistencyResponse, **_errors(404, 422, 429, 503)},
                        parameters=(SITE, FROM, TO),
                    )
                },
                f"{site}/inclusion": {
                    "get": _operation(
                        "proveInclusion",
                        "Prove that an entry is in the tree of a size.",
                        {"200": wire.InclusionResponse, **_errors(404, 422, 429, 503)},
                        parameters=(SITE, INDEX, SIZE),
                    )
                },
                "/sites/{site}/checkpoints": {
                    "get": _operation(
                        "listCheckpoints",
                        "List what was signed of the tree, by its size.",
                        {"200": wire.CheckpointsResponse, **_errors(404, 422, 429, 503)},
                        parameters=(SITE, SINCE),
                    )
                },
                "/sites/{site}/checkpoints/latest": {"get": _latest()},
                "/.well-known/akkoord-keys.json": {
                    "get": _operation(
                        "showKeys", "Show the public keys of tokens.", {"200": wire.PublicKeys}, parameters=()
                    )
                },
                "/.well-known/gpc.json": {
                    "get": _operation(
                        "showPrivacyControl",
                        "Say that Global Privacy Control is honoured.",
                        {"200": wire.PrivacyControl},
                        parameters=(),
                    )
                },
                "/health/live": {
                    "get": _operation("live", "Whether it answers.", {"200": wire.HealthResponse}, parameters=())
                },
                "/health/ready": {
                    "get": _operation(
                        "ready",
                        "Whether a decision could be recorded now.",
                        {"200": wire.HealthResponse, "503": wire.HealthResponse},
                        parameters=(),
                    )
                },
            },
        }
    )
    # what is baked into the scripts has no endpoint of its own, but the widget's types come from here as well
    full = construct_open_api_with_schema_class(
        api, schema_classes=[baked.SiteScript, baked.BannerFile, baked.PanelFile]
    )
    return full.model_dump_json(by_alias=True, exclude_unset=True, exclude_none=True, indent=2)


if __name__ == "__main__":
    print(document())
