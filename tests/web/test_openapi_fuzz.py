"""Whatever is sent, the backend answers as its OpenAPI document says, and never with a fault of its own."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.test_openapi import ITSELF, operations

RIGHT, WRONG = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
CONFORMS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OF_A_SITE = sorted(each for each in operations() if "{site}" in each[1])
READ = {"/api/v1/sites/{site}/receipts/{decision}": {401, 404}}
"""What a path answers to who asks without a visitor's token, where that is not just that one is needed."""

fuzzed = settings(max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def operation(app: Flask, method: str, path: str) -> Any:
    """An operation of the document that the application serves."""
    return schemathesis.openapi.from_wsgi(ITSELF, app)[path][method]


@pytest.mark.parametrize(("method", "path"), sorted(operations()))
def test_what_fits_the_document_is_answered_as_it_says(app: Flask, method: str, path: str) -> None:
    @fuzzed
    @given(operation(app, method, path).as_strategy(generation_mode=RIGHT))
    def check(case: Any) -> None:
        case.call_and_validate()

    check()


@pytest.mark.parametrize(("method", "path"), OF_A_SITE)
def test_what_does_not_fit_the_document_is_refused_as_it_says(app: Flask, method: str, path: str) -> None:
    @fuzzed
    @given(operation(app, method, path).as_strategy(generation_mode=WRONG))
    def check(case: Any) -> None:
        case.call_and_validate()

    check()


@pytest.mark.parametrize(("method", "path"), OF_A_SITE)
def test_a_site_that_exists_answers_as_it_says(app: Flask, notice: str, method: str, path: str) -> None:
    answered: Counter[int] = Counter()

    @fuzzed
    @given(operation(app, method, path).as_strategy(generation_mode=RIGHT))
    def check(case: Any) -> None:
        case.path_parameters["site"] = "shop"
        if isinstance(case.body, dict) and "notice" in case.body:
            # what no text that is made up could be
            case.body |= {"notice": notice, "language": "en"}
            case.body.pop("token", None)
        response = case.call_and_validate(checks=CONFORMS)
        answered[response.status_code] += 1

    check()
    told = READ.get(path, {401})
    assert answered[201] + answered[204] if method == "POST" else answered and set(answered) <= told
