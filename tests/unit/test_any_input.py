"""Whatever comes from outside is understood, or refused with the error that says so; nothing else is raised."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.provisional import urls
from pydantic import ValidationError

from akkoord import wire
from akkoord.errors import ConfigurationError, TokenError, TokenInvalid
from akkoord.settings import load_settings
from akkoord.settings_reader import NAMES, PREFIX
from akkoord.sites import load_sites
from akkoord.tokens import Signer, verify_token
from tests.samples import DECISION

SIGNER = Signer(["a-key-that-only-these-tests-know-of"])
STRANGER = Signer(["another-key-of-nobody-who-is-asked-here"])
TOKEN = SIGNER.sign(DECISION)
KEYS: Any = {"keys": SIGNER.public_keys()}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
REQUESTS = [wire.DecisionRequest, wire.DisplayRequest, wire.UnknownRequest]
fuzzed = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def names_of(shape: type[wire.Wire]) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(shape.model_fields)) | st.text(max_size=8)


@pytest.mark.parametrize("shape", REQUESTS)
@fuzzed
@given(data=st.data())
def test_any_json_is_a_request_or_a_validation_error(shape: type[wire.Wire], data: st.DataObject) -> None:
    body = data.draw(st.dictionaries(names_of(shape), JSON, max_size=8) | JSON)
    try:
        request = shape.model_validate_json(json.dumps(body))
    except ValidationError:
        return
    # what is taken says what was sent, and goes the same way again
    assert shape.model_validate_json(request.model_dump_json()) == request


@pytest.mark.parametrize("shape", REQUESTS)
@fuzzed
@given(st.binary(max_size=200))
def test_any_bytes_are_a_request_or_a_validation_error(shape: type[wire.Wire], body: bytes) -> None:
    with pytest.raises(ValidationError):
        shape.model_validate_json(body)


@fuzzed
@given(
    st.text(max_size=300)
    | st.from_regex(r"[A-Za-z0-9_-]{1,200}\.[A-Za-z0-9_-]{1,8}\.[A-Za-z0-9_-]{86}", fullmatch=True)
)
def test_no_text_that_is_made_up_verifies(text: str) -> None:
    for verify in (SIGNER.verify, lambda text: verify_token(text, KEYS)):
        with pytest.raises(TokenError):
            verify(text)


@settings(fuzzed, max_examples=400)
@given(st.integers(0, len(TOKEN)), st.text(max_size=3), st.integers(0, 3))
@example(len(TOKEN) - 1, "A", 1)
@example(len(TOKEN), "=", 0)
@example(0, " ", 0)
def test_no_altered_token_verifies(place: int, put: str, taken: int) -> None:
    altered = TOKEN[:place] + put + TOKEN[place + taken :]
    if altered == TOKEN:
        return
    for verify in (SIGNER.verify, lambda text: verify_token(text, KEYS)):
        with pytest.raises(TokenError):
            verify(altered)


@fuzzed
@given(st.uuids(), st.lists(st.booleans(), min_size=3, max_size=3))
def test_every_token_verifies_with_its_own_key_alone(id: Any, granted: list[bool]) -> None:
    choices = dict(zip(("functional", "analytics", "marketing"), granted, strict=True))
    token = SIGNER.sign(replace(DECISION, id=id, choices=choices))
    proof = verify_token(token, KEYS)
    assert (proof.decision, proof.granted) == (id, tuple(name for name, yes in choices.items() if yes))
    with pytest.raises(TokenInvalid):
        STRANGER.verify(token)


TOML_VALUES = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(max_size=12) | urls(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
TABLES = ["sites.shop", "sites.shop.texts.en", "sites.shop.theme", "sites.shop.signals", "services.own", "own"]
WORDS = [
    *("origins", "controller", "languages", "services", "privacy", "theme", "texts", "unknown", "name", "category"),
    *("provider", "country", "purpose", "hosts", "cookies", "reason", "catalog", "title", "accent", "google"),
]


def toml(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value) if isinstance(value, str) else repr(value)


@fuzzed
@given(st.dictionaries(st.sampled_from(TABLES), st.dictionaries(st.sampled_from(WORDS), TOML_VALUES, max_size=6)))
def test_any_toml_gives_sites_or_findings(tmp_path: Path, tables: dict[str, dict[str, Any]]) -> None:
    lines = (f"[{table}]\n" + "".join(f"{k} = {toml(v)}\n" for k, v in keys.items()) for table, keys in tables.items())
    loads(tmp_path, "\n".join(lines).encode("utf-8", "surrogatepass"))


@fuzzed
@given(st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=200))
@example(b"a = " + b"[" * 5000)
@example(b"a." * 5000 + b"a = 1")
@example(b"a = " + b"9" * 5000)
@example(b"a = " + b"[" * 300 + b"]" * 300)
@example(b"a = " + b"{a=" * 200 + b"1" + b"}" * 200)
@example(b"a = 9999-99-99")
def test_any_file_gives_sites_or_findings(tmp_path: Path, content: bytes) -> None:
    loads(tmp_path, content)


def loads(directory: Path, content: bytes) -> None:
    file = directory / "akkoord.toml"
    file.write_bytes(content)
    try:
        loaded = load_sites(file)
    except ConfigurationError:
        return
    assert loaded.findings or loaded.sites
    assert all(str(finding) for finding in loaded.findings)


@fuzzed
@given(st.dictionaries(st.sampled_from([*NAMES, "STOER"]).map(PREFIX.__add__), st.text(max_size=40), max_size=6))
def test_any_environment_gives_settings_or_one_configuration_error(environ: dict[str, str]) -> None:
    try:
        load_settings(environ)
    except ConfigurationError as error:
        assert error.details
