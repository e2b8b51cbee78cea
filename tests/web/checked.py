"""A client that holds every answer against the OpenAPI document."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator, oas31_format_checker
from werkzeug.test import TestResponse

from akkoord.web.openapi import document


@cache
def openapi() -> dict[str, Any]:
    """The OpenAPI document."""
    found: dict[str, Any] = json.loads(document())
    return found


def operation(method: str, path: str) -> dict[str, Any] | None:
    """The operation that answers a request."""
    for template, operations in openapi()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            found: dict[str, Any] | None = operations.get(method.lower())
            return found
    return None


def validate(body: Any, schema: dict[str, Any]) -> None:
    """Fail if a body is not what a schema of the document says."""
    whole = {**schema, "components": openapi()["components"]}
    OAS31Validator(whole, format_checker=oas31_format_checker).validate(body)


def check(response: TestResponse) -> None:
    """Fail if the answer is none that the document promises."""
    method, path = response.request.method, response.request.path
    promised = operation(method, path)
    status = str(response.status_code)
    if promised is not None and status != "500":
        assert status in promised["responses"], f"{method} {path} answers {status}, and the document does not say so"
        content = promised["responses"][status].get("content")
    elif method == "POST" and "/me/" in path and response.mimetype == "text/html":
        # a person sent a form: the page comes again, and says what is wrong
        return
    elif path.startswith(("/dashboard/", "/sites/")) and response.mimetype == "text/html":
        # pages for people say in words what is wrong
        return
    elif response.status_code >= 400 and method != "HEAD":
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorResponse"}}}
    else:
        return
    if content is None:
        assert response.data == b""
    else:
        assert response.mimetype in content
        body = response.get_json() if response.is_json else response.get_data(as_text=True)
        validate(body, content[response.mimetype]["schema"])


class CheckedClient(FlaskClient):
    """A client that fails on an answer that the OpenAPI document does not promise."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        check(response)
        return response
