"""The OpenAPI document says what the backend does: no more, and no less."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from akkoord import wire
from tests.web.checked import openapi, operation
from tests.web.shop import DECISIONS

ITSELF = "/api/v1/openapi.json"
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def routes(app: Flask) -> set[tuple[str, str]]:
    """Each method and path of the API and of the health checks; the document does not speak of itself."""
    return {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in METHODS & (rule.methods or set())
        if rule.rule.startswith("/api/") or rule.endpoint.split(".")[0] in ("api", "evidence", "figures", "health")
        if rule.rule != ITSELF
    }


def operations() -> set[tuple[str, str]]:
    return {(method.upper(), path) for path, of_path in openapi()["paths"].items() for method in of_path}


def test_it_is_served(client: FlaskClient) -> None:
    response = client.get(ITSELF)
    assert (response.status_code, response.mimetype) == (200, "application/json")
    assert response.get_json() == openapi()


def test_it_is_a_valid_openapi_document() -> None:
    validate(openapi())
    assert openapi()["openapi"].startswith("3.1.")


def test_every_route_is_an_operation_and_every_operation_is_a_route(app: Flask) -> None:
    assert operations() == routes(app)
    assert len(operations()) >= 7


@pytest.mark.parametrize(("method", "path"), sorted(operations()))
def test_every_operation_says_what_it_is_and_what_it_answers(method: str, path: str) -> None:
    of_path = operation(method, re.sub(r"\{\w+\}", "shop", path))
    assert of_path is not None
    assert of_path["summary"].endswith(".")
    assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", of_path["operationId"])
    assert all(answer["description"] for answer in of_path["responses"].values())
    in_path = {parameter["name"] for parameter in of_path["parameters"] if parameter["in"] == "path"}
    assert in_path == set(re.findall(r"\{(\w+)\}", path))


def test_every_operation_has_a_name_of_its_own() -> None:
    ids = [operation["operationId"] for of_path in openapi()["paths"].values() for operation in of_path.values()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", sorted(openapi()["components"]["schemas"]))
def test_every_schema_is_one_and_takes_nothing_unknown(name: str) -> None:
    schema = openapi()["components"]["schemas"][name]
    OAS31Validator.check_schema(schema)
    assert schema["additionalProperties"] is False


def test_it_names_the_size_of_a_body() -> None:
    recording = operation("POST", DECISIONS)
    assert recording is not None
    assert str(wire.BODY_LIMIT) in recording["requestBody"]["description"]
    assert "413" in recording["responses"]


def test_there_is_one_shape_of_error() -> None:
    for path, of_path in openapi()["paths"].items():
        shape = "HealthResponse" if path == "/health/ready" else "ErrorResponse"
        for answers in (each["responses"] for each in of_path.values()):
            refused = [answer for status, answer in answers.items() if status >= "400"]
            assert all(shape in str(answer["content"]) for answer in refused)
