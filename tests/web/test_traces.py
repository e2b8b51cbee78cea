"""Traces reach a collector, and name nobody."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from akkoord import __version__
from akkoord.settings import load_settings
from tests.browser.backend import ROOT, Backend
from tests.servers import free_port
from tests.web.conftest import MakeApp
from tests.web.otlp_receiver import Received, attributes, otlp_receiver
from tests.web.shop import CONFIG, DECISIONS, KEY, ME, decision
from tests.web.test_privacy import TRACES, WORDS


@pytest.fixture
def collector() -> Iterator[Received]:
    with otlp_receiver() as received:
        yield received


@pytest.fixture
def app(make_app: MakeApp, collector: Received, monkeypatch: pytest.MonkeyPatch) -> Flask:
    # milliseconds; by itself it waits for 5 seconds
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "10")
    return make_app(traces=load_settings({"AKKOORD_TRACES": collector.address}).traces)


def test_a_request_is_a_span_and_each_call_of_the_store_one_within_it(
    client: FlaskClient, notice: str, collector: Received
) -> None:
    token = client.post(DECISIONS, json=decision(notice)).get_json()["token"]
    collector.take(2)
    client.post(DECISIONS, json=decision(notice, token=token))
    request, latest, append = collector.take(3)
    assert request.name == "POST /api/v1/sites/{site}/decisions"
    assert (request.kind, request.parent_span_id) == (Span.SPAN_KIND_SERVER, b"")
    told = attributes(list(request.attributes))
    assert len(told.pop("akkoord.request")) == 16
    assert told == {
        "http.request.method": "POST",
        "http.route": "/api/v1/sites/{site}/decisions",
        "http.response.status_code": "201",
        "akkoord.site": "shop",
    }
    for call, name in ((latest, "store latest"), (append, "store append")):
        assert (call.name, call.kind) == (name, Span.SPAN_KIND_CLIENT)
        assert (call.trace_id, call.parent_span_id) == (request.trace_id, request.span_id)
        assert request.start_time_unix_nano <= call.start_time_unix_nano <= call.end_time_unix_nano
        assert call.end_time_unix_nano <= request.end_time_unix_nano
    assert collector.paths == {"/v1/traces"}
    assert {(of["service.name"], of["service.version"]) for of in collector.resources} == {("akkoord", __version__)}


def test_requests_are_traces_of_their_own_whatever_they_bring(client: FlaskClient, collector: Received) -> None:
    theirs = "0af7651916cd43dd8448eb211c80319c"
    for _ in range(2):
        client.get("/sites/shop/akkoord.js", headers={"traceparent": f"00-{theirs}-b7ad6b7169203331-01"})
    spans = collector.take(2)
    assert len({span.trace_id for span in spans} | {bytes.fromhex(theirs)}) == 3


def test_a_store_that_does_not_answer_is_an_error_of_both_spans(
    client: FlaskClient, collector: Received, ledger_file: Path
) -> None:
    ledger_file.rename(ledger_file.with_suffix(".away"))
    client.get("/health/ready")
    request, ping = collector.take(2)
    assert (request.name, ping.name) == ("GET /health/ready", "store ping")
    assert attributes(list(ping.attributes)) == {"error.type": "StoreError"}
    for span in (request, ping):
        assert span.status.code == Status.STATUS_CODE_ERROR
        assert (span.status.message, list(span.events)) == ("", [])


def test_the_line_of_the_log_names_the_trace(
    make_app: MakeApp, collector: Received, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "10")
    make_app(traces=collector.address, log="requests").test_client().get("/nowhere")
    (span,) = collector.take(1)
    assert span.name == "GET other"
    assert f'"trace":"{span.trace_id.hex()}"' in capsys.readouterr().err


def test_spans_name_nobody(client: FlaskClient, notice: str, collector: Received) -> None:
    sent = decision(notice)
    answer = client.post(DECISIONS, json=sent, environ_overrides=TRACES).get_json()
    bearer = {"Authorization": f"Bearer {answer['token']}"}
    client.get(f"{ME}?name=Jansen", headers=bearer, environ_overrides=TRACES)
    client.get("/illness", environ_overrides=TRACES)
    collector.take(2 + 3 + 1)
    secrets = (*WORDS, sent["id"], UUID(sent["id"]).hex, answer["token"], answer["decision"]["visitor"])
    sent_away = b"".join(collector.bodies)
    assert b"store append" in sent_away
    assert [word for word in secrets if word.encode() in sent_away] == []
    assert UUID(sent["id"]).bytes not in sent_away


def test_a_server_that_ends_sends_what_is_left(tmp_path: Path, collector: Received) -> None:
    config = tmp_path / "akkoord.toml"
    config.write_text(CONFIG)
    backend = Backend(tmp_path, "serve", {"AKKOORD_CONFIG": str(config), "AKKOORD_TRACES": collector.address})
    backend.start()
    backend.stop()
    assert {span.name for span in collector.take(2)} == {"GET /health/ready", "store ping"}


def test_a_server_whose_collector_is_away_serves_and_ends_in_time(tmp_path: Path) -> None:
    config = tmp_path / "akkoord.toml"
    config.write_text(CONFIG)
    away = f"http://127.0.0.1:{free_port()}"
    backend = Backend(tmp_path, "serve", {"AKKOORD_CONFIG": str(config), "AKKOORD_TRACES": away})
    backend.start()
    assert backend.process is not None
    process = backend.process
    backend.stop()
    # it would be killed after 15 seconds, and say so
    assert process.returncode == 0


def test_without_the_libraries_it_does_not_start_and_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "akkoord.toml").write_text(CONFIG)
    program = "import sys; sys.modules['opentelemetry'] = None; from akkoord.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "serve", "--port", str(free_port())],
        cwd=tmp_path,
        env={
            "PYTHONPATH": str(ROOT / "server"),
            "AKKOORD_SECRET_KEY": KEY,
            "AKKOORD_TRACES": "http://127.0.0.1:4318",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "")
    sentence, hint = done.stderr.splitlines()
    assert sentence == "akkoord: AKKOORD_TRACES is set, and what makes traces is not installed."
    assert "pip install 'akkoord[traces]'" in hint
