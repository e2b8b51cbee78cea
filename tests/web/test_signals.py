"""Signals in the site script, and Global Privacy Control over HTTP."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from akkoord.model import SIGNALS
from akkoord.settings import Settings, load_settings
from akkoord.web.demo.start import akkoord_app, complete
from akkoord.web.embed_files import STATIC
from akkoord.web.parts import EXTENSION
from tests.web.conftest import MakeApp
from tests.web.shop import CONFIG, DECISIONS, decision, error, nothing_is_stored
from tests.web.test_embed import banner_paths

SCRIPT = "/sites/shop/akkoord.js"
GPC = "/.well-known/gpc.json"
ADS = """
[services.ads]
name = "Reclame"
category = "marketing"
provider = "Reclame BV"
purpose = "advertise"
hosts = ["ads.example"]
signal = "meta"
"""
LISTED = CONFIG.replace('services = ["chat", "stats"]', 'services = ["chat", "stats", "ads"]', 1) + ADS


def built(name: str) -> str:
    return (STATIC / "signals" / f"{name}.js").read_text()


def told(client: FlaskClient, site: str = "shop") -> set[str]:
    """The signals that are in a site's script."""
    text = client.get(f"/sites/{site}/akkoord.js").text
    return {name for name in (*SIGNALS, "data-layer") if built(name) in text}


def test_a_site_pays_for_the_signals_of_its_services_alone(
    client: FlaskClient, make_app: MakeApp, settings: Settings
) -> None:
    assert told(client) == set()
    assert client.get(SCRIPT).text.endswith(",[]);")
    settings.config.write_text(LISTED)
    later = make_app().test_client()
    assert told(later) == {"meta"}
    assert later.get(SCRIPT).text.endswith(f',[{built("meta")}({{"categories":["marketing"]}})]);')
    assert told(later, "blog") == set()


def test_a_changed_signal_setting_asks_nobody_again(client: FlaskClient, make_app: MakeApp, settings: Settings) -> None:
    settings.config.write_text(LISTED)
    first = make_app().test_client()
    settings.config.write_text(LISTED + '[sites.shop.signals]\ndata_layer = "always"\n')
    later = make_app().test_client()
    assert told(later) == {"meta", "data-layer"} != told(first)
    assert banner_paths(later) == banner_paths(first)


def test_every_script_is_the_same_with_and_without_privacy_control(client: FlaskClient) -> None:
    for path in (SCRIPT, *banner_paths(client).values()):
        plain, signalled = client.get(path), client.get(path, headers={"Sec-GPC": "1"})
        assert signalled.data == plain.data
        assert "Sec-GPC" not in plain.headers["Vary"], "caches stay whole"


def test_it_says_that_privacy_control_is_honoured(client: FlaskClient) -> None:
    response = client.get(GPC)
    assert (response.status_code, response.mimetype) == (200, "application/json")
    body = response.get_json()
    assert set(body) == {"gpc", "lastUpdate"} and body["gpc"] is True
    assert date(2026, 1, 1) < date.fromisoformat(body["lastUpdate"])


def test_the_demo_says_so_too(tmp_path: Path) -> None:
    environ = {"AKKOORD_STORE": f"sqlite:///{tmp_path / 'demo.db'}"}
    complete(environ)
    app = akkoord_app(load_settings(environ))
    assert app.test_client().get(GPC).get_json()["gpc"] is True
    app.extensions[EXTENSION].ledger.close()


@pytest.fixture
def shop(make_app: MakeApp, settings: Settings) -> FlaskClient:
    """A client of the shop that asks for marketing too."""
    settings.config.write_text(LISTED)
    return make_app().test_client(use_cookies=False)


def notice_of(client: FlaskClient) -> str:
    text = client.get(SCRIPT).text
    return text.partition('"notice":"')[2][:12]


def test_privacy_control_grants_no_marketing(shop: FlaskClient, ledger_file: Path) -> None:
    body = decision(notice_of(shop), how="gpc", choices={"analytics": True, "marketing": True})
    with nothing_is_stored(ledger_file):
        response = shop.post(DECISIONS, json=body)
    assert error(response) == (422, "invalid_request")
    (detail,) = response.get_json()["error"]["details"]
    assert detail["field"] == "choices.marketing" and detail["hint"]


def test_privacy_control_is_recorded_as_what_refused_marketing(shop: FlaskClient) -> None:
    body = decision(notice_of(shop), how="gpc", choices={"analytics": True})
    response = shop.post(DECISIONS, json=body)
    assert response.status_code == 201
    recorded = response.get_json()["decision"]
    assert recorded["how"] == "gpc"
    assert recorded["choices"] == {"functional": False, "analytics": True, "marketing": False}


@pytest.mark.parametrize("how", ["banner", "panel", "api"])
def test_an_explicit_choice_goes_before_privacy_control(how: str, shop: FlaskClient) -> None:
    body = decision(notice_of(shop), how=how, choices={"marketing": True})
    response = shop.post(DECISIONS, json=body, headers={"Sec-GPC": "1"})
    assert response.status_code == 201
    assert response.get_json()["decision"]["choices"]["marketing"] is True
