"""Reads the body of a request as one of the wire types, and bounds it."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from flask import request
from pydantic import ValidationError

from ..errors import BodyTooLarge, Detail, InvalidRequest
from ..wire import BODY_LIMIT, Wire

Body = TypeVar("Body", bound=Wire)


def read_body(shape: type[Body]) -> Body:
    """The request's body, checked. Its content type does not matter: plain text spares the page a preflight.

    :raises BodyTooLarge: it has more than :data:`akkoord.wire.BODY_LIMIT` bytes.
    :raises InvalidRequest: it is not JSON, or not of that shape.
    """
    return check_body(request.get_data(), shape)


def check_body(body: bytes, shape: type[Body]) -> Body:
    """A body, checked; raises what :func:`read_body` does."""
    if len(body) > BODY_LIMIT:
        raise BodyTooLarge(f"A body has at most {BODY_LIMIT} bytes.")
    hint = "see /api/v1/openapi.json, " + shape.__name__
    try:
        checked = shape.model_validate_json(body)
        # of the shape by now, so neither deep nor full of numbers
        json.loads(body, object_pairs_hook=_once)
    except ValidationError as error:
        details = [
            Detail(".".join(str(part) for part in problem["loc"]) or "body", problem["msg"], hint)
            for problem in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise InvalidRequest(f"The body is not a {shape.__name__}.", *details) from None
    except _Twice as error:
        raise InvalidRequest(f"The body is not a {shape.__name__}.", Detail(str(error), "given twice", hint)) from None
    return checked


class _Twice(Exception):
    """A name stands twice in one object: two readers could understand two things."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Twice(name)
        found[name] = value
    return found
