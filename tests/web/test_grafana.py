"""The example dashboard asks for what there is at ``/metrics``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import MakeApp
from tests.web.metrics_text import samples
from tests.web.shop import DECISIONS, DISPLAYS, decision, display

DASHBOARD: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[2] / "examples" / "grafana" / "akkoord.json").read_text("utf-8")
)
PANELS: list[dict[str, Any]] = DASHBOARD["panels"]
QUERIES = [target["expr"] for panel in PANELS for target in panel["targets"]] + [
    variable["query"] for variable in DASHBOARD["templating"]["list"] if variable["type"] == "query"
]
TOKEN = "the-token-of-these-metrics-and-no-other"


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app(metrics_token=TOKEN)


@pytest.fixture
def shown(client: FlaskClient, notice: str) -> dict[str, set[str]]:
    """Each metric at ``/metrics``, after everything happened once -> its labels."""
    client.post(DECISIONS, json=decision(notice))
    client.post(DISPLAYS, json=display(notice))
    client.post("/api/v1/sites/shop/unknown", json={"hosts": ["cdn.example"]})
    found: dict[str, set[str]] = {}
    for name, labels in samples(client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text):
        found.setdefault(name, set()).update(label for label, _ in labels)
    return found


def test_every_metric_of_the_dashboard_is_there_with_the_labels_it_asks_for(shown: dict[str, set[str]]) -> None:
    for query in QUERIES:
        names = re.findall(r"\bakkoord_\w+", query)
        assert names, query
        for name in names:
            assert name in shown, query
        labels = {label for group in re.findall(r"by \(([^)]*)\)", query) for label in group.split(", ")}
        labels |= set(re.findall(r"[{,]\s*(\w+)=", query))
        assert labels <= set.union(*(shown[name] for name in names)), query


def test_legends_name_labels_that_the_query_keeps() -> None:
    for panel in PANELS:
        for target in panel["targets"]:
            kept = {label for group in re.findall(r"by \(([^)]*)\)", target["expr"]) for label in group.split(", ")}
            assert set(re.findall(r"{{(\w+)}}", target["legendFormat"])) <= kept, panel["title"]


def test_what_an_operator_asks_first_has_a_panel() -> None:
    asked = {name for query in QUERIES for name in re.findall(r"\bakkoord_[a-z_]+?(?=_total|_bucket|_info|\b)", query)}
    assert asked == {
        "akkoord_requests",
        "akkoord_request_duration_seconds",
        "akkoord_decisions",
        "akkoord_displays",
        "akkoord_unknown_hosts",
        "akkoord_store_call_duration_seconds",
        "akkoord_store_errors",
        "akkoord_build",
    }


def test_panels_do_not_lie_on_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in PANELS:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken and place["x"] + place["w"] <= 24
        taken |= cells
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)


def test_it_finds_its_source_wherever_it_is_imported() -> None:
    sources = [each["datasource"] for panel in PANELS for each in (panel, *panel["targets"])]
    assert {source["uid"] for source in sources} == {"${datasource}"}
